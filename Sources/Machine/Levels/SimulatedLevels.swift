import Network

/// How closely a part of the chip was simulated.
public struct SimulatedLevels: Sendable, Hashable {
  public var matrix: MatrixLevel
  public var dram: DRAMLevel
  public var network: NetworkLevel

  public init(matrix: MatrixLevel = .tile, dram: DRAMLevel = .bandwidth, network: NetworkLevel = .packet) {
    self.matrix = matrix
    self.dram = dram
    self.network = network
  }
}

public enum MatrixLevel: String, Sendable, CaseIterable {
  /// Cycles of an array tile by the closed form.
  case tile
  /// Cycles of an array by stepping all its registers, the same as `tile`; with numerics its PEs compute the sums.
  case register
}

public enum DRAMLevel: String, Sendable, CaseIterable {
  /// Channels that deliver requests at a rate, after a latency.
  case bandwidth
  /// Banks, rows, timing rules, refresh and a controller that chooses: a command each.
  case command
}
