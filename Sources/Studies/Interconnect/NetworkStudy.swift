import Chips
import Documents
import Machine
import Network

/// A network under a steady load: what `tilewright network` runs.
public struct NetworkStudy: Sendable {
  public var topology: NetworkTopology
  public var router: RouterSpecification
  public var pattern: TrafficPattern
  public var packetFlits: Int
  public var level: NetworkLevel

  /// One load, measured.
  public struct Row: Sendable {
    public var study: NetworkStudy
    public var point: LoadPoint
  }

  /// - Throws: `InputError` where the numbers do not fit the topology.
  public init(
    _ topology: NetworkTopology, _ router: RouterSpecification, pattern: TrafficPattern, packetFlits: Int = 4,
    level: NetworkLevel = .flit
  ) throws {
    try router.validate(for: topology, at: "\(topology)")
    if let obstacle = pattern.obstacle(on: topology) {
      throw InputError(.usage, at: "\(topology)", obstacle, remedy: "choose another pattern")
    }
    self.topology = topology
    self.router = router
    self.pattern = pattern
    self.packetFlits = packetFlits
    self.level = level
  }

  /// The network that a word on the command line means: a topology by its short name, or that of a chip, with its
  /// routers as a run has them.
  /// - Throws: `InputError` with the nearest name.
  public static func network(named word: String) throws -> (
    topology: NetworkTopology, router: RouterSpecification
  ) {
    do {
      return (try NetworkTopology(parsing: word, at: "the network"), .init())
    } catch {
      guard let file = try? Shelf.chips.file(named: word) else { throw error }
      let chip = try Chip.read(file)
      return (NetworkTopology(chip), RouterSpecification(chip.network))
    }
  }

  public func row(offered: Double) -> Row {
    let measurement = LoadMeasurement(topology, router, pattern, packetFlits: packetFlits)
    return Row(study: self, point: measurement.run(offered: offered, level: level))
  }

  /// The whole curve, from a nearly empty network to beyond saturation.
  public struct Sweep: Sendable {
    public var rows: [Row]
    /// Where mean latency is three times that of the nearly empty network, found by bisection.
    public var saturation: SaturationSearch.Result
  }

  /// - Parameter step: between the loads of the curve; those of the search come in addition.
  public func sweep(step: Double, progress: (Int) -> Void = { _ in }) -> Sweep {
    let measurement = LoadMeasurement(topology, router, pattern, packetFlits: packetFlits)
    var search = SaturationSearch(measurement)
    search.level = level
    let saturation = search.run(progress)
    var points = saturation.points
    var load = step
    // A little beyond saturation, where the throughput shows what overload does.
    let end = min(1, saturation.upperBound + 2 * step)
    while load <= end + 1e-9 {
      if !points.contains(where: { abs($0.offered - load) < step / 4 }) {
        points.append(measurement.run(offered: load, level: level))
        progress(points.count)
      }
      load += step
    }
    points.sort { $0.offered < $1.offered }
    return Sweep(rows: points.map { Row(study: self, point: $0) }, saturation: saturation)
  }
}
