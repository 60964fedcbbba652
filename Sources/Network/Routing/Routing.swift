/// The virtual channels that a packet may ask for at an output.
enum ChannelClass: UInt8, BitwiseCopyable {
  case all, lower, upper
}

/// What a routing function says: the output port to take, and which virtual channels may be asked for there.
struct Route {
  /// Local number of the port.
  var port: Int
  var channels: ChannelClass
}

/// How packets find their way. Each topology has one function that is free of deadlock; the argument is in the
/// comment of the function.
public enum RoutingFunction: Hashable, Sendable {
  /// Mesh and concentrated mesh: X, then Y, and so on.
  case dimensionOrder
  /// Ring and torus: the shorter way in each dimension, in order, with two classes of virtual channels.
  case dateline
  /// Butterfly and crossbar: the digits of the destination name the ports.
  case destinationTag
  /// Fat tree: up to a common ancestor, any of them, then down.
  case nearestCommonAncestor
  /// Ring and torus as `dateline`, but with all virtual channels in one class: **deadlocks** under load. It is what
  /// the watchdog is tested with.
  case shortestWayInOneClass

  public init(for topology: NetworkTopology) {
    switch topology {
    case .crossbar, .butterfly: self = .destinationTag
    case .grid(_, let wraps, _): self = wraps ? .dateline : .dimensionOrder
    case .fatTree: self = .nearestCommonAncestor
    }
  }
}

/// A routing function with the numbers it needs at hand.
struct Routing: ~Copyable {
  let function: RoutingFunction
  /// Virtual channels of each class as bits: all of them, and their two halves.
  let allChannels: UInt64
  let lowerChannels: UInt64
  let upperChannels: UInt64
  let dimensions: Int
  let firstLinkPort: Int
  let arity: Int
  /// Routers in a column of a butterfly or a row of a fat tree.
  let width: Int
  let depth: Int
  let extents: FlatStorage<Int32>
  /// Place of a router in each dimension.
  let places: FlatStorage<Int32>
  /// `powers[i]` is arity^i.
  let powers: FlatStorage<Int>
  let nodeRouter: FlatStorage<Int32>
  /// Local port of the router that leads to a node.
  let nodePort: FlatStorage<Int32>
  let nodeCount: Int
  /// Where nothing is left to chance, the local port by router and destination; empty for large networks.
  private var table: FlatStorage<UInt16>

  private static let largestTable = 1 << 16

  init(_ function: RoutingFunction, _ wiring: Wiring, virtualChannels: Int) {
    self.function = function
    allChannels = virtualChannels == 64 ? .max : (1 << UInt64(virtualChannels)) - 1
    let half = virtualChannels / 2
    upperChannels = (allChannels >> UInt64(virtualChannels - half)) << UInt64(virtualChannels - half)
    lowerChannels = allChannels & ~upperChannels
    var extents: [Int] = []
    var (firstLink, arity, depth) = (0, 1, 0)
    switch wiring.topology {
    case .crossbar: break
    case .grid(let sizes, _, let concentration):
      extents = sizes
      firstLink = concentration == .one ? 0 : concentration.nodes
    case .butterfly(let radix, let stages): (arity, depth) = (radix, stages)
    case .fatTree(let radix, let levels): (arity, depth) = (radix, levels)
    }
    dimensions = extents.count
    firstLinkPort = firstLink
    self.arity = arity
    self.depth = depth
    width = power(arity, max(depth - 1, 0))
    powers = FlatStorage((0...depth).map { power(arity, $0) })
    self.extents = FlatStorage(extents.map { Int32($0) })
    var places: [Int32] = []
    for router in 0..<wiring.routerCount {
      var rest = router
      for extent in extents {
        places.append(Int32(rest % extent))
        rest /= extent
      }
    }
    self.places = FlatStorage(places)
    nodeRouter = FlatStorage(wiring.exit.map { Int32($0 / wiring.portsPerRouter) })
    nodePort = FlatStorage(wiring.exit.map { Int32($0 % wiring.portsPerRouter) })
    nodeCount = wiring.nodeCount
    table = FlatStorage(repeating: 0, count: 0)
    guard !hasTies, wiring.routerCount * nodeCount <= Self.largestTable else { return }
    table = FlatStorage(
      (0..<wiring.routerCount * nodeCount).map { place in
        let (router, node) = (place / wiring.nodeCount, place % wiring.nodeCount)
        return UInt16(
          function == .dimensionOrder
            ? dimensionOrder(to: node, at: router).port : destinationTag(to: node, at: router).port)
      })
  }

  /// Packets may have to draw lots for their way.
  var hasTies: Bool {
    switch function {
    case .dimensionOrder, .destinationTag: false
    case .dateline, .nearestCommonAncestor, .shortestWayInOneClass: true
    }
  }

  @inline(__always)
  func channels(_ channelClass: ChannelClass) -> UInt64 {
    switch channelClass {
    case .all: allChannels
    case .lower: lowerChannels
    case .upper: upperChannels
    }
  }

  /// - Parameters:
  ///   - input: the local port the packet came in by.
  ///   - wayState: what a routing function remembers of a packet on its way, 0 at first.
  @inline(__always)
  func route(
    to node: Int, at router: Int, from input: Int, wayState: inout UInt8, _ random: inout LaggedFibonacci
  ) -> Route {
    if table.count > 0 { return Route(port: Int(table[router &* nodeCount &+ node]), channels: .all) }
    return switch function {
    case .dimensionOrder: dimensionOrder(to: node, at: router)
    case .dateline: dateline(to: node, at: router, from: input, wayState: &wayState, &random)
    case .destinationTag: destinationTag(to: node, at: router)
    case .nearestCommonAncestor: nearestCommonAncestor(to: node, at: router, &random)
    case .shortestWayInOneClass:
      Route(
        port: dateline(to: node, at: router, from: input, wayState: &wayState, &random).port,
        channels: .all)
    }
  }
}
