import Foundation
import Testing
import Tilewright

@Suite struct ReplacementFileTests {
  private struct Interrupted: Error {}

  private func withFolder(_ body: (String) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try body(folder.path)
  }

  private func text(_ path: String) -> String? {
    FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) }
  }

  @Test func anOldFileIsReplacedWhole() throws {
    try withFolder { folder in
      let path = folder + "/a.csv"
      try ReplacementFile.write(path) { try $0.write(Array("a long first version".utf8)) }
      try ReplacementFile.write(path) { try $0.write(Array("short".utf8)) }
      #expect(text(path) == "short")
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["a.csv"])
    }
  }

  @Test func aFailureKeepsTheOldFileAndLeavesNothingBehind() throws {
    try withFolder { folder in
      let path = folder + "/a.csv"
      try ReplacementFile.write(path) { try $0.write(Array("old".utf8)) }
      #expect(throws: Interrupted.self) {
        try ReplacementFile.write(path) {
          try $0.write(Array("half".utf8))
          throw Interrupted()
        }
      }
      #expect(text(path) == "old")
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["a.csv"])
    }
  }

  @Test func anInterruptionKeepsTheOldFileAndLeavesNothingBehind() throws {
    try withFolder { folder in
      let path = folder + "/a.csv"
      try ReplacementFile.write(path) { try $0.write(Array("old".utf8)) }
      #expect(throws: InputError.self) {
        try ReplacementFile.write(path) {
          try $0.write(Array("half".utf8))
          ReplacementFile.discardUnfinished()
        }
      }
      #expect(text(path) == "old")
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["a.csv"])
    }
  }

  @Test func aMissingFolderIsNamed() {
    let error = #expect(throws: InputError.self) {
      try ReplacementFile.write("/no/such/folder/a.csv") { _ in }
    }
    #expect(
      error
        == InputError(.notFound, at: "/no/such/folder/a.csv", "cannot be written: No such file or directory"))
  }
}
