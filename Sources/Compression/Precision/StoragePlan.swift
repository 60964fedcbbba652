import Graphs
import Tensors

/// In which format every computed real value of a graph is stored: that of the products that read it.
///
/// Values that only normalisations (Softmax, LayerNormalization and their kin) read, and the model's outputs, stay fp32
/// beside integer products; a value that products of several formats read is stored in the one that keeps most. Operators that
/// only move, pool or combine pass the wish of their own readers on.
struct StoragePlan {
  /// What a value is stored in, of formats of integers the part that is about activations.
  private(set) var formats: [ValueIndex: NumberFormat] = [:]
  /// Values whose codes must be the same since an operator hands codes on.
  private var parents: [Int]

  init(_ graph: Graph, _ plan: PrecisionPlan) throws {
    parents = Array(graph.values.indices)
    var wishes: [ValueIndex: [NumberFormat]] = [:]
    for value in graph.outputs { wishes[value] = [.floating(.float32)] }
    for index in graph.nodes.indices.reversed() {
      let node = graph.nodes[index]
      for (position, output) in node.outputs.enumerated() where graph.values[output].type.isReal {
        settle(output, wishes[output] ?? [], isMain: position == 0)
      }
      let wish = try wish(of: index, in: graph, plan)
      for value in node.inputs.compactMap({ $0 }) + node.epilogueOperands
      where graph.values[value].type.isReal && !graph.holdsConstant(value) {
        wishes[value, default: []].append(wish)
      }
    }
    for input in graph.inputs where graph.values[input].type.isReal {
      settle(input, wishes[input] ?? [], isMain: true)
    }
    for index in graph.nodes.indices { try joinCodes(of: index, in: graph) }
  }

  private mutating func settle(_ value: ValueIndex, _ wishes: [NumberFormat], isMain: Bool) {
    let widest = wishes.max { $0.rank < $1.rank } ?? .floating(.float32)
    formats[value] = isMain ? widest : .floating(.float32)
  }

  /// What a node wants its real inputs to be stored in.
  func wish(of index: NodeIndex, in graph: Graph, _ plan: PrecisionPlan) throws -> NumberFormat {
    let node = graph.nodes[index]
    if try graph.isProduct(index) { return plan.format(of: node).storage }
    if StoragePlan.normalizations.contains(node.operatorName) {
      if case .floating(let element) = plan.standard, element.bitWidth > 8 { return plan.standard }
      return .floating(.float32)
    }
    guard let output = node.outputs.first, graph.values[output].type.isReal else {
      return .floating(.float32)
    }
    return formats[output] ?? .floating(.float32)
  }

  /// Operators whose inputs span too wide a range for eight bits, as practice has it.
  private static let normalizations: Set<String> = [
    "Softmax", "LogSoftmax", "LayerNormalization", "GroupNormalization", "InstanceNormalization",
    "RMSNormalization", "LRN", "Exp", "Pow",
  ]

  private mutating func joinCodes(of index: NodeIndex, in graph: Graph) throws {
    let node = graph.nodes[index]
    guard node.epilogue.isEmpty, node.outputs.count == 1, try graph.handsOnCodes(index) else { return }
    for value in node.inputs.compactMap({ $0 })
    where formats[value] != nil && formats[value] == formats[node.outputs[0]] {
      parents[root(of: value)] = root(of: node.outputs[0])
    }
  }

  /// The value that stands for all that share its codes.
  func root(of value: ValueIndex) -> ValueIndex {
    var value = value
    while parents[value] != value { value = parents[value] }
    return value
  }
}

extension Graph {
  /// Whether a node multiplies: a contraction, or a depthwise convolution.
  func isProduct(_ index: NodeIndex) throws -> Bool {
    switch try form(of: index) {
    case .contraction: true
    case .tiled(.window, _): nodes[index].inputs.count > 1 && nodes[index].operatorName == "Conv"
    default: false
    }
  }

  /// Whether a node's result consists of its inputs' numbers and nothing else.
  func handsOnCodes(_ index: NodeIndex) throws -> Bool {
    switch try form(of: index) {
    case .alias, .tiled(.move, _): true
    default: ["MaxPool", "GlobalMaxPool", "Gather", "GatherND"].contains(nodes[index].operatorName)
    }
  }
}

extension Graph {
  /// Names of the nodes that multiply: those whose format a plan may choose.
  /// - Parameter self: after `prepared`.
  public func productNames() throws -> [String] {
    try nodes.indices.filter { try isProduct($0) }.map { nodes[$0].name }
  }
}
