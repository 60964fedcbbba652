import Testing

@testable import Tensors

@Suite("Tensor values")
struct TensorValuesTests {
  private static func tensor(_ element: ElementType, _ floats: [Float]) -> Tensor {
    Tensor(TensorType(element, [floats.count]), floats: floats)
  }

  @Test("plain integers truncate toward zero and saturate; NaN is zero")
  func plainIntegers() {
    let values: [Float] = [1.9, -1.9, 300, -300, .nan, .infinity, 0.5]
    #expect(Self.tensor(.int8, values).integers == [1, -1, 127, -128, 0, 127, 0])
    #expect(Self.tensor(.uint8, values).integers == [1, 0, 255, 0, 0, 255, 0])
    #expect(Self.tensor(.int4, values).integers == [1, -1, 7, -8, 0, 7, 0])
    #expect(Self.tensor(.uint4, values).integers == [1, 0, 15, 0, 0, 15, 0])
    #expect(Self.tensor(.int64, [1e30, -1e30]).integers == [.max, .min])
    #expect(Self.tensor(.bool, [0, -0.0, 2, .nan]).integers == [0, 0, 1, 1])
  }

  @Test(
    "quantised integers round half to even about the zero point and saturate",
    arguments: [
      ElementType.int8, .uint8, .int4, .int16, .int32,
    ])
  func quantised(element: ElementType) throws {
    let range = try #require(element.integerRange)
    let quantization = Quantization(scale: 0.5, zeroPoint: 3)
    let type = TensorType(element, [9], quantization: quantization)
    let tensor = Tensor(type, floats: [0, 0.25, 0.75, -0.25, -0.75, 1, -1.5, 1e12, -1e12])
    let expected: [Int64] = [3, 3, 5, 3, 1, 5, 0, range.upperBound, range.lowerBound]
    #expect(tensor.integers == expected.map { min(max($0, range.lowerBound), range.upperBound) })
    #expect(tensor.floats == tensor.integers.map { Float($0 - 3) * 0.5 })
  }

  @Test("every code of a quantised byte survives the way to a real number and back")
  func quantisedCodes() {
    for (element, zeroPoint) in [(ElementType.int8, Int32(-7)), (.uint8, 200)] {
      let type = TensorType(element, [256], quantization: Quantization(scale: 0.037, zeroPoint: zeroPoint))
      let tensor = Tensor(type: type, bytes: (0...255).map { UInt8($0) })
      #expect(Tensor(type, floats: tensor.floats).bytes == tensor.bytes)
    }
  }

  @Test("whole numbers wrap to the width of their type", arguments: ElementType.allCases)
  func wrapping(element: ElementType) {
    guard element.isInteger else { return }
    let numbers: [Int64] = [0, 1, -1, 7, 8, 300, -300, 70_000, 1 << 40, .min, .max]
    let width = UInt64(element.bitWidth)
    let expected = numbers.map { number in
      if width == 64 { return number }
      let low = Int64(UInt64(bitPattern: number) & (1 << width - 1))
      return element.isSigned && low >> Int64(width - 1) == 1 ? low - 1 << width : low
    }
    #expect(Tensor(TensorType(element, [numbers.count]), integers: numbers).integers == expected)
  }

  @Test("4-bit elements lie two to a byte, the first in the low half")
  func nibbles() {
    let tensor = Tensor(TensorType(.int4, [5]), integers: [1, -2, 7, -8, -1])
    #expect(tensor.bytes == [0xE1, 0x87, 0x0F])
    #expect(tensor.integers == [1, -2, 7, -8, -1])
    #expect(Tensor(type: TensorType(.uint4, [5]), bytes: tensor.bytes).integers == [1, 14, 7, 8, 15])
  }

  @Test("scalars have no axes")
  func scalars() {
    #expect(Tensor.scalar(Float(2.5)).floats == [2.5])
    #expect(Tensor.scalar(Int64(-3)).integers == [-3])
    #expect(Tensor.scalar(Int64(-3)).shape == [])
  }

  @Test("conversion keeps what the target can hold")
  func conversion() {
    let real = Self.tensor(.float32, [1.5, -2.25, 1000])
    for element in [ElementType.float64, .float16, .bfloat16] {
      let there = real.converted(to: TensorType(element, [3]))
      #expect(there.converted(to: TensorType(.float32, [3])).floats == real.floats)
    }
    #expect(real.converted(to: TensorType(.int8, [3])).integers == [1, -2, 127])
    #expect(real.converted(to: TensorType(.bool, [3])).integers == [1, 1, 1])
    let whole = Tensor(TensorType(.int64, [2]), integers: [1 << 53, 300])
    #expect(whole.converted(to: TensorType(.int8, [2])).integers == [0, 44])
    let double = Tensor(TensorType(.int64, [1]), integers: [1 << 53 - 1]).converted(
      to: TensorType(.float64, [1]))
    #expect(double.converted(to: TensorType(.int64, [1])).integers == [1 << 53 - 1])
  }

  @Test("conversion between quantised types goes through real numbers")
  func requantisation() {
    let from = TensorType(.int8, [3], quantization: Quantization(scale: 0.5, zeroPoint: 0))
    let to = TensorType(.uint8, [3], quantization: Quantization(scale: 0.25, zeroPoint: 100))
    #expect(Tensor(from, floats: [1, -2, 60]).converted(to: to).integers == [104, 92, 255])
  }

  @Test("changing elements in place changes the bytes")
  func mutation() {
    var tensor = Tensor(zeros: TensorType(.float32, [2, 2]))
    tensor.withMutableElements(as: Float.self) { $0[3] = 4 }
    #expect(tensor.reshaped(to: [4]).floats == [0, 0, 0, 4])
    #expect(tensor.withElements(as: Float.self) { $0.reduce(0, +) } == 4)
  }
}
