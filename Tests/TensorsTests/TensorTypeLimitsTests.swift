import Testing

@testable import Tensors

@Suite("Limits of tensor types")
struct TensorTypeLimitsTests {
  @Test("sizes of sound shapes are those of byteCount")
  func sound() {
    for shape in [[], [3], [2, 0, 5], [1, 3, 224, 224]] {
      for element in ElementType.allCases {
        let type = TensorType(element, shape)
        #expect(type.checkedByteCount() == type.byteCount)
      }
    }
  }

  @Test(
    "shapes that no tensor has are refused",
    arguments: [
      [-1], [3, -2], [Int.max], [Int.max, Int.max], [1 << 31], [1 << 20, 1 << 20],
      [1 << 30, 1 << 30, 1 << 30],
      [1, 1, 1, 1, 1, 1, 1, 1, 1], [Int.min, 2],
    ])
  func unsound(shape: [Int]) {
    #expect(TensorType(.float32, shape).checkedByteCount() == nil)
  }

  @Test("the largest size is still allowed")
  func limit() {
    let count = TensorType.maximumBytes / 4
    #expect(TensorType(.float32, [count >> 20, 1 << 20]).checkedByteCount() == TensorType.maximumBytes)
    #expect(TensorType(.float32, [(count >> 20) + 1, 1 << 20]).checkedByteCount() == nil)
    #expect(TensorType(.int4, [count >> 20, 1 << 23]).checkedByteCount() == TensorType.maximumBytes)
  }
}
