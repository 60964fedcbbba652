import Tensors

extension Graph {
  /// A new value.
  mutating func addValue(_ name: String, _ type: TensorType, _ initializer: Initializer? = nil) -> ValueIndex
  {
    values.append(Value(name: name, type: type, initializer: initializer))
    return values.count - 1
  }

  mutating func addConstant(_ name: String, _ tensor: Tensor) -> ValueIndex {
    addValue(name, tensor.type, .dense(tensor))
  }

  func isConstant(_ value: ValueIndex) -> Bool { values[value].initializer != nil }

  /// The name of a node's operator.
  func operatorName(_ node: Node) -> String { type(of: node.operation).name }

  /// For each value how often it is read: as an input, as an epilogue operand, as an output of the graph.
  var useCounts: [Int] {
    var counts = [Int](repeating: 0, count: values.count)
    for node in nodes {
      for value in node.inputs.compactMap({ $0 }) + node.epilogueOperands { counts[value] += 1 }
    }
    for output in outputs { counts[output] += 1 }
    return counts
  }

  /// The graph with some values standing for others wherever they are read.
  func replacing(_ replacements: [ValueIndex: ValueIndex]) -> Graph {
    guard !replacements.isEmpty else { return self }
    func final(_ value: ValueIndex) -> ValueIndex {
      var value = value
      while let next = replacements[value] { value = next }
      return value
    }
    var graph = self
    for index in graph.nodes.indices {
      graph.nodes[index].inputs = graph.nodes[index].inputs.map { $0.map(final) }
      for step in graph.nodes[index].epilogue.indices {
        graph.nodes[index].epilogue[step].inputs = graph.nodes[index].epilogue[step].inputs.map {
          $0.map(final)
        }
      }
    }
    graph.outputs = graph.outputs.map(final)
    return graph
  }

  /// A node that computes `operation`, with its types inferred.
  /// - Returns: the node, its outputs already among the values.
  mutating func makeNode(
    _ name: String, _ operation: any Operator, inputs: [ValueIndex?]
  ) throws -> Node {
    let types = try inferredTypes(of: operation, inputs: inputs, in: self)
    let outputs = types.enumerated().map { addValue($0 == 0 ? name : "\(name).\($0)", $1) }
    return Node(name: name, operation: operation, inputs: inputs, outputs: outputs)
  }
}

extension Initializer {
  /// The same numbers in the same order under another shape; nil where this needs the numbers themselves.
  func reshaped(from type: TensorType, to shape: [Int]) -> Initializer? {
    switch self {
    case .dense(let tensor): .dense(tensor.reshaped(to: shape))
    case .fill, .mapped: self
    case .scaled: nil
    case .converted(let base, let from):
      base.reshaped(from: from, to: shape).map { .converted($0, from: from.withShape(shape)) }
    case .part: nil
    }
  }
}
