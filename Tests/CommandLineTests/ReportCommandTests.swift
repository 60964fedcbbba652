import Foundation
import Testing

@testable import TilewrightCLI

@Suite struct ReportCommandTests {
  private func scratch(_ body: (String) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try body(folder)
  }

  @Test func theFileOfARunGivesThePageOfTheRun() throws {
    try scratch { folder in
      let run = tilewright(
        "run", "edge-npu", "mlp", "--timing-only", "--report", "\(folder)/run.html", "--json",
        "\(folder)/run.json",
        "--timeline", "--figures", "\(folder)/a", "--quiet")
      #expect(run.code == .done)
      let report = tilewright(
        "report", "\(folder)/run.json", "--html", "\(folder)/again.html", "--figures", "\(folder)/b")
      #expect(report.code == .done)
      #expect(report.output.contains("roofline.svg"))
      for file in ["run.html", "a/timeline.svg"] {
        let other = file == "run.html" ? "again.html" : "b/timeline.svg"
        #expect(FileManager.default.contentsEqual(atPath: "\(folder)/\(file)", andPath: "\(folder)/\(other)"))
      }
    }
  }

  @Test func eventFilesOfASweepHaveAFolderForEachPoint() throws {
    try scratch { folder in
      let result = tilewright(
        "report", "results/first-sweep/results.csv", "--tensorboard", "\(folder)/events")
      #expect(result.code == .done)
      let folders = try FileManager.default.contentsOfDirectory(atPath: "\(folder)/events")
      #expect(folders.count == 7)
    }
  }

  @Test func whatIsNoResultIsRefusedWithItsPlace() throws {
    try scratch { folder in
      for (name, text) in [("a.json", "{"), ("b.json", "{\"format\": 1}"), ("c.csv", "a,b\n"), ("d.csv", "")]
      {
        try text.write(toFile: "\(folder)/\(name)", atomically: true, encoding: .utf8)
        let result = tilewright("report", "\(folder)/\(name)")
        #expect(result.code == .badData)
        #expect(result.error.contains(name))
      }
      #expect(tilewright("report", "\(folder)/nothing.json").code == .notFound)
      #expect(tilewright("report", "chips/edge-npu.json").code == .badData)
      #expect(tilewright("report", "\(folder)/a.json", "--tensorboard", folder).code == .usage)
    }
  }
}
