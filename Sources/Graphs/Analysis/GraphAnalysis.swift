import Tensors

/// What a model asks of any machine: work, parameters and bytes, operator by operator.
public struct GraphAnalysis: Sendable {
  public struct Entry: Sendable, Hashable {
    public var node: NodeIndex
    public var name: String
    public var operation: String
    public var outputShape: [Int]
    public var element: ElementType
    public var work: Work
    /// Learnable numbers; tensors shared by several operators count at the first.
    public var parameters: Int
    /// Bytes of the constants it reads.
    public var weightBytes: Int
    /// Bytes of the activations it reads and writes.
    public var activationBytes: Int

    /// Operations (two for each multiply-accumulate, one for each scalar operation) per byte read and written.
    public var arithmeticIntensity: Double {
      let bytes = weightBytes + activationBytes
      return bytes == 0 ? 0 : Double(2 * work.multiplyAccumulates + work.scalarOperations) / Double(bytes)
    }
  }

  public var entries: [Entry]
  public var multiplyAccumulates: Int
  public var scalarOperations: Int
  /// Learnable numbers: weights, biases, scales and embeddings, without running statistics of BatchNormalization, and
  /// without scalars, integers and whatever is marked as not learnable (settings, anchor tables).
  public var parameters: Int
  /// Bytes of all constants, each once.
  public var weightBytes: Int
  /// Bytes that all operators together read and write of activations.
  public var activationBytes: Int
  /// Most bytes of activations that are needed at one time, in the graph's order: an operator's inputs and outputs
  /// and whatever is still to be read, tensors under another shape counted once.
  public var peakActivationBytes: Int

  public init(_ graph: Graph) throws {
    var counted: Set<ValueIndex> = []
    entries = graph.nodes.indices.map { Entry($0, in: graph, counted: &counted) }
    multiplyAccumulates = entries.reduce(0) { $0 + $1.work.multiplyAccumulates }
    scalarOperations = entries.reduce(0) { $0 + $1.work.scalarOperations }
    parameters = entries.reduce(0) { $0 + $1.parameters }
    activationBytes = entries.reduce(0) { $0 + $1.activationBytes }
    let constants = graph.nodes.reduce(into: Set<ValueIndex>()) { set, node in
      set.formUnion(node.readValues.filter(graph.isConstant))
    }
    weightBytes = constants.reduce(0) { $0 + graph.values[$1].type.byteCount }
    peakActivationBytes = try graph.peakActivationBytes()
  }
}

extension GraphAnalysis.Entry {
  init(_ index: NodeIndex, in graph: Graph, counted: inout Set<ValueIndex>) {
    let node = graph.nodes[index]
    let output = graph.values[node.outputs[0]].type
    self.node = index
    name = node.name
    operation = graph.operatorName(node)
    outputShape = output.shape
    element = output.element
    work = graph.work(of: index)
    parameters = 0
    weightBytes = 0
    activationBytes = node.outputs.reduce(0) { $0 + graph.values[$1].type.byteCount }
    for value in node.readValues {
      let bytes = graph.values[value].type.byteCount
      guard graph.isConstant(value) else {
        activationBytes += bytes
        continue
      }
      weightBytes += bytes
      if graph.isLearnable(value, in: node), counted.insert(value).inserted {
        parameters += graph.values[value].type.elementCount
      }
    }
    if case .alias? = try? graph.form(of: index) { (weightBytes, activationBytes) = (0, 0) }
  }
}

extension Node {
  /// Every value the node reads, each once, in order.
  var readValues: [ValueIndex] {
    var seen: Set<ValueIndex> = []
    return (inputs.compactMap { $0 } + epilogueOperands).filter { seen.insert($0).inserted }
  }
}

extension Graph {
  fileprivate func isLearnable(_ value: ValueIndex, in node: Node) -> Bool {
    guard values[value].isLearnable, values[value].type.isReal, !values[value].type.shape.isEmpty else {
      return false
    }
    let isStatistic = operatorName(node) == "BatchNormalization" && node.inputs.dropFirst(3).contains(value)
    return !isStatistic
  }

  /// Bytes alive at the busiest node.
  fileprivate func peakActivationBytes() throws -> Int {
    var owner = Array(values.indices)
    for (index, node) in nodes.enumerated() {
      if case .alias = try form(of: index), let input = node.inputs[0] {
        owner[node.outputs[0]] = owner[input]
      }
    }
    var lastUse = [Int](repeating: -1, count: values.count)
    for (index, node) in nodes.enumerated() {
      for value in node.readValues + node.outputs { lastUse[owner[value]] = index }
    }
    for output in outputs { lastUse[owner[output]] = nodes.count }
    var live: Set<ValueIndex> = Set(inputs)
    var bytes = live.reduce(0) { $0 + values[$1].type.byteCount }
    var peak = bytes
    for (index, node) in nodes.enumerated() {
      for output in node.outputs where owner[output] == output && live.insert(output).inserted {
        bytes += values[output].type.byteCount
      }
      peak = max(peak, bytes)
      for value in Set((node.readValues + node.outputs).map { owner[$0] }) where lastUse[value] <= index {
        if live.remove(value) != nil { bytes -= values[value].type.byteCount }
      }
    }
    return peak
  }
}
