import Tensors
import Testing

@testable import Graphs

/// What every operator with boxes promises to the mapper and the machine.
@Suite struct TiledContractTests {
  @Test("Boxes computed one by one are the whole output, bit for bit", arguments: TiledExamples.all)
  func boxesMakeTheWhole(_ example: OperatorExample) throws {
    guard case .tiled(_, let tile) = try example.form() else {
      Issue.record("\(example) has no boxes")
      return
    }
    let types = try example.outputTypes()
    let whole = try example.evaluate()[0]
    #expect(whole.shape == types[0].shape)
    var numbers = RepeatableNumbers(seed: 42)
    for _ in 0..<12 {
      let box = randomBox(of: whole.shape, cutting: tile.splittableAxes, using: &numbers)
      let parts = example.inputs.indices.map { index -> Tensor? in
        guard let input = example.inputs[index], let part = tile.inputBox(index, for: box) else { return nil }
        #expect(Box(shape: input.shape).contains(part), "\(example): \(part) of input \(index)")
        return input[part]
      }
      let result = try tile.evaluateTile(parts, output: box)
      #expect(result.type.element == whole.type.element)
      #expect(result.shape == box.shape)
      #expect(result.bytes == whole[box].bytes, "\(example) at \(box)")
    }
  }

  @Test("Work is counted in proportion to the box", arguments: TiledExamples.all)
  func workAddsUp(_ example: OperatorExample) throws {
    guard case .tiled(_, let tile) = try example.form() else { return }
    let shape = try example.outputTypes()[0].shape
    let whole = Box(shape: shape)
    #expect(tile.scalarOperations(for: whole) > 0)
    guard let axis = tile.splittableAxes.first(where: { shape[$0] > 1 }) else { return }
    let first = whole.replacing(axis, with: 0..<1)
    let rest = whole.replacing(axis, with: 1..<shape[axis])
    #expect(
      tile.scalarOperations(for: first) + tile.scalarOperations(for: rest)
        == tile.scalarOperations(for: whole))
  }

  private func randomBox(
    of shape: [Int], cutting axes: [Int], using numbers: inout RepeatableNumbers
  ) -> Box {
    axes.reduce(Box(shape: shape)) { box, axis in
      let first = Int.random(in: 0..<shape[axis], using: &numbers)
      let last = Int.random(in: first..<shape[axis], using: &numbers)
      return box.replacing(axis, with: first..<last + 1)
    }
  }
}
