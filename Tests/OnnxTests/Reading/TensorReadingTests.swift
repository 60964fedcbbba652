import Onnx
import Testing

@Suite("Reading ONNX tensors")
struct TensorReadingTests {
  let folder: ScratchFolder

  init() throws { folder = try ScratchFolder() }

  private func tensor(_ fields: WireBytes) throws -> OnnxTensor {
    try #require(try folder.read(.model(initializer: fields)).graph.initializers.first)
  }

  @Test("raw data and packed floats stay in the file")
  func mapped() throws {
    let raw = try tensor(
      WireBytes().number(1, 2).number(1, 1).number(2, 10).text(8, "w").bytes(9, [1, 2, 3, 4]).text(12, "doc"))
    #expect(raw.isMapped && raw.data == [1, 2, 3, 4] && raw.shape == [2, 1] && raw.element == .float16)
    #expect(raw.name == "w" && raw.documentation == "doc")
    let floats = try tensor(WireBytes().packed(1, [2]).number(2, 1).floats(4, [1, -2]))
    #expect(
      floats.isMapped && floats.data == littleEndian(Float(1).bitPattern) + littleEndian(Float(-2).bitPattern)
    )
    let doubles = try tensor(
      WireBytes().packed(1, [1]).number(2, 11).bytes(10, littleEndian(Double(3).bitPattern)))
    #expect(doubles.isMapped && doubles.data == littleEndian(Double(3).bitPattern))
  }

  @Test("floats one by one, or packed in parts, are put together")
  func unpacked() throws {
    let parts = try tensor(WireBytes().packed(1, [3]).number(2, 1).float(4, 1).floats(4, [2, 3]))
    #expect(parts.data == [Float(1), 2, 3].flatMap { littleEndian($0.bitPattern) })
  }

  @Test(
    "small types lie in int32_data, one element (or a pair of four-bit ones) in each number",
    arguments: [
      (OnnxElement.int32, [-5, 70_000], littleEndian(Int32(-5)) + littleEndian(Int32(70_000))),
      (.int16, [-300, 7], littleEndian(Int16(-300)) + littleEndian(Int16(7))),
      (.int8, [-128, 127], [128, 127]), (.uint8, [255, 0], [255, 0]),
      (.uint16, [65_535, 1], [255, 255, 1, 0]), (.bool, [1, 0], [1, 0]),
      (.float16, [0x3C00, 0xC000], [0, 0x3C, 0, 0xC0]), (.bfloat16, [0x3F80, 0], [0x80, 0x3F, 0, 0]),
      (.float8e4m3, [0x38, 0xB8], [0x38, 0xB8]), (.float8e4m3fnuz, [1, 2], [1, 2]),
      (.float8e5m2, [1, 2], [1, 2]), (.float8e5m2fnuz, [1, 2], [1, 2]),
    ])
  func shortNumbers(element: OnnxElement, values: [Int], bytes: [UInt8]) throws {
    let packed = try tensor(WireBytes().packed(1, [2]).number(2, element.rawValue).packed(5, values))
    #expect(packed.data == bytes && packed.element == element)
    let single = try tensor(
      WireBytes().number(5, values[0]).packed(1, [2]).number(2, element.rawValue).number(5, values[1]))
    #expect(single.data == bytes)
  }

  @Test("four-bit elements come in pairs, also when the last byte is half full", arguments: [21, 22, 23])
  func nibbles(element: Int) throws {
    let raw = try tensor(WireBytes().packed(1, [3]).number(2, element).bytes(9, [0x21, 0x03]))
    let typed = try tensor(WireBytes().packed(1, [3]).number(2, element).packed(5, [0x21, 0x03]))
    #expect(raw.data == [0x21, 0x03] && typed.data == raw.data)
  }

  @Test("64-bit integers, unsigned ones and complex numbers have their own fields")
  func longNumbers() throws {
    let long = try tensor(WireBytes().packed(1, [2]).number(2, 7).packed(7, [-1, 1 << 40]))
    #expect(long.data == littleEndian(Int64(-1)) + littleEndian(Int64(1) << 40))
    let unsigned = try tensor(WireBytes().packed(1, [1]).number(2, 13).packed(11, [-1]))
    #expect(unsigned.data == littleEndian(UInt64.max))
    let short = try tensor(WireBytes().packed(1, [1]).number(2, 12).packed(11, [0xFFFF_FFFF]))
    #expect(short.data == littleEndian(UInt32.max))
    let complex = try tensor(WireBytes().packed(1, [1]).number(2, 14).floats(4, [1, 2]))
    #expect(complex.data.count == 8)
  }

  @Test("strings are kept as bytes")
  func strings() throws {
    let read = try tensor(WireBytes().packed(1, [3]).number(2, 8).text(6, "é").bytes(6, []).bytes(6, [255]))
    #expect(read.storage == .strings([Array("é".utf8), [], [255]]))
  }

  @Test("scalars, empty tensors and tensors whose elements are left out")
  func extremes() throws {
    let scalar = try tensor(WireBytes().number(2, 3).bytes(9, [7]))
    #expect(scalar.shape.isEmpty && scalar.data == [7] && scalar.hasElements)
    let empty = try tensor(WireBytes().packed(1, [0, 5]).number(2, 1).bytes(9, []))
    #expect(empty.shape == [0, 5] && empty.data.isEmpty && empty.hasElements)
    let light = try tensor(WireBytes().packed(1, [1000, 1000]).number(2, 1).text(12, "fmix 1 0.5 0"))
    #expect(!light.hasElements && light.documentation == "fmix 1 0.5 0")
  }

  @Test("sparse tensors are read with their indices")
  func sparse() throws {
    let values = WireBytes().packed(1, [2]).number(2, 1).floats(4, [1, 2]).text(8, "s")
    let indices = WireBytes().packed(1, [2]).number(2, 7).packed(7, [1, 5])
    let graph = WireBytes().message(15, WireBytes().message(1, values).message(2, indices).packed(3, [2, 3]))
    let sparse = try #require(try folder.read(.model(graph)).graph.sparseInitializers.first)
    #expect(sparse.shape == [2, 3] && sparse.values.name == "s")
    #expect(sparse.indices.data == littleEndian(Int64(1)) + littleEndian(Int64(5)))
  }
}
