import Testing

@testable import Tensors

@Suite("Seeded fill")
struct SeededFillTests {
  @Test("gives the published values of seed 1000")
  func checkValues() {
    let values = SeededFill(seed: 1000, scale: 1, offset: 0).values(count: 4)
    #expect(values == [0.07709014415740967, 0.06960201263427734, 0.7103911638259888, 0.78230881690979])
  }

  @Test("rounds scale and offset one after the other")
  func scaleAndOffset() {
    let plain = SeededFill(seed: 7, scale: 1, offset: 0).values(count: 100)
    let moved = SeededFill(seed: 7, scale: 0.3, offset: 0.1).values(count: 100)
    #expect(moved == plain.map { $0 * 0.3 + 0.1 })
  }

  @Test("makes a part of a tensor like the same part of the whole")
  func boxes() {
    let fill = SeededFill(seed: 42, scale: 2, offset: -1)
    let shape = [5, 4, 6]
    let whole = Tensor(TensorType(.float32, shape), floats: fill.values(count: 120))
    for box in [
      Box(lower: [1, 0, 2], extent: [3, 4, 3]), Box(lower: [0, 1, 0], extent: [5, 2, 6]), Box(shape: shape),
      Box(lower: [4, 3, 5], extent: [1, 1, 1]), Box(lower: [0, 0, 0], extent: [0, 4, 6]),
    ] {
      #expect(fill.values(box: box, of: shape) == whole[box].floats)
    }
  }

  @Test("fills whole numbers within the modulus")
  func integers() {
    // u of seed 1000: (0.07709014415740967 + 1) * 2^23 and so on.
    let codes = [0.07709014415740967, 0.06960201263427734, 0.7103911638259888, 0.78230881690979]
      .map { Int64(($0 + 1) * 8_388_608) }
    let numbers = SeededFill.integers(seed: 1000, modulus: 97, low: -5, count: 4)
    #expect(numbers == codes.map { -5 + $0 % 97 })
  }

  @Test("lies within offset ± scale, with the mean in the middle")
  func distribution() {
    let values = SeededFill(seed: 3, scale: 2, offset: 10).values(count: 20_000)
    #expect(values.allSatisfy { 8...12 ~= $0 })
    #expect(abs(values.reduce(0, +) / 20_000 - 10) < 0.05)
  }
}
