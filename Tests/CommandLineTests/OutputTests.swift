import Foundation
import Testing
import TilewrightCLI

/// Which files a command writes, and which it refuses to before it begins.
@Suite struct OutputTests {
  /// A folder with a chip of one's own in it.
  private func withFolder(_ body: (_ folder: String, _ chip: String) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try FileManager.default.copyItem(atPath: teachingChip, toPath: folder + "/own.json")
    try body(folder, folder + "/own.json")
  }

  private var teachingChip: String {
    URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "chips/teaching-4x4.json").path
  }

  @Test func anInputIsNeverReplacedUnderWhicheverName() throws {
    try withFolder { (folder, chip) throws in
      try FileManager.default.createSymbolicLink(atPath: folder + "/link", withDestinationPath: "own.json")
      let before = FileManager.default.contents(atPath: chip)
      for name in [chip, folder + "/./own.json", folder + "/link"] {
        let result = tilewright("run", chip, "matmul-4x4", "--csv", name)
        #expect(result.code == .usage)
        #expect(result.error == "error: tilewright run: --csv would replace the input “\(name)”\n")
      }
      #expect(FileManager.default.contents(atPath: chip) == before)
    }
  }

  @Test func nothingIsWrittenWhenOneOfTheFilesCannotBe() throws {
    try withFolder { (folder, chip) throws in
      for wrong in [folder, folder + "/no/such/b.json", chip + "/b.json"] {
        let result = tilewright(
          "run", chip, "matmul-4x4", "--csv", folder + "/a.csv", "--json", wrong)
        #expect(result.code == .notFound)
        #expect(result.error.hasPrefix("error: \(wrong): "))
        #expect(result.output.isEmpty)
      }
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["own.json"])
    }
  }

  @Test func twoOutputsNeverShareAFile() throws {
    try withFolder { (folder, chip) throws in
      let result = tilewright(
        "run", chip, "matmul-4x4", "--csv", folder + "/same", "--json", folder + "/./same")
      #expect(result.code == .usage)
      #expect(result.error.contains("--csv and --json both write"))
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["own.json"])
    }
  }

  @Test func aPipeIsWrittenTo() throws {
    try withFolder { (folder, chip) throws in
      #expect(mkfifo(folder + "/pipe", 0o600) == 0)
      let reader = open(folder + "/pipe", O_RDWR)
      defer { close(reader) }
      let result = tilewright("run", chip, "matmul-4x4", "--csv", folder + "/pipe", "--quiet")
      #expect(result.code == .done)
      var bytes = [UInt8](repeating: 0, count: 1 << 16)
      let count = read(reader, &bytes, bytes.count)
      #expect(String(decoding: bytes.prefix(max(0, count)), as: UTF8.self).hasPrefix("chip,model,batch,"))
    }
  }
}
