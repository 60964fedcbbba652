import Tensors
import Testing

@testable import Graphs

/// What every contraction promises: boxes and parts of the reduction add up to the whole.
@Suite struct ContractionContractTests {
  static let examples: [OperatorExample] = [
    OperatorExample(Conv.self, [:], [Given.reals(2, 6, 7, 9), Given.reals(4, 6, 1, 1, seed: 4)]),
    OperatorExample(
      Conv.self, ["pads": .integers([1, 1, 1, 1]), "strides": .integers([2, 1])],
      [Given.reals(2, 3, 9, 8), Given.reals(5, 3, 3, 3, seed: 4)]),
    OperatorExample(
      Conv.self, ["group": .integer(2), "dilations": .integers([2, 1]), "pads": .integers([3, 0, 1, 2])],
      [Given.reals(1, 4, 9, 8), Given.reals(6, 2, 3, 2, seed: 4)]),
    OperatorExample(
      Conv.self, ["pads": .integers([2, 2])], [Given.reals(2, 3, 11), Given.reals(4, 3, 5, seed: 4)]),
    OperatorExample(
      Conv.self, ["strides": .integers([1, 2, 1]), "pads": .integers([1, 0, 1, 0, 1, 1])],
      [Given.reals(1, 2, 4, 6, 5), Given.reals(3, 2, 3, 2, 3, seed: 4)]),
    OperatorExample(
      ConvTranspose.self, ["strides": .integers([2, 2]), "pads": .integers([1, 0, 0, 1])],
      [Given.reals(2, 4, 4, 5), Given.reals(4, 3, 3, 3, seed: 4)]),
    OperatorExample(
      ConvTranspose.self,
      ["strides": .integers([2]), "group": .integer(2), "output_padding": .integers([1])],
      [Given.reals(1, 4, 5), Given.reals(4, 3, 3, seed: 4)]),
    OperatorExample(MatMul.self, [:], [Given.reals(7, 5), Given.reals(5, 6, seed: 4)]),
    OperatorExample(MatMul.self, [:], [Given.reals(2, 3, 4, 5), Given.reals(5, 6, seed: 4)]),
    OperatorExample(MatMul.self, [:], [Given.reals(2, 3, 4, 5), Given.reals(2, 1, 5, 6, seed: 4)]),
    OperatorExample(MatMul.self, [:], [Given.reals(4, 5), Given.reals(3, 5, 6, seed: 4)]),
    OperatorExample(MatMul.self, [:], [Given.reals(5), Given.reals(2, 5, 6, seed: 4)]),
    OperatorExample(Gemm.self, [:], [Given.reals(4, 9), Given.reals(9, 6, seed: 4)]),
    OperatorExample(
      Gemm.self, ["transA": .integer(1), "transB": .integer(1)],
      [Given.reals(9, 4), Given.reals(6, 9, seed: 4)]),
  ]

  @Test("Boxes and parts of the reduction give the whole product in fp32", arguments: examples)
  func realPartsMakeTheWhole(_ example: OperatorExample) throws {
    let whole = try example.evaluate()[0]
    try forEachCut(of: example) { contraction, box, cuts in
      var sums = Tensor(zeros: TensorType(.float32, box.shape))
      for units in cuts {
        accumulate(contraction, into: &sums, example.inputs[0]!, example.inputs[1]!, box, units)
      }
      // Only ConvTranspose and three-dimensional convolutions change the order of their sums with the cut.
      let length = contraction.reductionUnits * max(contraction.reductionPerUnit, 9)
      let bound = Float(length) * 16 * Float.ulpOfOne
      for (sum, expected) in zip(sums.floats, whole[box].floats) {
        #expect(abs(sum - expected) <= bound, "\(example) at \(box)")
      }
    }
  }

