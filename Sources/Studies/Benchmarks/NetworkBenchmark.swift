import Network

/// The loads that the speed of the network is judged by: uniform traffic on a mesh of 8 × 8 routers with two
/// channels of 8 flits and four stages.
public struct NetworkBenchmark: Sendable, CaseIterable {
  public var level: NetworkLevel
  public var packetFlits: Int
  public var load: Double

  public static let network = "mesh8x8, 2 channels of 8 flits, def4, uniform"

  public static let allCases: [NetworkBenchmark] = NetworkLevel.allCases.flatMap { level in
    [(4, 0.02), (4, 0.1), (4, 0.3), (1, 0.1), (1, 0.28)].map {
      NetworkBenchmark(level: level, packetFlits: $0.0, load: $0.1)
    }
  }

  public struct Row: Sendable {
    public var benchmark: NetworkBenchmark
    public var point: LoadPoint

    public var cyclesPerSecond: Double { Double(point.cycles) / point.cpuSeconds }
    /// Flits through routers.
    public var traversalsPerSecond: Double { Double(point.flitTraversals) / point.cpuSeconds }
  }

  public func measure() -> Row {
    var measurement = LoadMeasurement(.mesh(8, 8), .init(.def4), .uniform, packetFlits: packetFlits)
    measurement.measuredCycles = Int(6000 / load)
    return Row(benchmark: self, point: measurement.run(offered: load, level: level))
  }
}
