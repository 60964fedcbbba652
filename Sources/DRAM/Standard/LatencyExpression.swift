import Documents

/// Sums and differences of timing names and whole numbers, such as `CL + BL + 2 - CWL`.
struct LatencyExpression {
  private var terms: [(sign: Int, word: String)] = []

  /// - Throws: `InputError` where the text is no sum.
  init(_ text: String, at place: String) throws {
    var sign = 1
    var wantsTerm = true
    for word in text.split(separator: " ").map(String.init) {
      if word == "+" || word == "-" {
        guard !wantsTerm else { throw LatencyExpression.malformed(text, place) }
        sign = word == "+" ? 1 : -1
        wantsTerm = true
      } else {
        guard wantsTerm else { throw LatencyExpression.malformed(text, place) }
        terms.append((sign, word))
        wantsTerm = false
      }
    }
    guard !wantsTerm else { throw LatencyExpression.malformed(text, place) }
  }

  private static func malformed(_ text: String, _ place: String) -> InputError {
    InputError(at: place, "“\(text)” is no sum of timings", remedy: "such as CWL + BL + tWR")
  }

  /// - Throws: `InputError` with the nearest name for a timing that is not given.
  func cycles(_ timing: [String: Int], at place: String) throws -> Int {
    try terms.reduce(0) { sum, term in
      if let number = Int(term.word) { return sum + term.sign * number }
      guard let cycles = timing[term.word] else {
        throw InputError(
          at: place, "unknown timing “\(term.word)”",
          remedy: suggestion(for: term.word, among: timing.keys.sorted()))
      }
      return sum + term.sign * cycles
    }
  }
}
