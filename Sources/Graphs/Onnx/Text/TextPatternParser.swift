/// Reads a regular expression.
struct TextPatternParser {
  private static let maximumDepth = 100
  private static let maximumCount = 1_000

  private let text: [Unicode.Scalar]
  private var place = 0
  private var depth = 0

  init(_ pattern: String) { text = Array(pattern.unicodeScalars) }

  /// - Throws: `GraphError` with the place in the pattern.
  mutating func parse() throws -> TextPatternTree {
    let tree = try choice()
    guard place == text.count else { throw error("a group is closed that was not opened") }
    return tree
  }

  private func error(_ reason: String) -> GraphError {
    GraphError("pattern, character \(place): \(reason)", remedy: "write a regular expression as RE2 takes it")
  }

  private var current: Unicode.Scalar? { place < text.count ? text[place] : nil }

  private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
    guard current == scalar else { return false }
    place += 1
    return true
  }

  private mutating func choice() throws -> TextPatternTree {
    depth += 1
    defer { depth -= 1 }
    guard depth <= TextPatternParser.maximumDepth else { throw error("groups are nested too deep") }
    var branches = [try sequence()]
    while take("|") { branches.append(try sequence()) }
    return branches.count == 1 ? branches[0] : .choice(branches)
  }

  private mutating func sequence() throws -> TextPatternTree {
    var parts: [TextPatternTree] = []
    while let scalar = current, scalar != "|", scalar != ")" {
      var part = try atom()
      while let (least, most) = try count() {
        if case .repetition = part { part = .sequence([part]) }
        part = .repetition(part, least: least, most: most)
        _ = take("?")
      }
      parts.append(part)
    }
    return .sequence(parts)
  }

  private mutating func count() throws -> (least: Int, most: Int?)? {
    if take("*") { return (0, nil) }
    if take("+") { return (1, nil) }
    if take("?") { return (0, 1) }
    let start = place
    guard take("{") else { return nil }
    guard let least = number() else {
      // A brace that counts nothing is a brace.
      place = start
      return nil
    }
    var most: Int? = least
    if take(",") { most = number() }
    guard take("}") else { throw error("“{” without “}”") }
    guard least <= TextPatternParser.maximumCount, most ?? 0 <= TextPatternParser.maximumCount else {
      throw error("counts more than \(TextPatternParser.maximumCount)")
    }
    guard most.map({ $0 >= least }) ?? true else { throw error("counts from \(least) to \(most ?? 0)") }
    return (least, most)
  }

  private mutating func number() -> Int? {
    var value: Int?
    while let scalar = current, CharacterSet.digit.contains(scalar) {
      value = min((value ?? 0) * 10 + Int(scalar.value) - 48, TextPatternParser.maximumCount + 1)
      place += 1
    }
    return value
  }

  private mutating func atom() throws -> TextPatternTree {
    guard let scalar = current else { throw error("something is missing") }
    place += 1
    switch scalar {
    case ".": return .character(.any)
    case "^": return .assertion(.start)
    case "$": return .assertion(.end)
    case "[": return .character(try characterClass())
    case "\\": return try escape()
    case "*", "+", "?": throw error("nothing to repeat")
    case "(":
      if take("?") { try groupHead() }
      let tree = try choice()
      guard take(")") else { throw error("a group is not closed") }
      return tree
    default: return .character(CharacterSet(scalar))
    }
  }

  /// Behind `(?`: `:` or a name. Neither changes what is matched.
  private mutating func groupHead() throws {
    if take(":") { return }
    _ = take("P")
    guard take("<") else { throw error("this kind of group is not supported") }
    while let scalar = current, CharacterSet.word.contains(scalar) { place += 1 }
    guard take(">") else { throw error("a group's name is not closed") }
  }

  private mutating func escape() throws -> TextPatternTree {
    switch current {
    case "b":
      place += 1
      return .assertion(.wordBoundary)
    case "B":
      place += 1
      return .assertion(.noWordBoundary)
    case "A":
      place += 1
      return .assertion(.start)
    case "z":
      place += 1
      return .assertion(.end)
    default: return .character(try escapedSet())
    }
  }

  private mutating func escapedSet() throws -> CharacterSet {
    guard let scalar = current else { throw error("a backslash at the end") }
    place += 1
    switch scalar {
    case "d": return .digit
    case "D": return CharacterSet(CharacterSet.digit.ranges, negated: true)
    case "w": return .word
    case "W": return CharacterSet(CharacterSet.word.ranges, negated: true)
    case "s": return .space
    case "S": return CharacterSet(CharacterSet.space.ranges, negated: true)
    case "n": return CharacterSet("\n")
    case "t": return CharacterSet("\t")
    case "r": return CharacterSet("\r")
    case "f": return CharacterSet("\u{0C}")
    case "v": return CharacterSet("\u{0B}")
    case "x": return CharacterSet(try hexadecimal())
    default:
      guard !CharacterSet.word.contains(scalar) else { throw error("“\\\(scalar)” means nothing") }
      return CharacterSet(scalar)
    }
  }

  private mutating func hexadecimal() throws -> Unicode.Scalar {
    var digits = ""
    let isLong = take("{")
    while let scalar = current, digits.count < (isLong ? 6 : 2), Character(scalar).isHexDigit {
      digits.unicodeScalars.append(scalar)
      place += 1
    }
    guard !isLong || take("}"), let value = UInt32(digits, radix: 16), let scalar = Unicode.Scalar(value)
    else {
      throw error("“\\x” needs two digits")
    }
    return scalar
  }

  private mutating func characterClass() throws -> CharacterSet {
    var set = CharacterSet([], negated: take("^"))
    var isFirst = true
    while let scalar = current, scalar != "]" || isFirst {
      isFirst = false
      let low = try classMember()
      guard current == "-", place + 1 < text.count, text[place + 1] != "]", low.isSingle else {
        set.ranges += low.positiveRanges
        continue
      }
      place += 1
      let high = try classMember()
      guard high.isSingle, low.ranges[0].lowerBound <= high.ranges[0].lowerBound else {
        throw error("a range is in the wrong order")
      }
      set.ranges.append(low.ranges[0].lowerBound...high.ranges[0].lowerBound)
    }
    guard take("]") else { throw error("a class is not closed") }
    return set
  }

  private mutating func classMember() throws -> CharacterSet {
    guard let scalar = current else { throw error("a class is not closed") }
    place += 1
    return scalar == "\\" ? try escapedSet() : CharacterSet(scalar)
  }
}

extension CharacterSet {
  fileprivate var isSingle: Bool { !isNegated && ranges.count == 1 && ranges[0].count == 1 }
}
