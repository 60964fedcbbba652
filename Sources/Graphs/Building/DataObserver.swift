import Tensors

/// Computes values that shapes and conditions depend on, from the data of the run: only what they need.
///
/// Results are kept for those who ask next, up to a number of bytes; beyond it the ones that were not used for longest are
/// let go, and computed again if anybody needs them after all. So an import needs that much memory, and what the nodes of
/// one request need at one time.
final class DataObserver {
  static let maximumHeldBytes = 1 << 28

  /// The data that was looked at, by the name of the graph's input.
  private(set) var usedInputs: [String: Tensor] = [:]
  /// Names of the values somebody looked at, in order.
  private(set) var observedNames: [String] = []
  private let input: (Value) throws -> Tensor
  private let maximumBytes: Int
  private var held: [ValueIndex: Result] = [:]
  private var observed: Set<ValueIndex> = []
  /// What the held tensors take.
  private(set) var heldBytes = 0
  /// With how many held bytes it is time to let go of some.
  private var fullBytes: Int
  private var time = 0

  private struct Result {
    var tensor: Tensor
    var lastUse: Int
  }

  /// - Parameters:
  ///   - maximumBytes: how much of what nobody needs at the moment is kept.
  ///   - input: the data of an input of the graph.
  init(maximumBytes: Int = DataObserver.maximumHeldBytes, input: @escaping (Value) throws -> Tensor) {
    self.maximumBytes = maximumBytes
    fullBytes = maximumBytes
    self.input = input
  }

  /// - Parameter producers: for each value the node that makes it.
  /// - Throws: `InputError` when a node on the way cannot be computed.
  func value(of value: ValueIndex, in graph: Graph, producers: [NodeIndex?]) throws -> Tensor {
    if observed.insert(value).inserted { observedNames.append(graph.values[value].name) }
    if let tensor = take(value) { return tensor }
    guard producers[value] != nil else { return try inputData(graph.values[value]) }
    let nodes = needed(for: value, in: graph, producers: producers)
    var uses: [ValueIndex: Int] = [value: 1]
    for node in nodes {
      for input in graph.nodes[node].inputs.compactMap({ $0 }) { uses[input, default: 0] += 1 }
    }
    for index in nodes {
      let node = graph.nodes[index]
      let inputs = try node.inputs.map { try $0.map { try data(of: $0, in: graph, producers) } }
      let results = try graph.evaluate(index, inputs: inputs)
      for (output, result) in zip(node.outputs, results) { hold(result, as: output) }
      for input in node.inputs.compactMap({ $0 }) { uses[input, default: 0] -= 1 }
      release { uses[$0] ?? 0 == 0 }
    }
    return take(value)!
  }

  /// The nodes to compute, each after those it needs: a graph's nodes stand in such an order.
  private func needed(for value: ValueIndex, in graph: Graph, producers: [NodeIndex?]) -> [NodeIndex] {
    var nodes: Set<NodeIndex> = []
    var pending = [value]
    while let next = pending.popLast() {
      guard held[next] == nil, let producer = producers[next], nodes.insert(producer).inserted else {
        continue
      }
      pending += graph.nodes[producer].inputs.compactMap { $0 }
    }
    return nodes.sorted()
  }

  private func data(of value: ValueIndex, in graph: Graph, _ producers: [NodeIndex?]) throws -> Tensor {
    if let tensor = take(value) { return tensor }
    if graph.values[value].initializer != nil { return try graph.constant(value) }
    return try inputData(graph.values[value])
  }

  private func inputData(_ value: Value) throws -> Tensor {
    if let tensor = usedInputs[value.name] { return tensor }
    let tensor = try input(value)
    usedInputs[value.name] = tensor
    return tensor
  }

  private func take(_ value: ValueIndex) -> Tensor? {
    time += 1
    held[value]?.lastUse = time
    return held[value]?.tensor
  }

  private func hold(_ tensor: Tensor, as value: ValueIndex) {
    time += 1
    let before = held.updateValue(Result(tensor: tensor, lastUse: time), forKey: value)
    heldBytes += tensor.type.byteCount - (before?.tensor.type.byteCount ?? 0)
  }

  /// Lets go of free results, oldest first, until half of what may be held is left; so it is not done for every node.
  private func release(_ isFree: (ValueIndex) -> Bool) {
    guard heldBytes > fullBytes else { return }
    let free = held.filter { isFree($0.key) }.sorted { $0.value.lastUse < $1.value.lastUse }
    for (value, result) in free where heldBytes > maximumBytes / 2 {
      held[value] = nil
      heldBytes -= result.tensor.type.byteCount
    }
    fullBytes = max(maximumBytes, heldBytes + maximumBytes / 2)
  }
}
