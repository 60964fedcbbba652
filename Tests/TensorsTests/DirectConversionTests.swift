import Testing

@testable import Tensors

@Suite("Direct conversions")
struct DirectConversionTests {
  static let types = [
    TensorType(.float16, [1003]), TensorType(.bfloat16, [1003]),
    TensorType(.int8, [1003], quantization: Quantization(scale: 0.037, zeroPoint: -5)),
    TensorType(.uint8, [1003], quantization: Quantization(scale: 0.11, zeroPoint: 128)),
    TensorType(.int8, [1003], quantization: Quantization(scale: 3, zeroPoint: .max)),
  ]

  private static let numbers: [Float] =
    [.infinity, -.infinity, 0, -0.0, 65504, 65520, 1e-8]
    + SeededFill(seed: 3, scale: 9, offset: 1).values(count: 996)

  @Test("give what the way by numbers gives", arguments: types)
  func agree(type: TensorType) throws {
    let real = Tensor(TensorType(.float32, [1003]), floats: Self.numbers)
    let narrow = try #require(real.directlyConverted(to: type))
    #expect(narrow.bytes == Tensor(type, floats: Self.numbers).bytes)
    let wide = try #require(narrow.directlyConverted(to: real.type))
    #expect(wide.bytes == Tensor(real.type, floats: narrow.floats).bytes)
  }

  @Test("scale sums of products as the way by whole numbers does")
  func sums() throws {
    let sums: [Int64] = [0, 1, -1, 16_777_217, -33_554_435, 2_147_483_647, -2_147_483_648]
    let type = TensorType(.int32, [7], quantization: Quantization(scale: 0.37))
    let tensor = Tensor(type, storing: sums)
    let direct = try #require(tensor.directlyConverted(to: TensorType(.float32, [7])))
    #expect(direct.floats == sums.map { Float($0) * 0.37 })
  }

  @Test("of empty tensors are empty", arguments: types)
  func empty(type: TensorType) {
    var none = type
    none.shape = [0, 4]
    let real = Tensor(zeros: TensorType(.float32, [0, 4]))
    #expect(real.converted(to: none).bytes.isEmpty)
    #expect(Tensor(zeros: none).converted(to: real.type).bytes.isEmpty)
  }
}