  @Test("Integer products are exact, zero points taken out", arguments: examples)
  func integersAreExact(_ example: OperatorExample) throws {
    for (element, points) in [(ElementType.int8, (5, -3)), (.uint8, (128, 7)), (.int16, (0, 0))] {
      let range: ClosedRange<Int64> = element == .uint8 ? 0...255 : -100...100
      let operands = example.inputs.enumerated().map { index, input in
        let type = TensorType(element, input!.shape)
        var numbers = RepeatableNumbers(seed: UInt64(index) + 7)
        return Tensor(
          type, integers: (0..<type.elementCount).map { _ in Int64.random(in: range, using: &numbers) })
      }
      // The same product on real numbers, which hold these sums exactly.
      let shifted = [(operands[0], points.0), (operands[1], points.1)].map { operand, point in
        Tensor(TensorType(.float32, operand.shape), floats: operand.integers.map { Float($0 - Int64(point)) })
      }
      let whole = try example.operation.evaluate(shifted, outputs: try example.outputTypes())[0]
      try forEachCut(of: example) { contraction, box, cuts in
        var sums = Tensor(zeros: TensorType(.int32, box.shape))
        for units in cuts {
          accumulate(contraction, into: &sums, operands[0], operands[1], box, units, points)
        }
        #expect(sums.integers == whole[box].floats.map { Int64($0) }, "\(example) of \(element) at \(box)")
      }
    }
  }

  @Test("The array sees as many multiply-accumulates as the operator has", arguments: examples)
  func productShapesCountAllWork(_ example: OperatorExample) throws {
    guard case .contraction(let contraction) = try example.form() else { return }
    if example.operation is ConvTranspose { return }
    let types = try example.outputTypes()
    let shape = contraction.productShape(
      of: Box(shape: types[0].shape), reduction: 0..<contraction.reductionUnits)
    let work = example.operation.work(inputs: example.inputs.map { $0?.type }, outputs: types)
    #expect(shape.multiplyAccumulates == work.multiplyAccumulates)
  }

  private func accumulate(
    _ contraction: any Contraction, into sums: inout Tensor, _ a: Tensor, _ b: Tensor, _ box: Box,
    _ units: Range<Int>, _ points: (Int, Int) = (0, 0)
  ) {
    contraction.accumulate(
      into: &sums, a: a[contraction.inputBox(0, for: box, reduction: units)],
      b: b[contraction.inputBox(1, for: box, reduction: units)], output: box, reduction: units,
      aZeroPoint: Int32(points.0), bZeroPoint: Int32(points.1))
  }

  /// Random boxes, cut along columns only as the protocol allows, with the reduction whole and in two parts.
  private func forEachCut(
    of example: OperatorExample, _ body: (any Contraction, Box, [Range<Int>]) throws -> Void
  ) throws {
    guard case .contraction(let contraction) = try example.form() else {
      Issue.record("\(example) is no contraction")
      return
    }
    let shape = try example.outputTypes()[0].shape
    let units = contraction.reductionUnits
    var numbers = RepeatableNumbers(seed: 11)
    for _ in 0..<6 {
      var box = Box(shape: shape)
      for axis in shape.indices where axis != contraction.columnAxis {
        let first = Int.random(in: 0..<shape[axis], using: &numbers)
        box = box.replacing(axis, with: first..<Int.random(in: first..<shape[axis], using: &numbers) + 1)
      }
      if Bool.random(using: &numbers) {
        let group = contraction.columnsPerGroup
        let start = Int.random(in: 0..<shape[contraction.columnAxis] / group, using: &numbers) * group
        let first = Int.random(in: 0..<group, using: &numbers)
        let last = Int.random(in: first..<group, using: &numbers)
        box = box.replacing(contraction.columnAxis, with: start + first..<start + last + 1)
      }
      let cut = Int.random(in: 0...units, using: &numbers)
      try body(contraction, box, [0..<units])
      try body(contraction, box, [0..<cut, cut..<units].filter { !$0.isEmpty })
    }
  }
}
