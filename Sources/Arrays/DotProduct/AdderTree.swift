/// A tree of adders with registers between some of its levels.
struct AdderTree: Sendable {
  let leaves: Int
  /// Sums that are left in each stage, 0 being behind the multipliers before any register.
  private let remaining: [Int]

  /// - Parameter stages: registers on the way through the tree; its levels are spread over them.
  init(leaves: Int, stages: Int) {
    self.leaves = leaves
    var levels: [Int] = [leaves]
    while levels.last! > 1 { levels.append((levels.last! + 1) / 2) }
    let depth = levels.count - 1
    remaining = (0...stages).map { stages == 0 ? 1 : levels[depth * $0 / stages] }
  }

  /// Adds neighbours until as many sums are left in every lane as stand in a stage.
  /// - Parameter sums: those of the stage before, lane by lane.
  func add<Arithmetic: ArrayArithmetic>(
    _ sums: [Arithmetic.Sum], lanes: Int, through stage: Int, _: Arithmetic.Type
  ) -> [Arithmetic.Sum] {
    var sums = sums
    var count = stage == 0 ? leaves : remaining[stage - 1]
    while count > remaining[stage] {
      let half = (count + 1) / 2
      var next: [Arithmetic.Sum] = []
      next.reserveCapacity(half * lanes)
      for lane in 0..<lanes {
        for pair in 0..<half {
          let first = sums[lane * count + 2 * pair]
          next.append(
            2 * pair + 1 < count ? Arithmetic.add(first, sums[lane * count + 2 * pair + 1]) : first)
        }
      }
      sums = next
      count = half
    }
    return sums
  }
}
