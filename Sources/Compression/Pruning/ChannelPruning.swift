import Documents
import Graphs
import Tensors

extension Graph {
  /// Removes whole output channels: of each set of products whose channels are tied, ⌊fraction · count⌋ with the least L1
  /// norm of their weights (Li et al., Pruning Filters for Efficient ConvNets, 2017), of equal ones the first. Sets are
  /// pruned in the order of the graph, each by what the ones before have left of its weights.
  /// - Parameter isExplicit: whether somebody asked for these very nodes: then one that cannot be pruned is an error.
  func removingChannels(fraction: Double, of indices: [NodeIndex], isExplicit: Bool) throws -> Graph {
    var graph = self
    var done: Set<NodeIndex> = []
    var obstacle: InputError?
    var isPruned = false
    for index in indices where !done.contains(index) {
      let map = ChannelMap(graph)
      let set = try ChannelSet(of: index, in: map)
      done.formUnion(set.products)
      if let reason = set.obstacle {
        let error = InputError(
          at: graph.place(of: graph.nodes[index]), "its channels cannot be removed: \(reason)",
          remedy: "prune other nodes, or by 2:4 or magnitude")
        if isExplicit { throw error }
        obstacle = obstacle ?? error
        continue
      }
      graph = try graph.removing(set.weakest(fraction), of: map)
      isPruned = true
    }
    if let obstacle, !isPruned { throw obstacle }
    return graph
  }

  /// - Parameter channels: by their roots.
  private func removing(_ channels: Set<Int>, of map: ChannelMap) throws -> Graph {
    guard !channels.isEmpty else { return self }
    var graph = self
    func kept(_ axis: ChannelMap.Axis) -> [Int] {
      axis.channels.indices.filter { !channels.contains(map.ties.root(of: axis.channels[$0])) }
    }
    for axes in [map.axes, map.inputAxes] {
      for (value, axis) in axes {
        let positions = kept(axis)
        guard positions.count < axis.channels.count else { continue }
        graph.values[value].type.shape[axis.axis] = positions.count
        guard graph.values[value].initializer != nil else { continue }
        let tensor = try Graph.current(value, graph, self).taking(positions, along: axis.axis)
        graph.values[value].initializer = .dense(tensor)
      }
    }
    for index in nodes.indices { try graph.adjust(index, map) }
    return graph
  }

  /// A constant of which one axis may have been cut already.
  private static func current(_ value: ValueIndex, _ graph: Graph, _ original: Graph) throws -> Tensor {
    if case .dense(let tensor)? = graph.values[value].initializer { return tensor }
    return try original.constant(value)
  }

  /// What a node says of its shapes besides its operands: groups of depthwise convolutions, shapes of Reshape.
  private mutating func adjust(_ index: NodeIndex, _ map: ChannelMap) throws {
    let node = nodes[index]
    let old = map.graph.values[node.outputs[0]].type.shape
    if map.depthwise.contains(index), let input = node.inputs[0] {
      var attributes = node.attributes ?? [:]
      attributes["group"] = .integer(values[input].type.shape[1])
      nodes[index] = try remade(node, attributes)
    } else if node.operatorName == "Reshape", old != values[node.outputs[0]].type.shape {
      let shape = values[node.outputs[0]].type.shape
      var changed = node
      if node.inputs.count > 1 {
        changed.inputs[1] = addConstant(
          "\(node.name).shape", Tensor(TensorType(.int64, [shape.count]), integers: shape.map(Int64.init)))
        nodes[index] = changed
      } else {
        nodes[index] = try remade(node, ["shape": .integers(shape)])
      }
    }
  }

  private func remade(_ node: Node, _ attributes: [String: AttributeValue]) throws -> Node {
    do {
      return try Node(
        name: node.name, operation: node.operatorName, attributes: attributes, inputs: node.inputs,
        outputs: node.outputs)
    } catch let error as GraphError {
      throw InputError(at: place(of: node), error.reason, remedy: error.remedy)
    }
  }
}

/// The products whose output channels are tied to those of one of them, and how much each channel weighs.
struct ChannelSet {
  private(set) var products: [NodeIndex] = []
  /// Why none can be removed.
  private(set) var obstacle: String?
  /// Roots in the order of the first product's channels, with the L1 norms of all weights that make them.
  private var norms: [(channel: Int, norm: Double)] = []

  init(of index: NodeIndex, in map: ChannelMap) throws {
    let graph = map.graph
    guard let weights = graph.nodes[index].inputs[1], let axis = map.axes[weights] else {
      obstacle = "they cannot be followed through the graph"
      return
    }
    var places: [Int: Int] = [:]
    for channel in axis.channels {
      let root = map.ties.root(of: channel)
      if places.updateValue(norms.count, forKey: root) == nil { norms.append((root, 0)) }
      obstacle = obstacle ?? map.ties.anchor(of: channel)
    }
    places = Dictionary(uniqueKeysWithValues: norms.enumerated().map { ($1.channel, $0) })
    for other in graph.nodes.indices {
      guard graph.weightedProduct(of: graph.nodes[other]) != nil, let value = graph.nodes[other].inputs[1],
        let made = map.axes[value], made.channels.contains(where: { places[map.ties.root(of: $0)] != nil })
      else { continue }
      products.append(other)
      let walk = AxisWalk(shape: graph.values[value].type.shape, axis: made.axis)
      for (element, weight) in try graph.constant(value).floats.enumerated() {
        if let place = places[map.ties.root(of: made.channels[walk.position(of: element)])] {
          norms[place].norm += Double(abs(weight))
        }
      }
    }
  }

  /// The channels to remove; at least one stays.
  func weakest(_ fraction: Double) -> Set<Int> {
    let count = min(Int(fraction * Double(norms.count)), norms.count - 1)
    let order = norms.indices.sorted { (norms[$0].norm, $0) < (norms[$1].norm, $1) }
    return Set(order.prefix(count).map { norms[$0].channel })
  }
}

extension Tensor {
  /// The slices at some positions of an axis, in their order.
  func taking(_ positions: [Int], along axis: Int) -> Tensor {
    var shape = self.shape
    shape[axis] = positions.count
    var result = Tensor(zeros: TensorType(type.element, shape, quantization: type.quantization))
    for (target, source) in positions.enumerated() {
      let from = Box(shape: self.shape).replacing(axis, with: source..<source + 1)
      result.write(self[from], at: Box(shape: shape).replacing(axis, with: target..<target + 1))
    }
    return result
  }
}
