import Documents
import Tensors

/// - Throws: `InputError` when a tensor is empty, has too many axes or is larger than anything the machine could
///   address.
func checkSize(of type: TensorType, at place: String) throws {
  let shape = type.shape
  guard shape.count <= Box.maximumRank else {
    throw InputError(
      at: place, "shape \(shape) has \(shape.count) axes", remedy: "at most \(Box.maximumRank) are supported")
  }
  if let length = shape.first(where: { $0 < 1 }) {
    throw InputError(
      at: place, "shape \(shape) has an axis of length \(length)", remedy: "every axis needs at least 1")
  }
  guard type.checkedByteCount() != nil else {
    throw InputError(
      at: place, "shape \(shape) is too large",
      remedy: "at most \(TensorType.maximumBytes >> 30) GiB a tensor and \(Int32.max) an axis are supported")
  }
}

/// Types of an operator's outputs at its place in the graph.
/// - Throws: `GraphError` for a wrong number of inputs, a missing one, or shapes that conflict.
func inferredTypes(
  of operation: any Operator, inputs: [ValueIndex?], in graph: Graph
) throws -> [TensorType] {
  let kind = type(of: operation)
  guard kind.inputCount.contains(inputs.count) else {
    let allowed = kind.inputCount
    let wanted =
      allowed.count == 1
      ? "\(allowed.lowerBound)"
      : allowed.upperBound >= 1_000
        ? "\(allowed.lowerBound) or more" : "\(allowed.lowerBound) to \(allowed.upperBound)"
    throw GraphError("\(kind.name) is given \(inputs.count) inputs", remedy: "it takes \(wanted)")
  }
  for position in 0..<kind.inputCount.lowerBound where inputs[position] == nil {
    throw GraphError(
      "input \(position + 1) of \(kind.name) is absent",
      remedy: "its first \(kind.inputCount.lowerBound) inputs are required")
  }
  return try operation.outputTypes(for: inputs.map { try graph.operatorInput($0) })
}
