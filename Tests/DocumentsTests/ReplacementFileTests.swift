import Documents
import Foundation
import Testing

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
    try withFolder { (folder) throws in
      let path = folder + "/a.csv"
      try ReplacementFile.write(path) { try $0.write(Array("a long first version".utf8)) }
      try ReplacementFile.write(path) { try $0.write(Array("short".utf8)) }
      #expect(text(path) == "short")
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["a.csv"])
    }
  }

  @Test func aFailureKeepsTheOldFileAndLeavesNothingBehind() throws {
    try withFolder { (folder) throws in
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
    try withFolder { (folder) throws in
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

  @Test func aLinkStaysAndItsTargetIsReplaced() throws {
    try withFolder { (folder) throws in
      try FileManager.default.createDirectory(atPath: folder + "/there", withIntermediateDirectories: true)
      let link = folder + "/link.csv"
      try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "there/a.csv")
      for version in ["first, through a link to nothing", "second"] {
        try ReplacementFile.write(link) { try $0.write(Array(version.utf8)) }
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link) == "there/a.csv")
        #expect(text(folder + "/there/a.csv") == version)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder + "/there") == ["a.csv"])
      }
    }
  }

  @Test func permissionsStay() throws {
    try withFolder { (folder) throws in
      let path = folder + "/secret.csv"
      try ReplacementFile.write(path) { try $0.write(Array("old".utf8)) }
      chmod(path, 0o600)
      try ReplacementFile.write(path) { try $0.write(Array("new".utf8)) }
      let attributes = try FileManager.default.attributesOfItem(atPath: path)
      #expect(attributes[.posixPermissions] as? Int == 0o600)
      #expect(text(path) == "new")
    }
  }

  @Test func aPipeGetsTheBytesAndStaysAPipe() throws {
    try withFolder { (folder) throws in
      let path = folder + "/pipe"
      #expect(mkfifo(path, 0o600) == 0)
      let reader = open(path, O_RDWR)
      defer { close(reader) }
      try ReplacementFile.write(path) { try $0.write(Array("a row".utf8)) }
      var buffer = [UInt8](repeating: 0, count: 16)
      #expect(read(reader, &buffer, buffer.count) == 5)
      #expect(String(decoding: buffer.prefix(5), as: UTF8.self) == "a row")
      #expect(try OutputTarget(path) == .stream(path: path))
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["pipe"])
    }
  }

  @Test func namesOfOneFileHaveOneTarget() throws {
    try withFolder { (folder) throws in
      try FileManager.default.createSymbolicLink(atPath: folder + "/b", withDestinationPath: "a")
      let target = try OutputTarget(folder + "/a").filePath
      #expect(try OutputTarget(folder + "/b").filePath == target)
      #expect(
        try OutputTarget(folder + "/../" + (folder as NSString).lastPathComponent + "/./a").filePath == target
      )
      #expect(try OutputTarget(folder + "/c").filePath != target)
    }
  }

  @Test func aFolderIsNoFile() throws {
    try withFolder { (folder) throws in
      let error = #expect(throws: InputError.self) { try ReplacementFile.write(folder) { _ in } }
      #expect(error == InputError(.notFound, at: folder, "is a folder", remedy: "expected a file"))
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
