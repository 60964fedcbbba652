import Arrays
import Chips

/// What happens in a cycle, for readers who do not know the array.
struct FilmWords {
  private let engine: MatrixEngine

  init(_ engine: MatrixEngine) {
    self.engine = engine
  }

  func sentence(before: ArrayActivity?, now: ArrayActivity, busy: Int) -> String {
    let none = OperandTraffic(leftWords: 0, rightWords: 0, resultWords: 0)
    let traffic = before?.traffic ?? none
    let left = now.traffic.leftWords - traffic.leftWords
    let right = now.traffic.rightWords - traffic.rightWords
    let results = now.traffic.resultWords - traffic.resultWords
    var parts: [String] = []
    if now.tiles > before?.tiles ?? 0 { parts.append("Tile \(now.tiles) begins.") }
    if left > 0 {
      parts.append("\(counted(left, "word")) of the left matrix \(verb(left, "enter")) \(leftWay).")
    }
    if right > 0 {
      parts.append("\(counted(right, "word")) of the right matrix \(verb(right, "enter")) \(rightWay).")
    }
    if busy > 0 {
      parts.append(
        "\(counted(busy, "PE")) \(busy == 1 ? "multiplies" : "multiply") and \(verb(busy, "add")).")
    }
    if results > 0 { parts.append("\(counted(results, "sum")) \(verb(results, "leave")) the array.") }
    return parts.isEmpty ? "Words and sums are on their way." : parts.joined(separator: " ")
  }

  /// What the array is, in a few sentences.
  var introduction: String {
    switch engine.array {
    case .dotProduct:
      return
        "Each column is a lane: its PEs multiply the words of one vector by the words that the lane holds, and "
        + "a tree adds the products up."
    case .systolic(let systolic):
      switch systolic.dataflow {
      case .outputStationary:
        return
          "Words of the left matrix move to the right, words of the right matrix move down, one PE a cycle. "
          + "Where two meet they are multiplied, and the PE adds the product to the sum that it keeps. Each row and "
          + "column starts a cycle later than the one before, so that the right words meet."
      case .weightStationary:
        return
          "Words of the right matrix (weights) are loaded from above and stay. Words of the left matrix move to "
          + "the right; sums move down, and every PE adds its product to the sum that comes by."
      case .inputStationary:
        return
          "Words of the left matrix are loaded from above and stay. Words of the right matrix move to the "
          + "right; sums move down, and every PE adds its product to the sum that comes by."
      }
    }
  }

  private func verb(_ count: Int, _ verb: String) -> String { count == 1 ? verb + "s" : verb }

  private var leftWay: String {
    guard case .systolic(let systolic) = engine.array else { return "all lanes" }
    return systolic.dataflow == .inputStationary ? "from above" : "from the left"
  }

  private var rightWay: String {
    guard case .systolic(let systolic) = engine.array else { return "the lanes" }
    return systolic.dataflow == .inputStationary ? "from the left" : "from above"
  }
}
