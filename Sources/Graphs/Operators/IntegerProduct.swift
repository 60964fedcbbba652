import Tensors

/// A product of plain integers with an `int32` result. Inputs 0 and 1 are the operands, 2 and 3 their zero points.
///
/// Zero points that are the same for a whole operand and known before the run belong to the contraction; others are
/// brought to that by `Graph.applyingIntegerZeroPoints`, and until then the product stays on the host.
protocol IntegerProduct: Operator {
  /// Zero points that a pass has taken from the inputs.
  var bound: ZeroPoints? { get set }
  /// The zero points' shapes as they stretch over the operand.
  func parameterShape(_ index: Int, operand: [Int], zeroPoint: [Int]) throws -> [Int]
  /// The product without zero points.
  func contraction(_ a: [Int], _ b: [Int]) throws -> any Contraction
  /// The shape of the result.
  func shape(_ a: [Int], _ b: [Int]) throws -> [Int]
}

extension IntegerProduct {
  static var inputCount: ClosedRange<Int> { 2...4 }

  func outputTypes(for inputs: [OperatorInput?]) throws -> [TensorType] {
    let operands = [try inputs.required(0).type, try inputs.required(1).type]
    for (index, operand) in operands.enumerated() {
      guard operand.isNarrowInteger, !operand.isReal else {
        throw GraphError(
          "\(Self.name) is given \(operand.element.rawValue)", remedy: "expected int8 or uint8")
      }
      guard let zeroPoint = inputs.optional(index + 2)?.type else { continue }
      guard zeroPoint.element == operand.element, !zeroPoint.isReal else {
        throw GraphError(
          "the zero point has type \(zeroPoint.element.rawValue)",
          remedy: "expected \(operand.element.rawValue), as its operand")
      }
      _ = try parameterShape(index, operand: operand.shape, zeroPoint: zeroPoint.shape)
    }
    return [TensorType(.int32, try shape(operands[0].shape, operands[1].shape))]
  }

  func evaluate(_ inputs: [Tensor?], outputs: [TensorType]) throws -> [Tensor] {
    try product(inputs, outputs)
  }

  func form(inputs: [OperatorInput?], outputs: [TensorType]) -> Form { productForm(inputs, outputs) }

  func product(_ inputs: [Tensor?], _ outputs: [TensorType]) throws -> [Tensor] {
    var operands = [try inputs.required(0), try inputs.required(1)]
    for index in 0..<2 {
      let shape = operands[index].shape
      if let zeroPoint = inputs.optional(index + 2) {
        operands[index] = ElementwiseLoop.combineIntegers(
          operands[index],
          zeroPoint.reshaped(to: try parameterShape(index, operand: shape, zeroPoint: zeroPoint.shape)),
          element: .int16, shape: shape
        ) { $0 - $1 }
      } else if let bound {
        let shift = Int64(index == 0 ? bound.a : bound.b)
        let shifted = operands[index].integers.map { $0 - shift }
        operands[index] = Tensor(TensorType(.int16, shape), integers: shifted)
      }
    }
    var result = Tensor(zeros: TensorType(.int32, outputs[0].shape))
    try contraction(operands[0].shape, operands[1].shape).evaluate(into: &result, operands[0], operands[1])
    return [result]
  }

  func productForm(_ inputs: [OperatorInput?], _ outputs: [TensorType]) -> Form {
    guard let a = inputs[0]?.type.shape, let b = inputs[1]?.type.shape,
      let contraction = try? contraction(a, b), let points = zeroPoints(inputs)
    else { return .host }
    return .contraction(ShiftedContraction(base: contraction, zeroPoints: points))
  }

  /// The zero points where they are known and the same for each operand as a whole.
  private func zeroPoints(_ inputs: [OperatorInput?]) -> ZeroPoints? {
    var points = bound ?? ZeroPoints()
    for index in 0..<2 {
      guard let input = inputs.optional(index + 2) else { continue }
      guard let known = input.constant?.integers, Set(known).count == 1 else { return nil }
      if index == 0 { points.a = Int32(known[0]) } else { points.b = Int32(known[0]) }
    }
    return points
  }
}
