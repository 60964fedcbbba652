import Testing
import Tilewright

@Suite("Search for an operating point")
struct OperatingSearchTests {
  private func search(_ goal: OperatingGoal) throws -> (points: [OperatingFigures], best: Int?) {
    let chip = try Chip.read(Shelf.chips.file(named: "edge-npu"))
    return try OperatingSearch(
      chip: chip, model: ModelFile("digits-cnn"), options: SimulationOptions(), goal: goal, steps: 6
    ).run()
  }

  @Test("The chosen point keeps within the limits, and no other that does is better")
  func goals() throws {
    let all = try search(OperatingGoal())
    let watts = all.points.map(\.averageWatts).sorted()[all.points.count / 2]
    let seconds = all.points.map(\.seconds).sorted()[all.points.count / 2]
    let fast = try search(OperatingGoal(wattsLimit: watts))
    let chosen = fast.points[try #require(fast.best)]
    #expect(chosen.averageWatts <= watts)
    #expect(fast.points.allSatisfy { $0.averageWatts > watts || $0.seconds >= chosen.seconds })
    let frugal = try search(OperatingGoal(secondsLimit: seconds))
    let least = frugal.points[try #require(frugal.best)]
    #expect(least.seconds <= seconds)
    #expect(frugal.points.allSatisfy { $0.seconds > seconds || $0.joules >= least.joules })
  }

  @Test("A higher clock takes a higher supply and never more time")
  func order() throws {
    let points = try search(OperatingGoal()).points
    for (slow, fast) in zip(points, points.dropFirst()) {
      #expect(slow.point.clockHertz < fast.point.clockHertz)
      #expect(slow.point.microvolts <= fast.point.microvolts)
      #expect(fast.seconds <= slow.seconds * 1.001)
    }
  }

  @Test("Limits that nothing keeps leave no choice")
  func impossible() throws {
    #expect(try search(OperatingGoal(wattsLimit: 1e-6)).best == nil)
  }
}
