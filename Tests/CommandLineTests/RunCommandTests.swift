import Foundation
import Testing
import Tilewright
import TilewrightCLI

@Suite struct RunCommandTests {
  @Test func printsTheTableAndTheVerdict() {
    let result = tilewright("run", "teaching-4x4", "matmul-4x4")
    #expect(result.code == .done)
    #expect(result.output.hasPrefix("matmul-4x4 on teaching-4x4 · "))
    #expect(result.output.contains("\nVerified: 1 output, 16 elements"))
    #expect(result.error.isEmpty)
  }

  @Test func aDashSendsTheFileToTheOutputInsteadOfTheTable() throws {
    let result = tilewright("run", "teaching-4x4", "matmul-4x4", "--csv", "-")
    let lines = result.output.components(separatedBy: "\r\n")
    #expect(lines.count == 3 && lines[2].isEmpty)
    #expect(lines[0] == operatorMetrics.map(\.name).joined(separator: ","))
    #expect(lines[1].hasPrefix("teaching-4x4,matmul-4x4,1,"))
  }

  @Test func writesWhatItIsAskedForAndNothingElse() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let result = tilewright(
      "run", "teaching-4x4", "matmul-4x4", "--csv", folder + "/a.csv", "--json", folder + "/a.json",
      "--trace",
      folder + "/a.trace.json", "--figure", folder + "/a.svg", "--quiet")
    #expect(result.code == .done)
    #expect(result.output.isEmpty)
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: folder).sorted() == [
        "a.csv", "a.json", "a.svg", "a.trace.json",
      ])
    let json = try #require(FileManager.default.contents(atPath: folder + "/a.json"))
    #expect(try JSONDecoder().decode(RunJSON.self, from: json).totals["verified"] == .text("pass"))
  }

  @Test func theSameRunGivesTheSameBytes() {
    let first = tilewright("run", "edge-npu", "mlp", "--timing-only", "--json", "-")
    let second = tilewright("run", "edge-npu", "mlp", "--timing-only", "--json", "-")
    #expect(first.output == second.output)
    #expect(first.output.hasPrefix("{"))
  }

  @Test func progressIsShownOnlyToSomebodyWhoWatches() {
    let console = RecordingConsole(errorIsTerminal: true)
    #expect(CommandLineTool(console: console).run(["run", "teaching-4x4", "matmul-4x4"]) == .done)
    #expect(console.error.hasSuffix("\u{1B}[2K") || console.error.isEmpty)
    #expect(!console.output.contains("█"))
  }
}
