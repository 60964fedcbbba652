import Foundation
import Testing

@testable import Tensors

@Suite("Mapped bytes")
struct MappedBytesTests {
  @Test("a part of a mapped file reads what the file holds there")
  func readsPart() throws {
    let file = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try Data([1, 2, 3, 4, 5]).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    let part = MappedBytes(file: try MappedFile(path: file.path), range: 1..<4)
    #expect(part.withBytes { Array($0) } == [2, 3, 4])
  }
}
