public struct Network: Sendable, Hashable {
  public var topology: Topology
  public var clockHertz: Int
  /// Bytes a link carries per cycle and direction.
  public var linkWidthBytes: Int
  /// Cycles from a packet's head leaving one router to its leaving the next.
  public var hopLatencyCycles: Int
  /// Bytes of a packet's head (address, command) that take room on a link; 0 when the head has wires of its
  /// own.
  public var headerBytes: Int
}

public enum Topology: Sendable, Hashable {
  case crossbar
  case ring
  case mesh(columns: Int, rows: Int)
  case torus(columns: Int, rows: Int)

  /// Nodes it has room for; nil when it grows with the chip.
  public var nodeLimit: Int? {
    switch self {
    case .crossbar, .ring: nil
    case .mesh(let columns, let rows), .torus(let columns, let rows): columns * rows
    }
  }
}
