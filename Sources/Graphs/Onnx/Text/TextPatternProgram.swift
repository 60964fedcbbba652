/// A parsed pattern.
indirect enum TextPatternTree {
  case empty
  case character(CharacterSet)
  case assertion(TextPattern.Assertion)
  case sequence([TextPatternTree])
  case choice([TextPatternTree])
  /// `most` is nil for any number.
  case repetition(TextPatternTree, least: Int, most: Int?)
}

/// Steps of the automaton from a parsed pattern.
struct TextPatternProgram {
  /// Counted repetitions are written out: a pattern may not grow without bounds.
  private static let maximumSteps = 100_000

  private(set) var steps: [TextPattern.Step] = []

  /// - Throws: `GraphError` when the pattern becomes too large.
  mutating func add(_ tree: TextPatternTree) throws {
    switch tree {
    case .empty: break
    case .character(let set): try emit(.character(set))
    case .assertion(let assertion): try emit(.assertion(assertion))
    case .sequence(let parts): for part in parts { try add(part) }
    case .choice(let branches): try add(branches)
    case .repetition(let part, let least, let most):
      for _ in 0..<least { try add(part) }
      guard let most else { return try addLoop(part) }
      var exits: [Int] = []
      for _ in 0..<max(0, most - least) {
        exits.append(steps.count)
        try emit(.split(steps.count + 1, 0))
        try add(part)
      }
      for exit in exits { steps[exit] = .split(exit + 1, steps.count) }
    }
  }

  private mutating func add(_ branches: [TextPatternTree]) throws {
    var jumps: [Int] = []
    for (index, branch) in branches.enumerated() {
      let split = steps.count
      let isLast = index == branches.count - 1
      if !isLast { try emit(.split(split + 1, 0)) }
      try add(branch)
      guard !isLast else { break }
      jumps.append(steps.count)
      try emit(.jump(0))
      steps[split] = .split(split + 1, steps.count)
    }
    for jump in jumps { steps[jump] = .jump(steps.count) }
  }

  private mutating func addLoop(_ part: TextPatternTree) throws {
    let split = steps.count
    try emit(.split(split + 1, 0))
    try add(part)
    try emit(.jump(split))
    steps[split] = .split(split + 1, steps.count)
  }

  private mutating func emit(_ step: TextPattern.Step) throws {
    guard steps.count < TextPatternProgram.maximumSteps else {
      throw GraphError("the pattern repeats too much", remedy: "lower its counts")
    }
    steps.append(step)
  }
}
