import Onnx
import Tensors

/// Operators that only move elements (Reshape, Gather, Concat, …) on texts: they move the places of the texts in a list.
enum StringMoveRule {
  private static let operations: Set<String> = [
    "Reshape", "Squeeze", "Unsqueeze", "Flatten", "Gather", "GatherND", "GatherElements", "Concat", "Slice",
    "Transpose", "Expand", "Tile", "Split", "Where", "Compress", "ScatterElements", "ScatterND",
  ]

  static func resolve(_ call: StructuralCall) throws -> [ImportedValue]? {
    guard operations.contains(call.node.qualifiedOperation) else { return nil }
    var pool: [String] = []
    let inputs = call.inputs.map { input -> ImportedValue? in
      guard case .strings(let texts)? = input else { return input }
      let places = texts.elements.indices.map { Int64(pool.count + $0) }
      pool += texts.elements
      return .tensor(call.constant(Tensor(TensorType(.int64, texts.shape), integers: places)))
    }
    return try call.importer.operatorResults(of: call.node, inputs, in: call.scope).map { result in
      guard case .tensor(let value) = result else { return result }
      let places = try call.assembly.decide(by: value)
      return .strings(
        StringTensor(shape: places.shape, elements: places.integers.map { pool[Int($0)] }))
    }
  }
}
