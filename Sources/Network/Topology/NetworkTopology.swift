import Documents

/// The shape of a network: how many nodes it has, and which routers stand between them.
public enum NetworkTopology: Hashable, Sendable {
  /// One router with all nodes.
  case crossbar(nodes: Int)
  /// Routers in a grid of any number of dimensions, the first varying fastest (node = y · columns + x), each with
  /// `concentration` nodes; `wraps`: the last of a row is connected with the first (ring, torus).
  case grid(extents: [Int], wraps: Bool, concentration: Concentration)
  /// `stages` columns of routers with `arity` inputs and outputs: the k-ary n-fly.
  case butterfly(arity: Int, stages: Int)
  /// `levels` rows of routers with `arity` ports down and, but for the top row, as many up: the k-ary n-tree.
  case fatTree(arity: Int, levels: Int)

  /// The nodes on one router of a grid: a block of `columns` by `rows`, in a grid of nodes.
  public struct Concentration: Hashable, Sendable {
    public var columns: Int
    public var rows: Int
    public static let one = Concentration(columns: 1, rows: 1)

    public init(columns: Int, rows: Int) {
      self.columns = columns
      self.rows = rows
    }

    public var nodes: Int { columns * rows }
  }

  public static func ring(_ nodes: Int) -> NetworkTopology {
    .grid(extents: [nodes], wraps: true, concentration: .one)
  }

  public static func mesh(_ extents: Int...) -> NetworkTopology {
    .grid(extents: extents, wraps: false, concentration: .one)
  }

  public static func torus(_ extents: Int...) -> NetworkTopology {
    .grid(extents: extents, wraps: true, concentration: .one)
  }

  public var nodeCount: Int {
    switch self {
    case .crossbar(let nodes): nodes
    case .grid(_, _, let concentration): routerCount * concentration.nodes
    case .butterfly(let arity, let stages): power(arity, stages)
    case .fatTree(let arity, let levels): power(arity, levels)
    }
  }

  public var routerCount: Int {
    switch self {
    case .crossbar: 1
    case .grid(let extents, _, _): extents.reduce(1, *)
    case .butterfly(let arity, let stages): stages * power(arity, stages - 1)
    case .fatTree(let arity, let levels): levels * power(arity, levels - 1)
    }
  }

  /// Ports of a router: inputs, and as many outputs.
  public var portsPerRouter: Int {
    switch self {
    case .crossbar(let nodes): nodes
    case .grid(let extents, _, let concentration): 2 * extents.count + concentration.nodes
    case .butterfly(let arity, _): arity
    case .fatTree(let arity, _): 2 * arity
    }
  }
}

func power(_ base: Int, _ exponent: Int) -> Int {
  (0..<exponent).reduce(1) { product, _ in product * base }
}
