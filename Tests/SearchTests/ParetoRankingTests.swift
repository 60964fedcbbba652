import EventSimulation
import Testing

@testable import Search

@Suite struct ParetoRankingTests {
  @Test func eachFrontIsWhatRemainsUndominated() {
    var random = SeededGenerator(seed: 5)
    let all = (0..<200).map { number in
      Evaluation(
        point: [number], objectives: (0..<3).map { _ in Double(random.below(10)) },
        violation: random.happens(1, in: 5) ? Double(random.below(3)) : 0)
    }
    let ranking = ParetoRanking(all)
    for member in all.indices {
      let dominators = all.indices.filter { all[$0].dominates(all[member]) }
      #expect(ranking.front[member] == (dominators.map { ranking.front[$0] + 1 }.max() ?? 0))
    }
  }

  @Test func infeasibleDesignsAreOnNoFront() {
    let designs = [
      Evaluation(point: [0], objectives: [1, 1], violation: 0.1), Evaluation(point: [1], objectives: [2, 3]),
      Evaluation(point: [2], objectives: [3, 2]), Evaluation(point: [3], objectives: [3, 3]),
    ]
    #expect(designs.paretoFront.map(\.point) == [[1], [2]])
  }
}
