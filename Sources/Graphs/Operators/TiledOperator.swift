import Tensors

/// An operator with one output whose kernel works on boxes. Its reference kernel is the same kernel on the box
/// that covers everything, so that a cut output cannot differ from the whole one by construction.
protocol TiledOperator: Operator {
  static var kind: TiledKind { get }

  /// The box kernel, or nil when something it needs (indices, sizes) is not known before the run.
  func tile(inputs: [OperatorInput?], outputs: [TensorType]) throws -> (any TileableOperator)?
}

extension TiledOperator {
  func evaluate(_ inputs: [Tensor?], outputs: [TensorType]) throws -> [Tensor] {
    let known = inputs.map { $0.map { OperatorInput(type: $0.type, constant: $0) } }
    guard let tile = try tile(inputs: known, outputs: outputs) else {
      throw GraphError("\(Self.name) lacks an input that its kernel needs")
    }
    return [try tile.evaluateWhole(inputs, shape: outputs[0].shape)]
  }

  func work(inputs: [TensorType?], outputs: [TensorType]) -> Work {
    let known = inputs.map { $0.map { OperatorInput(type: $0) } }
    guard let tile = try? tile(inputs: known, outputs: outputs) else {
      return Work(scalarOperations: outputs[0].elementCount)
    }
    return Work(scalarOperations: tile.scalarOperations(for: Box(shape: outputs[0].shape)))
  }

  func form(inputs: [OperatorInput?], outputs: [TensorType]) -> Form {
    guard let tile = try? tile(inputs: inputs, outputs: outputs) else { return .host }
    return .tiled(Self.kind, tile)
  }
}

extension TileableOperator {
  /// Output 0 in one piece.
  func evaluateWhole(_ inputs: [Tensor?], shape: [Int]) throws -> Tensor {
    let whole = Box(shape: shape)
    if whole.isEmpty { return try evaluateTile(inputs, output: whole) }
    let parts = inputs.indices.map { index -> Tensor? in
      guard let input = inputs[index], let box = inputBox(index, for: whole) else { return nil }
      return box == Box(shape: input.shape) ? input : input[box]
    }
    return try evaluateTile(parts, output: whole)
  }
}

extension Array where Element == OperatorInput? {
  /// - Throws: `GraphError` when the input is absent.
  func required(_ index: Int, _ role: String = "") throws -> OperatorInput {
    guard index < count, let input = self[index] else { throw missingInput(index, role) }
    return input
  }

  func optional(_ index: Int) -> OperatorInput? { index < count ? self[index] : nil }
}

extension Array where Element == Tensor? {
  /// - Throws: `GraphError` when the input is absent.
  func required(_ index: Int, _ role: String = "") throws -> Tensor {
    guard index < count, let input = self[index] else { throw missingInput(index, role) }
    return input
  }

  func optional(_ index: Int) -> Tensor? { index < count ? self[index] : nil }
}

private func missingInput(_ index: Int, _ role: String) -> GraphError {
  GraphError(
    "input \(index)\(role.isEmpty ? "" : " (\(role))") is missing", remedy: "this input is not optional")
}
