import Tensors

/// Computes values that shapes and conditions depend on, from the data of the run: only what they need, each node once.
final class DataObserver {
  private var tensors: [ValueIndex: Tensor] = [:]
  /// The data that was looked at, by the name of the graph's input.
  private(set) var usedInputs: [String: Tensor] = [:]
  private let input: (Value) throws -> Tensor
  /// Names of the values somebody looked at, in order.
  private(set) var observedNames: [String] = []

  /// - Parameter input: the data of an input of the graph.
  init(input: @escaping (Value) throws -> Tensor) { self.input = input }

  /// - Parameter producers: for each value the node that makes it.
  /// - Throws: `InputError` when a node on the way cannot be computed.
  func value(of value: ValueIndex, in graph: Graph, producers: [NodeIndex?]) throws -> Tensor {
    if let tensor = tensors[value] { return tensor }
    observedNames.append(graph.values[value].name)
    var pending = [value]
    while let next = pending.last {
      if tensors[next] != nil {
        pending.removeLast()
        continue
      }
      guard let producer = producers[next] else {
        let tensor = try input(graph.values[next])
        tensors[next] = tensor
        usedInputs[graph.values[next].name] = tensor
        continue
      }
      let node = graph.nodes[producer]
      let missing = node.inputs.compactMap { $0 }.filter { tensors[$0] == nil && !graph.isConstant($0) }
      guard missing.isEmpty else {
        pending += missing
        continue
      }
      let inputs = try node.inputs.map { try $0.map { try tensors[$0] ?? graph.constant($0) } }
      let results = try graph.evaluate(producer, inputs: inputs)
      for (output, result) in zip(node.outputs, results) { tensors[output] = result }
    }
    return tensors[value]!
  }
}
