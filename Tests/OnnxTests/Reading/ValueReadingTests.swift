import Onnx
import Testing

@Suite("Reading ONNX values")
struct ValueReadingTests {
  private let folder: ScratchFolder
  private let element = OnnxType.tensor(.uint8, shape: nil)
  private let bytes = WireBytes().packed(1, [2]).number(2, 2).bytes(9, [3, 4])
  private let tensor = OnnxValue.tensor(OnnxTensor(element: .uint8, shape: [2], storage: .bytes([3, 4])))

  init() throws { folder = try ScratchFolder() }

  private func read(_ message: WireBytes, as type: OnnxType) throws -> OnnxValue {
    try OnnxValue.read(folder.file("input_0.pb", message.bytes), as: type)
  }

  @Test("tensors, sequences and optionals, one in another")
  func values() throws {
    #expect(try read(bytes, as: element) == tensor)
    let sequence = WireBytes().text(1, "s").number(2, 1).message(3, bytes).message(3, bytes)
    #expect(try read(sequence, as: .sequence(element)) == .sequence([tensor, tensor]))
    let nested = WireBytes().number(2, 3).message(5, sequence).message(5, WireBytes())
    #expect(
      try read(nested, as: .sequence(.sequence(element)))
        == .sequence([.sequence([tensor, tensor]), .sequence([])]))
    let optional = WireBytes().number(2, 1).message(3, bytes)
    #expect(try read(optional, as: .optional(element)) == .optional(tensor))
    #expect(
      try read(WireBytes().number(2, 3).message(5, sequence), as: .optional(.sequence(element)))
        == .optional(.sequence([tensor, tensor])))
    #expect(try read(WireBytes().number(2, 0), as: .optional(element)) == .optional(nil))
    #expect(try read(WireBytes().text(1, "o").number(2, 1), as: .optional(element)) == .optional(nil))
  }

  @Test("an empty file is an empty sequence or optional, but no tensor")
  func empty() throws {
    #expect(try read(WireBytes(), as: .sequence(element)) == .sequence([]))
    #expect(try read(WireBytes(), as: .optional(element)) == .optional(nil))
    let error = #expect(throws: (any Error).self) { try read(WireBytes(), as: element) }
    #expect(
      "\(error.map(String.init(describing:)) ?? "")".hasSuffix(
        "input_0.pb: byte 0 in data_type: the tensor has no element type; set data_type"))
  }

  @Test("maps are refused")
  func maps() throws {
    let error = #expect(throws: (any Error).self) {
      try read(WireBytes().number(2, 4).message(6, WireBytes()), as: .sequence(element))
    }
    #expect(
      "\(error.map(String.init(describing:)) ?? "")".hasSuffix(
        "byte 4 in map_values[0]: values that are maps are not supported"))
  }
}
