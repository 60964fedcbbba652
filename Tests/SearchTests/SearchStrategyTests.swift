import Testing

@testable import Search

@Suite struct SearchStrategyTests {
  /// At most 5 % of the evaluations find at least 99 % of what all of them find, in the median of 11 seeds; drawing
  /// at random does not.
  @Test func aTwentiethOfTheEvaluationsFindsNearlyAll() throws {
    let designs = try MadeUpDesigns()
    let whole = designs.volume(designs.run(.exhaustive, seed: 0, evaluations: .max))
    func median(_ strategy: SearchStrategy) -> Double {
      (0..<11).map {
        designs.volume(designs.run(strategy, seed: $0, evaluations: designs.space.pointCount / 20)) / whole
      }
      .sorted()[5]
    }
    let evolutionary = median(.evolutionary)
    let random = median(.random)
    #expect(evolutionary >= 0.99)
    #expect(random < evolutionary)
  }

  @Test(arguments: SearchStrategy.allCases) func everyPointIsAskedForOnce(_ strategy: SearchStrategy) throws {
    let space = try DesignSpace(valueCounts: [5, 4, 7])
    var search = strategy.search(of: space, seed: 3)
    var asked: [Int] = []
    while true {
      let points = search.nextPoints(limit: 9)
      if points.isEmpty { break }
      asked += points.map(space.number)
      search.learn(points.map { Evaluation(point: $0, objectives: [Double($0[0]), Double($0[1] - $0[2])]) })
    }
    #expect(asked.sorted() == Array(0..<space.pointCount))
  }

  @Test(arguments: SearchStrategy.allCases) func theSameSeedAsksTheSame(_ strategy: SearchStrategy) throws {
    let designs = try MadeUpDesigns()
    let once = designs.run(strategy, seed: 9, evaluations: 400)
    #expect(once == designs.run(strategy, seed: 9, evaluations: 400))
  }
}
