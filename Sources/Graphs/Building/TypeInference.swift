import Documents
import Tensors

/// What is wrong with the size of a tensor: empty where that is not allowed, too many axes, or larger than anything
/// the machine could address.
func sizeError(of type: TensorType, allowsEmpty: Bool = false) -> GraphError? {
  let shape = type.shape
  guard shape.count <= Box.maximumRank else {
    return GraphError(
      "shape \(shape) has \(shape.count) axes", remedy: "at most \(Box.maximumRank) are supported")
  }
  let least = allowsEmpty ? 0 : 1
  if let length = shape.first(where: { $0 < least }) {
    return GraphError(
      "shape \(shape) has an axis of length \(length)", remedy: "every axis needs at least \(least)")
  }
  guard type.checkedByteCount() != nil else {
    return GraphError(
      "shape \(shape) is too large",
      remedy: "at most \(TensorType.maximumBytes >> 30) GiB a tensor and \(Int32.max) an axis are supported")
  }
  return nil
}

/// - Throws: `InputError` when a tensor is empty, has too many axes or is larger than anything the machine could
///   address.
func checkSize(of type: TensorType, at place: String) throws {
  if let error = sizeError(of: type) { throw InputError(at: place, error.reason, remedy: error.remedy) }
}

/// - Throws: `GraphError` for a wrong number of inputs or a missing one.
func checkInputCount(of name: String, _ allowed: ClosedRange<Int>, _ inputs: [ValueIndex?]) throws {
  guard allowed.contains(inputs.count) else {
    let wanted =
      allowed.count == 1
      ? "\(allowed.lowerBound)"
      : allowed.upperBound >= 1_000
        ? "\(allowed.lowerBound) or more" : "\(allowed.lowerBound) to \(allowed.upperBound)"
    throw GraphError("\(name) is given \(inputs.count) inputs", remedy: "it takes \(wanted)")
  }
  for position in 0..<allowed.lowerBound where inputs[position] == nil {
    throw GraphError(
      "input \(position + 1) of \(name) is absent",
      remedy: "its first \(allowed.lowerBound) inputs are required")
  }
}

/// Types of an operator's outputs at its place in the graph.
/// - Throws: `GraphError` for a wrong number of inputs, a missing one, or shapes that conflict.
func inferredTypes(
  of operation: any Operator, inputs: [ValueIndex?], in graph: Graph
) throws -> [TensorType] {
  let kind = type(of: operation)
  try checkInputCount(of: kind.name, kind.inputCount, inputs)
  return try operation.outputTypes(for: inputs.map { try graph.operatorInput($0) })
}
