import Documents
import Foundation
import Graphs
import Tensors
import Testing

@Suite("Weights in files") struct WeightFileTests {
  private let folder = URL(fileURLWithPath: NSTemporaryDirectory())
    .appendingPathComponent("tilewright-\(UUID().uuidString)")

  /// The sum of `x` = 0 and what the file holds.
  private func read(_ file: String, _ bytes: [UInt8], _ weight: String, shape: [Int]) throws -> [Float] {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try Data(bytes).write(to: folder.appendingPathComponent(file))
    let graph = try load(
      #"{"inputs": {"x": \#(shape)}, "nodes": [{"op": "Add", "B": \#(weight)}]}"#,
      file: folder.appendingPathComponent("model.json").path)
    return try graph.constant(graph.nodes[0].inputs[1]!).floats
  }

  private func numpy(_ header: String, _ data: [UInt8]) -> [UInt8] {
    [0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(header.utf8.count), 0] + Array(header.utf8) + data
  }

  private let ones: [UInt8] = [0, 0, 0x80, 0x3F, 0, 0, 0, 0xC0]

  @Test func bareNumbersFromAnOffset() throws {
    let values = try read(
      "w.bin", [9, 9] + ones, #"{"file": "w.bin", "offset": 2, "shape": [2]}"#, shape: [2])
    #expect(values == [1, -2])
  }

  @Test func anOffsetMayLeaveNumbersBehind() throws {
    let values = try read("w.bin", ones, #"{"file": "w.bin", "offset": 0, "shape": [1]}"#, shape: [1])
    #expect(values == [1])
  }

  @Test func numpyArraysSayTheirShapeThemselves() throws {
    let bytes = numpy("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 1), }\n", ones)
    #expect(try read("w.npy", bytes, #"{"file": "w.npy"}"#, shape: [2, 1]) == [1, -2])
  }

  @Test func numpyArraysOfOtherTypesAreConverted() throws {
    let bytes = numpy("{'descr': '|i1', 'fortran_order': False, 'shape': (3,), }\n", [1, 2, 0xFF])
    #expect(try read("w.npy", bytes, #"{"file": "w.npy"}"#, shape: [3]) == [1, 2, -1])
  }

  @Test(arguments: [
    (
      "w.npy", #"{"file": "w.npy"}"#, "{'descr': '<f4', 'fortran_order': True, 'shape': (2,), }",
      "the .npy file is in Fortran order; save it in C order"
    ),
    (
      "w.npy", #"{"file": "w.npy", "shape": [3]}"#,
      "{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }",
      "the file holds shape [2]; expected [3]"
    ),
    (
      "w.npy", #"{"file": "w.npy"}"#, "{'descr': '<f4', 'fortran_order': False, 'shape': (9,), }",
      "the .npy file is cut short"
    ),
    (
      "w.npy", #"{"file": "w.npy"}"#, "{'descr': '<c8', 'fortran_order': False, 'shape': (1,), }",
      "the .npy file holds elements of type “<c8”; did you mean “<f8”?"
    ),
    ("w.bin", #"{"file": "w.bin"}"#, "", "a bare file has no shape; give “shape”"),
    ("w.bin", #"{"file": "w.bin", "shape": [99]}"#, "", "the file holds 18 bytes; fp32 [99] takes 396"),
    (
      "w.bin", #"{"file": "w.bin", "shape": [2]}"#, "",
      "the file holds 18 bytes; fp32 [2] takes 8; give “offset” to read a part of it"
    ),
    (
      "w.bin", #"{"file": "w.bin", "shape": [2], "offset": 12}"#, "",
      "the file holds 6 bytes; fp32 [2] takes 8"
    ),
    (
      "w.npy", #"{"file": "w.npy"}"#, "{'descr': '<f4', 'fortran_order': False, 'shape': (1,), }",
      "the .npy file holds 8 bytes of numbers; fp32 [1] takes 4"
    ),
    (
      "w.npy", #"{"file": "w.npy", "offset": 4}"#,
      "{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }",
      "an .npy file says itself where its numbers begin; leave out “offset”"
    ),
  ])
  func damagedFilesAreRefused(_ file: String, _ weight: String, _ header: String, _ reason: String) throws {
    let error = try #require(throws: InputError.self) {
      try read(file, numpy(header, ones), weight, shape: [1])
    }
    #expect(error.description.hasSuffix("model.json: nodes[0].B.file: \(reason)"))
    #expect(error.exitCode == 65)
  }

  @Test func aFileThatIsNotThereHasItsOwnExitCode() throws {
    let error = try #require(throws: InputError.self) {
      try load(input: [1], nodes: #"{"op": "Add", "B": {"file": "missing.npy"}}"#)
    }
    #expect(error.exitCode == 66)
    #expect(error.reason.hasPrefix("no such file"))
    let model = try #require(throws: InputError.self) { try Workload.load("nowhere/model.json") }
    #expect(model.description == "nowhere/model.json: no such file")
    #expect(model.exitCode == 66)
  }
}
