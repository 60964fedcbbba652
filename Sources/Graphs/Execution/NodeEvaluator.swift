import Documents
import Tensors

/// A node made ready to compute: its form, its types and the operators of its epilogue.
///
/// Tensors go in and come out in storage types; conversion to computing types and the one rounding at the end
/// happen here and nowhere else. Making one costs a type inference, so keep it when a node is computed in many boxes.
public struct NodeEvaluator: Sendable {
  public let node: Node
  public private(set) var form: Form
  public let inputTypes: [TensorType?]
  public let outputTypes: [TensorType]
  /// What partial sums are kept in: `int32` when both operands are stored in at most 16-bit integers, else `fp32`.
  /// nil when the node is no contraction.
  public let accumulatorElement: ElementType?
  let steps: [FusedStep]
  /// Model and node, for messages.
  private let place: String
  /// `real = Float(accumulator) * accumulatorScale` for quantised operands; nil where the sum is the result itself.
  let accumulatorScale: Float?

  init(_ node: Node, in graph: Graph) throws {
    self.node = node
    place = "\(graph.name): node “\(node.name)”"
    let inputs = try node.inputs.map { try graph.operatorInput($0) }
    outputTypes = node.outputs.map { graph.values[$0].type }
    inputTypes = inputs.map { $0?.type }
    // Vector engines compute in fp32; what asks for more is the host's.
    let isDouble = node.operation is any DoubleArithmetic && outputTypes[0].element == .float64
    form = isDouble ? .host : node.operation.form(inputs: inputs, outputs: outputTypes)
    steps = try FusedStep.steps(of: node, in: graph)
    guard case .contraction(let contraction) = form, inputTypes.count >= 2, let a = inputTypes[0],
      let stored = inputTypes[1]
    else {
      accumulatorElement = nil
      accumulatorScale = nil
      return
    }
    let b = (contraction as? PackedContraction)?.packing.dense ?? stored
    let operation = (node.operation as? any PackedOperation)?.dense ?? node.operation
    let exact = a.isNarrowInteger && b.isNarrowInteger
    accumulatorElement = exact ? .int32 : .float32
    // Sums of plain integers go through the epilogue as they are.
    accumulatorScale =
      exact && outputTypes[0].isReal && !(operation is any IntegerProduct)
      ? (a.quantization?.scale ?? 1) * (b.quantization?.scale ?? 1) : nil
  }

  /// The whole node with its epilogue, rounded once at the end.
  /// - Throws: `InputError` when the values cannot be computed with (an index out of range).
  public func evaluate(inputs: [Tensor?], epilogueOperands: [Tensor] = []) throws -> [Tensor] {
    try located { try results(inputs: inputs, epilogueOperands: epilogueOperands) }
  }

  /// The node with its second operand as it is multiplied: itself where that is not packed.
  public func unpacking(_ b: Tensor) -> (evaluator: NodeEvaluator, b: Tensor) {
    guard case .contraction(let packed as PackedContraction) = form else { return (self, b) }
    var evaluator = self
    evaluator.form = .contraction(packed.dense)
    return (evaluator, packed.packing.unpacked(b, blocks: 0..<packed.packing.blocks))
  }

  private func results(inputs: [Tensor?], epilogueOperands: [Tensor]) throws -> [Tensor] {
    if case .contraction(_ as PackedContraction) = form, let b = inputs[1] {
      let (evaluator, weights) = unpacking(b)
      var unpacked = inputs
      unpacked[1] = weights
      return try evaluator.results(inputs: unpacked, epilogueOperands: epilogueOperands)
    }
    if steps.isEmpty, let arithmetic = node.operation as? any DoubleArithmetic,
      let result = type(of: arithmetic).evaluate(inputs, as: outputTypes[0])
    {
      return [result]
    }
    switch form {
    case .alias:
      guard let input = inputs[0], input.type.storesLike(outputTypes[0]) else { break }
      return [input.reshaped(to: outputTypes[0].shape)]
    case .contraction(let contraction):
      guard let a = inputs[0], let b = inputs[1], node.inputs.count == 2 else { break }
      let whole = Box(shape: outputTypes[0].shape)
      let units = 0..<contraction.reductionUnits
      var accumulator = emptyAccumulator(for: whole)
      contract(
        a: a.part(contraction.inputBox(0, for: whole, reduction: units)),
        b: b.part(contraction.inputBox(1, for: whole, reduction: units)),
        output: whole, reduction: units, into: &accumulator)
      return [try finish(accumulator, epilogueOperands: epilogueOperands, output: whole)]
    case .tiled(_, let tile) where outputTypes.count == 1:
      // The box kernel knows the storage types, as it will on a chip.
      let whole = Box(shape: outputTypes[0].shape)
      let result = try tile.evaluateWhole(inputs.map { $0?.computing }, shape: outputTypes[0].shape)
      return [stored(try applySteps(to: result, operands: epilogueOperands, output: whole))]
    case .tiled, .host: break
    }
    var results = try node.operation.evaluate(
      inputs.map { $0?.computing }, outputs: outputTypes.map(\.computing))
    if !steps.isEmpty {
      let whole = Box(shape: outputTypes[0].shape)
      results[0] = try applySteps(to: results[0], operands: epilogueOperands, output: whole)
    }
    return zip(results, outputTypes).map { $0.type == $1 ? $0 : $0.converted(to: $1) }
  }

  /// One box of output 0 of a tiled node, with its epilogue.
  /// - Throws: as `evaluate`.
  /// - Parameter inputs: the boxes that the form's `inputBox` names.
  public func evaluateTile(
    inputs: [Tensor?], epilogueOperands: [Tensor?] = [], output: Box
  ) throws -> Tensor {
    guard case .tiled(_, let tile) = form else {
      preconditionFailure("node “\(node.name)” is not computed in boxes")
    }
    return try located {
      let result = try tile.evaluateTile(inputs.map { $0?.computing }, output: output)
      return stored(try applySteps(to: result, operands: epilogueOperands, output: output))
    }
  }

  /// What an operator refuses becomes an error of the model, at the node.
  func located<Result>(_ body: () throws -> Result) throws -> Result {
    do {
      return try body()
    } catch let error as GraphError {
      throw InputError(at: place, error.reason, remedy: error.remedy)
    }
  }

  func stored(_ result: Tensor) -> Tensor {
    let type = outputTypes[0].withShape(result.shape)
    return result.type == type ? result : result.converted(to: type)
  }
}

extension TensorType {
  /// Integers that a matrix engine multiplies exactly.
  var isNarrowInteger: Bool {
    switch element {
    case .int16, .int8, .int4, .uint16, .uint8, .uint4: true
    default: false
    }
  }
}

extension Tensor {
  /// The part that a box names, without a copy when it is the whole.
  func part(_ box: Box) -> Tensor { box.shape == shape ? self : self[box] }
}
