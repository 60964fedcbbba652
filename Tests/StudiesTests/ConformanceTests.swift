import Foundation
import Onnx
import Testing
import Tilewright

/// Folders of ONNX backend tests: one bad test is one bad row, and never the end of the run.
@Suite struct ConformanceTests {
  /// Writes a test and removes it with everything else afterwards.
  private func withFolder(_ body: (String) throws -> Void) throws {
    let folder = NSTemporaryDirectory() + "conformance-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try body(folder)
  }

  private func write(_ name: String, _ operation: String, expecting: [Float], in folder: String) throws {
    let data = "\(folder)/\(name)/test_data_set_0"
    try FileManager.default.createDirectory(atPath: data, withIntermediateDirectories: true)
    let type = OnnxType.tensor(.float32, shape: [.length(3)])
    let model = OnnxModel(
      opsets: ["": 21],
      graph: OnnxGraph(
        name: name, nodes: [OnnxNode(operation: operation, inputs: ["x"], outputs: ["y"])],
        inputs: [OnnxValueInfo(name: "x", type: type)], outputs: [OnnxValueInfo(name: "y", type: type)]),
      path: "")
    try model.write(to: "\(folder)/\(name)/model.onnx")
    for (file, values) in [("input_0", [-1, 0, 2]), ("output_0", expecting)] {
      try tensorFile(values).write(to: URL(fileURLWithPath: "\(data)/\(file).pb"))
    }
  }

  /// `TensorProto`: one dimension, fp32, raw data.
  private func tensorFile(_ values: [Float]) -> Data {
    let bytes = values.withUnsafeBytes { Array($0) }
    return Data([0x08, UInt8(values.count), 0x10, 1, 0x4A, UInt8(bytes.count)] + bytes)
  }

  @Test func everyTestHasItsRow() throws {
    try withFolder { folder in
      try write("test_abs", "Abs", expecting: [1, 0, 2.0005], in: folder)
      try write("test_relu", "Relu", expecting: [0, 0, 3], in: folder)
      try write("test_strange", "Frobnicate", expecting: [0, 0, 0], in: folder)
      try write("test_torn", "Abs", expecting: [0, 0, 0], in: folder)
      try Data([0x08]).write(to: URL(fileURLWithPath: "\(folder)/test_torn/model.onnx"))
      let check = try ConformanceCheck()
      let rows = try ConformanceCase.all(in: folder).map { check.result(of: $0) }
      #expect(rows.map(\.test) == ["test_abs", "test_relu", "test_strange", "test_torn"])
      #expect(rows.map(\.outcome) == [.pass, .fail, .unsupported, .fail])
      #expect(rows[1].reason == "output “y” differs at 1 of 3: [2] is 2.0, expected 3.0")
      #expect(rows[2].reason == "unknown operator Frobnicate")
      #expect(rows[0].operation == "Abs" && rows[0].opset == 21)
    }
  }

  @Test func chipsAreHeldToTheSameRule() throws {
    try withFolder { folder in
      try write("test_relu", "Relu", expecting: [0, 0, 2], in: folder)
      let chip = try Chip.read(Shelf.chips.file(named: "edge-npu"))
      let check = try ConformanceCheck(chip: chip)
      #expect(try ConformanceCase.all(in: folder).map { check.result(of: $0).outcome } == [.pass])
    }
  }

  @Test func foldersWithoutTestsAreRefused() throws {
    #expect(throws: InputError.self) { try ConformanceCase.all(in: "/nowhere") }
    #expect(throws: InputError.self) { try ConformanceCase.all(in: NSTemporaryDirectory() + "nothing-here") }
  }

  @Test func patternsChooseTests() throws {
    try withFolder { folder in
      try write("node/test_conv_pads", "Relu", expecting: [0, 0, 2], in: folder)
      let test = try #require(try ConformanceCase.all(in: folder).first)
      #expect(test.matches("conv"))
      #expect(test.matches("node/*pads"))
      #expect(!test.matches("conv*"))
    }
  }
}
