import EventSimulation

/// The points of a space that have not been asked for.
struct UntriedPoints: Sendable {
  let space: DesignSpace
  private var tried: Set<Int> = []

  init(space: DesignSpace) {
    self.space = space
  }

  var isEmpty: Bool { tried.count == space.pointCount }

  /// Takes a point if it is still untried.
  mutating func take(_ point: [Int]) -> Bool {
    tried.insert(space.number(of: point)).inserted
  }

  /// Takes any point, each with the same chance while most are untried; nil when all are tried.
  mutating func draw(_ random: inout SeededGenerator) -> [Int]? {
    guard !isEmpty else { return nil }
    var number = random.below(space.pointCount)
    // Where nearly all have been tried, the next untried one ends the search for one.
    for _ in 0..<64 where tried.contains(number) { number = random.below(space.pointCount) }
    while tried.contains(number) { number = (number + 1) % space.pointCount }
    tried.insert(number)
    return space.point(number)
  }
}
