/// Where every port leads: the routers of a topology, their links, and the nodes.
///
/// Ports of all routers are numbered through: port `p` of router `r` is `r · portsPerRouter + p`, for inputs and
/// outputs alike. In a grid the links come first (two a dimension: output `2d` leads upwards, `2d + 1` downwards,
/// input `2d` comes from above, `2d + 1` from below), then the nodes; with a concentration above one the nodes
/// come first. The order matters: it is the order in which round-robin arbiters look at ports.
public struct Wiring: Sendable {
  public let topology: NetworkTopology
  public let portsPerRouter: Int
  public let routerCount: Int
  public let nodeCount: Int
  /// Where an output leads: the input port there, or `~node`; nil where it leads nowhere.
  public private(set) var target: [Int?]
  /// Where an input comes from: the output port there, or `~node`; nil where nothing comes.
  public private(set) var source: [Int?]
  /// The input port a node sends to.
  public private(set) var entry: [Int]
  /// The output port that leads to a node.
  public private(set) var exit: [Int]

  public init(_ topology: NetworkTopology) {
    self.topology = topology
    portsPerRouter = topology.portsPerRouter
    routerCount = topology.routerCount
    nodeCount = topology.nodeCount
    target = [Int?](repeating: nil, count: routerCount * portsPerRouter)
    source = target
    entry = [Int](repeating: 0, count: nodeCount)
    exit = entry
    switch topology {
    case .crossbar: for node in 0..<nodeCount { attach(node, input: node, output: node) }
    case .grid(let extents, let wraps, let concentration): wireGrid(extents, wraps, concentration)
    case .butterfly(let arity, let stages): wireButterfly(arity, stages)
    case .fatTree(let arity, let levels): wireFatTree(arity, levels)
    }
  }

  private mutating func attach(_ node: Int, input: Int, output: Int) {
    entry[node] = input
    exit[node] = output
    source[input] = ~node
    target[output] = ~node
  }

  private mutating func connect(output: Int, input: Int) {
    target[output] = input
    source[input] = output
  }

  private mutating func wireGrid(
    _ extents: [Int], _ wraps: Bool, _ concentration: NetworkTopology.Concentration
  ) {
    let firstLink = concentration == .one ? 0 : concentration.nodes
    let firstNode = concentration == .one ? 2 * extents.count : 0
    var stride = 1
    for (dimension, extent) in extents.enumerated() {
      for router in 0..<routerCount {
        let place = router / stride % extent
        guard wraps || place + 1 < extent else { continue }
        let above = router + (place + 1 < extent ? stride : stride - extent * stride)
        let (up, down) = (firstLink + 2 * dimension, firstLink + 2 * dimension + 1)
        connect(output: router * portsPerRouter + up, input: above * portsPerRouter + down)
        connect(output: above * portsPerRouter + down, input: router * portsPerRouter + up)
      }
      stride *= extent
    }
    let nodesPerRow = extents[0] * concentration.columns
    for router in 0..<routerCount {
      for local in 0..<concentration.nodes {
        let port = router * portsPerRouter + firstNode + local
        let column = router % extents[0] * concentration.columns + local % concentration.columns
        let row = router / extents[0] * concentration.rows + local / concentration.columns
        attach(row * nodesPerRow + column, input: port, output: port)
      }
    }
  }

  /// Behind each stage but the last, the wire from port `p` of router `a` is labelled `a · arity + p`; the lowest
  /// digit of the label changes places with the one that the stage has just decided (Dally & Towles, Principles
  /// and Practices of Interconnection Networks, section 4.1).
  private mutating func wireButterfly(_ arity: Int, _ stages: Int) {
    for node in 0..<nodeCount {
      attach(node, input: node, output: (stages - 1) * nodeCount + node)
    }
    for stage in 0..<(stages - 1) {
      let weight = power(arity, stages - 1 - stage)
      for label in 0..<nodeCount {
        let (low, high) = (label % arity, label / weight % arity)
        let exchanged = label + (high - low) + (low - high) * weight
        connect(output: stage * nodeCount + label, input: (stage + 1) * nodeCount + exchanged)
      }
    }
  }

  /// Routers are numbered from the top row; ports down come first, then ports up. Router `i` of a row that covers
  /// `arity^(h + 1)` nodes is one of `arity^h` equal routers above them.
  private mutating func wireFatTree(_ arity: Int, _ levels: Int) {
    let width = power(arity, levels - 1)
    for level in 0..<(levels - 1) {
      let equals = power(arity, levels - 1 - level)
      for place in 0..<width {
        let (neighbourhood, twin) = (place / equals, place % equals)
        for down in 0..<arity {
          // Of `arity` children groups each, `equals / arity` routers wide: this router is parent `twin / below`
          // of child `twin % below`.
          let below = equals / arity
          let child = (level + 1) * width + neighbourhood * equals + down * below + twin % below
          let upper = (level * width + place) * portsPerRouter + down
          let lower = child * portsPerRouter + arity + twin / below
          connect(output: upper, input: lower)
          connect(output: lower, input: upper)
        }
      }
    }
    for node in 0..<nodeCount {
      let port = ((levels - 1) * width + node / arity) * portsPerRouter + node % arity
      attach(node, input: port, output: port)
    }
  }
}
