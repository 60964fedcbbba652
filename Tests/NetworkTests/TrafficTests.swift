import EventSimulation
import Network
import Testing

struct TrafficTests {
  private func destination(_ pattern: TrafficPattern, _ topology: NetworkTopology, of source: Int) -> Int {
    var random = SeededGenerator(trafficSeed: 1)
    var destinations = Destinations(pattern, on: topology)
    return destinations.next(from: source, &random)
  }

  @Test func patternsAreWhatTheirNamesSay() {
    let mesh = NetworkTopology.mesh(4, 4)
    #expect(destination(.transpose, mesh, of: 1) == 4)
    #expect(destination(.bitcomp, mesh, of: 1) == 14)
    #expect(destination(.neighbor, mesh, of: 15) == 0)
    #expect(destination(.tornado, mesh, of: 0) == 5)
    #expect(destination(.tornado, .ring(8), of: 0) == 3)
    #expect(destination(.gather, mesh, of: 9) == 0)
  }

  @Test func theHotNodeGetsAQuarter() {
    var random = SeededGenerator(trafficSeed: 2)
    var destinations = Destinations(.hotspot, on: .mesh(4, 4))
    let hits = (0..<20_000).count { _ in destinations.next(from: 0, &random) == 10 }
    #expect(abs(Double(hits) / 20_000 - 0.25) < 0.02)
  }

  @Test func loadsAreWhatWasAskedFor() {
    for load in [0.05, 0.3] {
      let point = LoadMeasurement(.mesh(4, 4), .init(.def4), .uniform, packetFlits: 4).run(offered: load)
      #expect(abs(point.accepted - load) < 0.02 * load + 0.003)
      #expect(point.isStable)
    }
  }

  /// Overload: all nodes to one can take one flit a cycle.
  @Test func aSaturatedNodeTakesAFlitACycle() {
    let point = LoadMeasurement(.mesh(4, 4), .init(.def4), .gather, packetFlits: 4).run(offered: 0.2)
    #expect(!point.isStable)
    #expect(abs(point.accepted - 1.0 / 16) < 0.001)
  }

  /// On its links that wrap nowhere, neighbours on a ring are limited by the turn-around of a channel: 4 ÷ (4 + 2).
  @Test func saturationIsFound() {
    var measurement = LoadMeasurement(.ring(8), .init(.def4), .neighbor, packetFlits: 4)
    measurement.measuredCycles = 10_000
    var search = SaturationSearch(measurement)
    search.precision = 0.03
    #expect(abs(search.run().load - 0.62) < 0.04)
  }
}
