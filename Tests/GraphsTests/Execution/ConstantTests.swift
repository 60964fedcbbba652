import Documents
import Foundation
import Graphs
import Tensors
import Testing

@Suite("Constants") struct ConstantTests {
  private let type = TensorType(.float32, [4, 3, 2])
  private let box = Box(lower: [1, 0, 1], extent: [2, 3, 1])

  private func graph(_ initializer: Initializer, _ type: TensorType) -> Graph {
    Graph(name: "g", values: [Value(name: "w", type: type, initializer: initializer)])
  }

  private func boxIsPartOfTheWhole(_ initializer: Initializer, _ type: TensorType) throws {
    let graph = graph(initializer, type)
    #expect(try graph.constant(0, box: box).bytes == graph.constant(0)[box].bytes)
  }

  @Test func aBoxIsWhatTheWholeHoldsThere() throws {
    let fill = Initializer.fill(seed: 5, scale: 2, offset: 0.5)
    let int8 = TensorType(.int8, type.shape, quantization: Quantization(scale: 0.02))
    let scaled = Initializer.scaled(fill, factors: [1, -2, 3, 0.5])
    try boxIsPartOfTheWhole(fill, type)
    try boxIsPartOfTheWhole(scaled, type)
    try boxIsPartOfTheWhole(.converted(scaled, from: type), int8)
    try boxIsPartOfTheWhole(
      .part(fill, from: TensorType(.float32, [2, 8, 3, 2]), lower: [1, 3, 0, 0]), type)
  }

  @Test func theFillFormulaIsTheDocumentedOne() throws {
    let tensor = try graph(.fill(seed: 1000, scale: 1, offset: 0), TensorType(.float32, [4])).constant(0)
    #expect(
      tensor.floats == [0.07709014415740967, 0.06960201263427734, 0.7103911638259888, 0.78230881690979])
  }

  @Test func scalingMultipliesSlicesOfTheFirstAxis() throws {
    let ones = Initializer.dense(Tensor(TensorType(.float32, [2, 2]), floats: [1, 2, 3, 4]))
    let tensor = try graph(.scaled(ones, factors: [10, 100]), TensorType(.float32, [2, 2])).constant(0)
    #expect(tensor.floats == [10, 20, 300, 400])
  }

  @Test func aPartDropsLeadingAxes() throws {
    let whole = Tensor(TensorType(.float32, [2, 2, 2]), floats: (0..<8).map(Float.init))
    let part = Initializer.part(.dense(whole), from: whole.type, lower: [1, 0, 1])
    #expect(try graph(part, TensorType(.float32, [2, 1])).constant(0).floats == [5, 7])
  }

  @Test func filesHoldLittleEndianNumbers() throws {
    let path = NSTemporaryDirectory() + "tilewright-\(UUID().uuidString).bin"
    try Data([0xFF, 0, 0, 0x80, 0x3F, 0, 0, 0x00, 0xC0]).write(to: URL(fileURLWithPath: path))
    defer { try? FileManager.default.removeItem(atPath: path) }
    let file = try MappedFile(path: path)
    let type = TensorType(.float32, [2])
    #expect(try graph(.mapped(MappedBytes(file: file, range: 1..<9)), type).constant(0).floats == [1, -2])
    let error = try #require(throws: InputError.self) {
      try graph(.mapped(MappedBytes(file: file, range: 2..<9)), type).constant(0)
    }
    #expect(
      error.description
        == "g: value “w”: its file “\(path)” holds 7 bytes from offset 2; fp32 [2] takes 8")
  }
}
