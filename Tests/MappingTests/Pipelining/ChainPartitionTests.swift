import Testing

@testable import Mapping

@Suite("A chain cut into stages")
struct ChainPartitionTests {
  /// The slowest stage of the best of all cuts.
  private func bruteForce(
    _ length: Int, _ stages: Int, from start: Int = 0, stage: Int = 0, cost: (Int, Range<Int>) -> Double
  ) -> Double {
    if stage == stages - 1 { return cost(stage, start..<length) }
    return (start + 1...length - (stages - 1 - stage)).map {
      max(
        cost(stage, start..<$0),
        bruteForce(length, stages, from: $0, stage: stage + 1, cost: cost))
    }.min()!
  }

  @Test("has the shortest slowest stage of all cuts", arguments: 1...9, 1...5)
  func minimal(_ length: Int, _ stages: Int) throws {
    guard stages <= length else {
      #expect(ChainPartition.cheapest(length: length, stages: stages) { _, _ in 0 } == nil)
      return
    }
    for seed in 0..<20 {
      // Costs that nobody balanced, and that are no sums: a stage pays for where it begins.
      let links = (0..<length).map { Double(($0 * 7919 + seed * 104_729) % 97) }
      let speeds = (0..<stages).map { Double(1 + ($0 + seed) % 3) }
      func cost(_ stage: Int, _ range: Range<Int>) -> Double {
        range.reduce(0) { $0 + links[$1] } / speeds[stage] + Double((range.lowerBound * 31 + seed) % 13)
      }
      let found = try #require(ChainPartition.cheapest(length: length, stages: stages, cost: cost))
      #expect(found.largestCost == bruteForce(length, stages, cost: cost))
      #expect(found.largestCost == found.ranges.enumerated().map { cost($0, $1) }.max())
      #expect(found.ranges.flatMap { Array($0) } == Array(0..<length))
      #expect(found.ranges.count == stages && found.ranges.allSatisfy { !$0.isEmpty })
    }
  }
}
