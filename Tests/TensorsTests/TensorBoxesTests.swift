import Testing

@testable import Tensors

@Suite("Parts of tensors")
struct TensorBoxesTests {
  /// A shape of up to four axes and a box in it.
  private static func example(_ dice: inout Dice) -> (shape: [Int], box: Box) {
    let shape = (0..<dice.roll(0...4)).map { _ in dice.roll(1...5) }
    let lower = shape.map { dice.roll(0...$0 - 1) }
    let extent = zip(shape, lower).map { dice.roll(1...$0 - $1) }
    return (shape, Box(lower: lower, extent: extent))
  }

  /// Flat indices of a box's elements in a tensor of this shape.
  private static func indices(_ box: Box, in shape: [Int]) -> [Int] {
    var indices = [0]
    for axis in shape.indices {
      indices = indices.flatMap { index in box.range(axis).map { index * shape[axis] + $0 } }
    }
    return indices
  }

  @Test("a part holds the elements of its box, for every width of element")
  func reading() {
    var dice = Dice(seed: 21)
    for element in [ElementType.int4, .uint8, .int16, .int32, .int64] {
      for _ in 0..<60 {
        let (shape, box) = Self.example(&dice)
        let type = TensorType(element, shape)
        let tensor = Tensor(type, integers: (0..<type.elementCount).map { Int64($0 * 5) })
        let numbers = tensor.integers
        #expect(tensor[box].integers == Self.indices(box, in: shape).map { numbers[$0] })
      }
    }
  }

  @Test("writing a part changes its box and nothing else")
  func writing() {
    var dice = Dice(seed: 22)
    for element in [ElementType.uint4, .int8, .int32] {
      for _ in 0..<60 {
        let (shape, box) = Self.example(&dice)
        let type = TensorType(element, shape)
        var tensor = Tensor(zeros: type)
        let ones = [Int64](repeating: 1, count: box.elementCount)
        tensor.write(Tensor(TensorType(element, box.shape), integers: ones), at: box)
        let inside = Set(Self.indices(box, in: shape))
        #expect(tensor.integers == (0..<type.elementCount).map { inside.contains($0) ? 1 : 0 })
      }
    }
  }

  @Test("runs cover the bytes of a box once, in order, and as few runs as can be")
  func runs() {
    var dice = Dice(seed: 23)
    for _ in 0..<200 {
      let (shape, layout) = Self.example(&dice)
      let lower = (0..<layout.rank).map { layout.lower($0) + dice.roll(0...layout.extent($0) - 1) }
      let extent = (0..<layout.rank).map { dice.roll(1...layout.upper($0) - lower[$0]) }
      let box = Box(lower: lower, extent: extent)
      let inside = Box(lower: zip(lower, layout.lowerBounds).map(-), extent: extent)
      let indices = Self.indices(inside, in: layout.shape)
      var runs = StridedRuns(of: box, in: layout, element: .int16)
      var covered: [Int] = []
      var count = 0
      while let run = runs.next() {
        #expect(run.bytes == runs.runBytes)
        covered += run.offset..<run.offset + run.bytes
        count += 1
      }
      #expect(covered == indices.flatMap { [2 * $0, 2 * $0 + 1] })
      #expect(count == runs.runCount)
      let gaps = zip(indices, indices.dropFirst()).count { $0 + 1 != $1 }
      #expect(count >= gaps + 1 && (gaps > 0 || count == 1 || shape.contains(1)))
    }
  }

  @Test("a whole tensor is one run, whole rows of inner axes are joined, an empty box has none")
  func joining() {
    let shape = [4, 3, 8, 8]
    #expect(StridedRuns(of: Box(shape: shape), in: Box(shape: shape), element: .int8).runCount == 1)
    let rows = Box(lower: [1, 0, 2, 0], extent: [2, 3, 4, 8])
    let runs = StridedRuns(of: rows, in: Box(shape: shape), element: .int8)
    #expect(runs.runCount == 6 && runs.runBytes == 32)
    let empty = Box(lower: [0, 0, 0, 0], extent: [4, 0, 8, 8])
    #expect(StridedRuns(of: empty, in: Box(shape: shape), element: .int8).runCount == 0)
  }

  @Test("runs of 4-bit elements cover every byte they touch and say when bytes are shared")
  func nibbleRuns() {
    let layout = Box(shape: [2, 6])
    var even = StridedRuns(of: Box(lower: [0, 2], extent: [2, 4]), in: layout, element: .int4)
    #expect(even.isByteAligned)
    #expect(even.next().map { [$0.offset, $0.bytes] } == [1, 2])
    #expect(even.next().map { [$0.offset, $0.bytes] } == [4, 2])
    var odd = StridedRuns(of: Box(lower: [0, 1], extent: [1, 4]), in: layout, element: .int4)
    #expect(!odd.isByteAligned)
    #expect(odd.next().map { [$0.offset, $0.bytes] } == [0, 3])
  }

  @Test("an odd number of 4-bit elements ends with the layout, in the middle of a byte")
  func oddNibblesInAll() {
    let layout = Box(shape: [1, 3, 3, 3])
    var whole = StridedRuns(of: layout, in: layout, element: .int4)
    #expect(whole.isByteAligned)
    #expect(whole.next().map { [$0.offset, $0.bytes] } == [0, 14])
    let last = Box(lower: [0, 0, 1], extent: [1, 3, 2])
    #expect(!StridedRuns(of: last, in: Box(shape: [1, 3, 3]), element: .int4).isByteAligned)
  }
}
