public struct Network: Sendable, Hashable {
  public var topology: Topology
  public var clockHertz: Int
  /// Bytes a link carries per cycle and direction.
  public var linkWidthBytes: Int
  /// Cycles from a packet's head leaving one router to its leaving the next. At `flit` level a router takes
  /// `routerCycles` of them and the link the others, at least one.
  public var hopLatencyCycles: Int
  /// Bytes of a packet's head (address, command) that take room on a link; 0 when the head has wires of its
  /// own.
  public var headerBytes: Int
  /// Whether what several cores need of the same bytes goes to one of them, and from core to core along a tree; else each
  /// core gets packets of its own.
  public var multicast = false
  /// Cycles of a head in an empty router at `flit` level, 1 to 4; nil for as many as the hop leaves beside one cycle of
  /// link, at most 4.
  public var routerCycles: Int?
  /// Virtual channels of a router's port at `flit` level; nil for 4.
  public var virtualChannels: Int?
  /// Flits that the buffer of a virtual channel holds; nil for 8, or for as many as cover the way of a credit there and
  /// back where that is more.
  public var bufferFlits: Int?
}

public enum Topology: Sendable, Hashable {
  case crossbar
  case ring
  case mesh(columns: Int, rows: Int)
  case torus(columns: Int, rows: Int)
  /// A mesh of routers with as many endpoints each.
  case concentratedMesh(columns: Int, rows: Int, endpointsPerRouter: Int)
  /// `levels` stages of routers with `arity` inputs and outputs.
  case butterfly(arity: Int, levels: Int)
  /// `levels` rows of routers with `arity` ports down and, but for the top row, as many up.
  case fatTree(arity: Int, levels: Int)

  /// Nodes it has room for; nil when it grows with the chip.
  public var nodeLimit: Int? {
    switch self {
    case .crossbar, .ring: nil
    case .mesh(let columns, let rows), .torus(let columns, let rows): columns * rows
    case .concentratedMesh(let columns, let rows, let endpoints): columns * rows * endpoints
    case .butterfly(let arity, let levels), .fatTree(let arity, let levels):
      (0..<levels).reduce(1) { nodes, _ in nodes * arity }
    }
  }

  /// Whether packets pass several routers, so that they can meet on a link between two.
  public var isRouted: Bool { self != .crossbar }

  /// Whether its links close rings.
  public var wraps: Bool {
    switch self {
    case .ring, .torus: true
    case .crossbar, .mesh, .concentratedMesh, .butterfly, .fatTree: false
    }
  }

  /// What makes room for more nodes.
  var sizeInWords: String {
    switch self {
    case .crossbar, .ring, .mesh, .torus: "columns × rows"
    case .concentratedMesh: "columns × rows × endpointsPerRouter"
    case .butterfly, .fatTree: "arity to the power of levels"
    }
  }
}
