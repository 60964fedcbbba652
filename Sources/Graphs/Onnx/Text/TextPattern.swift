/// A regular expression in the syntax of RE2, matched in time linear in the text whatever the pattern.
///
/// The pattern becomes a program of a nondeterministic automaton; all its states walk through the text together (K. Thompson,
/// "Regular expression search algorithm", CACM 1968).
struct TextPattern {
  /// One step of the automaton.
  enum Step {
    case character(CharacterSet)
    case split(Int, Int)
    case jump(Int)
    case assertion(Assertion)
    case accept
  }

  enum Assertion {
    case start, end, wordBoundary, noWordBoundary
  }

  let steps: [Step]

  /// - Throws: `GraphError` with the place in the pattern.
  init(_ pattern: String) throws {
    var parser = TextPatternParser(pattern)
    let tree = try parser.parse()
    var program = TextPatternProgram()
    try program.add(tree)
    steps = program.steps + [.accept]
  }

  func matchesWhole(_ text: String) -> Bool {
    let scalars = Array(text.unicodeScalars)
    var current = StateSet(count: steps.count)
    var next = StateSet(count: steps.count)
    enter(0, at: 0, in: scalars, &current)
    for (place, scalar) in scalars.enumerated() {
      next.removeAll()
      for state in current.members {
        if case .character(let set) = steps[state], set.contains(scalar) {
          enter(state + 1, at: place + 1, in: scalars, &next)
        }
      }
      swap(&current, &next)
      if current.members.isEmpty { return false }
    }
    return current.contains(steps.count - 1)
  }

  /// Adds a state and those it leads to without reading.
  private func enter(_ first: Int, at place: Int, in text: [Unicode.Scalar], _ states: inout StateSet) {
    var pending = [first]
    while let state = pending.popLast() {
      guard states.insert(state) else { continue }
      switch steps[state] {
      case .jump(let target): pending.append(target)
      case .split(let one, let other): pending += [other, one]
      case .assertion(let assertion) where holds(assertion, at: place, in: text): pending.append(state + 1)
      case .assertion, .character, .accept: break
      }
    }
  }

  private func holds(_ assertion: Assertion, at place: Int, in text: [Unicode.Scalar]) -> Bool {
    let before = place > 0 && CharacterSet.word.contains(text[place - 1])
    let after = place < text.count && CharacterSet.word.contains(text[place])
    return switch assertion {
    case .start: place == 0
    case .end: place == text.count
    case .wordBoundary: before != after
    case .noWordBoundary: before == after
    }
  }
}

/// States of the automaton, each once.
private struct StateSet {
  private(set) var members: [Int] = []
  private var isMember: [Bool]

  init(count: Int) { isMember = [Bool](repeating: false, count: count) }

  func contains(_ state: Int) -> Bool { isMember[state] }

  mutating func insert(_ state: Int) -> Bool {
    guard !isMember[state] else { return false }
    isMember[state] = true
    members.append(state)
    return true
  }

  mutating func removeAll() {
    for state in members { isMember[state] = false }
    members.removeAll(keepingCapacity: true)
  }
}

/// Characters that one place of a pattern stands for.
struct CharacterSet {
  var ranges: [ClosedRange<UInt32>] = []
  var isNegated = false

  func contains(_ scalar: Unicode.Scalar) -> Bool {
    ranges.contains { $0.contains(scalar.value) } != isNegated
  }

  init(_ ranges: [ClosedRange<UInt32>] = [], negated: Bool = false) {
    self.ranges = ranges
    isNegated = negated
  }

  init(_ scalar: Unicode.Scalar) { ranges = [scalar.value...scalar.value] }

  static let digit = CharacterSet([48...57])
  static let word = CharacterSet([48...57, 65...90, 95...95, 97...122])
  static let space = CharacterSet([9...10, 12...13, 32...32])
  /// Anything but the end of a line.
  static let any = CharacterSet([10...10], negated: true)

  /// Its ranges when nothing is negated.
  var positiveRanges: [ClosedRange<UInt32>] {
    guard isNegated else { return ranges }
    var gaps: [ClosedRange<UInt32>] = []
    var next: UInt32 = 0
    for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
      if range.lowerBound > next { gaps.append(next...range.lowerBound - 1) }
      next = max(next, range.upperBound + 1)
    }
    return gaps + [next...0x10FFFF]
  }
}
