import EventSimulation

/// Who sends to whom.
public enum TrafficPattern: String, CaseIterable, Sendable {
  /// Any node, the sender among them, each as likely.
  case uniform
  /// (x, y) → (y, x), where the nodes form a square.
  case transpose
  /// Node s to N − 1 − s.
  case bitcomp
  /// Nearly half way round in every dimension: + ⌈k/2⌉ − 1, wrapping.
  case tornado
  /// One further in every dimension, wrapping.
  case neighbor
  /// Uniform, but one node in the middle is several times as likely as the others.
  case hotspot
  /// Each node to all others in turn.
  case allToAll = "all-to-all"
  /// All to node 0.
  case gather
  /// Node 0 to all others.
  case broadcast

  /// The number of nodes in each dimension, as patterns see them.
  static func extents(of topology: NetworkTopology) -> [Int] {
    switch topology {
    case .crossbar(let nodes): [nodes]
    case .grid(let extents, _, let concentration):
      if concentration == .one {
        extents
      } else {
        [extents[0] * concentration.columns, extents[1] * concentration.rows]
      }
    case .butterfly(let arity, let depth), .fatTree(let arity, let depth):
      [Int](repeating: arity, count: depth)
    }
  }

  /// Why the pattern has no meaning on a topology; nil where it has one.
  public func obstacle(on topology: NetworkTopology) -> String? {
    let nodes = topology.nodeCount
    let side = Int(Double(nodes).squareRoot().rounded())
    return self == .transpose && side * side != nodes
      ? "transpose needs a square number of nodes, not \(nodes)" : nil
  }
}

/// A pattern on a topology: draws destinations.
public struct Destinations: Sendable {
  public let pattern: TrafficPattern
  public let nodeCount: Int
  /// The one destination of each node, for patterns that have one.
  private let fixed: [Int]
  private var turn: [Int]
  private let hotNode: Int
  private let hotWeight: Int

  /// Weight of the hot node where the others have 1: 25 % of the packets of 16 nodes, 11 % of 64.
  public static func hotWeight(nodes: Int) -> Int { nodes <= 16 ? 5 : 8 }

  /// - Precondition: the pattern has no obstacle on the topology.
  public init(_ pattern: TrafficPattern, on topology: NetworkTopology) {
    precondition(pattern.obstacle(on: topology) == nil, "a pattern without meaning here")
    self.pattern = pattern
    let count = topology.nodeCount
    nodeCount = count
    turn = pattern == .allToAll || pattern == .broadcast ? [Int](repeating: 0, count: count) : []
    let extents = TrafficPattern.extents(of: topology)
    let side = Int(Double(count).squareRoot().rounded())
    hotNode = count / 2 + (extents.count > 1 ? extents[0] / 2 : 0)
    hotWeight = Self.hotWeight(nodes: count)
    func moved(_ node: Int, by distance: (Int) -> Int) -> Int {
      var (rest, stride, result) = (node, 1, 0)
      for extent in extents {
        result += (rest % extent + distance(extent)) % extent * stride
        rest /= extent
        stride *= extent
      }
      return result
    }
    fixed =
      switch pattern {
      case .transpose: (0..<count).map { $0 % side * side + $0 / side }
      case .bitcomp: (0..<count).map { count - 1 - $0 }
      case .tornado: (0..<count).map { moved($0) { ($0 + 1) / 2 - 1 } }
      case .neighbor: (0..<count).map { moved($0) { _ in 1 } }
      case .gather: [Int](repeating: 0, count: count)
      case .uniform, .hotspot, .allToAll, .broadcast: []
      }
  }

  /// Nodes that send.
  public var senders: Int { pattern == .broadcast ? 1 : nodeCount }

  @inline(__always)
  public mutating func next(from source: Int, _ random: inout SeededGenerator) -> Int {
    next(from: source, drawing: { random.below($0) })
  }

  /// The same with the numbers that ties of the routing are drawn from.
  @inline(__always)
  mutating func next(from source: Int, _ random: inout LaggedFibonacci) -> Int {
    next(from: source, drawing: { random.below($0) })
  }

  /// - Parameter draw: a number below its argument.
  @inline(__always)
  private mutating func next(from source: Int, drawing draw: (Int) -> Int) -> Int {
    switch pattern {
    case .uniform: return draw(nodeCount)
    case .hotspot:
      // The nodes in order, the hot one as often as its weight.
      let drawn = draw(nodeCount - 1 + hotWeight)
      return drawn < hotNode ? drawn : max(hotNode, drawn - (hotWeight - 1))
    case .allToAll, .broadcast:
      guard nodeCount > 1 else { return source }
      let distance = turn[source] + 1
      turn[source] = distance == nodeCount - 1 ? 0 : distance
      let node = source + distance
      return node < nodeCount ? node : node - nodeCount
    default: return fixed[source]
    }
  }
}
