import EventSimulation
import Testing

@testable import Search

@Suite struct HypervolumeTests {
  @Test func ofBoxesIsTheirUnion() {
    #expect(hypervolume(of: [[1, 1]], below: [3, 4]) == 6)
    #expect(hypervolume(of: [[1, 3], [2, 1]], below: [3, 4]) == 2 + 3 - 1)
    #expect(hypervolume(of: [[0, 0, 0], [5, 5, 5]], below: [2, 2, 2]) == 8)
  }

  /// Against counting cells of a grid, with any number of objectives.
  @Test(arguments: 1...4) func equalsTheCountOfCells(objectives: Int) {
    var random = SeededGenerator(seed: UInt64(objectives))
    let side = 6
    for _ in 0..<30 {
      let points = (0..<8).map { _ in (0..<objectives).map { _ in Double(random.below(side)) } }
      let cells = (0..<Int((0..<objectives).reduce(1) { size, _ in size * side })).count { cell in
        var rest = cell
        let place = (0..<objectives).map { _ -> Double in
          defer { rest /= side }
          return Double(rest % side)
        }
        return points.contains { zip($0, place).allSatisfy { $0 <= $1 } }
      }
      let reference = [Double](repeating: Double(side), count: objectives)
      #expect(hypervolume(of: points, below: reference) == Double(cells))
    }
  }
}
