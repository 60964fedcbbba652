import Foundation

/// What an ai.onnx.ml model does to its scores at the end.
enum ScoreTransform: Int, Sendable {
  case none, softmax, logistic
  /// Softmax over the scores that are not zero.
  case softmaxZero
  /// The inverse of the normal distribution function.
  case probit

  func apply(_ scores: [Double]) -> [Double] {
    switch self {
    case .none: scores
    case .logistic: scores.map { 1 / (1 + exp(-$0)) }
    case .probit: scores.map(ScoreTransform.probit)
    case .softmax: ScoreTransform.softmax(scores) { _ in true }
    case .softmaxZero: ScoreTransform.softmax(scores) { $0 != 0 }
    }
  }

  private static func softmax(_ scores: [Double], where takesPart: (Double) -> Bool) -> [Double] {
    let largest = scores.max() ?? 0
    let powers = scores.map { takesPart($0) ? exp($0 - largest) : 0 }
    let total = powers.reduce(0, +)
    return powers.map { total == 0 ? 0 : $0 / total }
  }

  /// By halving an interval that holds it.
  private static func probit(_ share: Double) -> Double {
    guard share > 0, share < 1 else { return share <= 0 ? -.infinity : .infinity }
    var (low, high) = (-40.0, 40.0)
    for _ in 0..<200 {
      let middle = (low + high) / 2
      if 0.5 * erfc(-middle / 2.0.squareRoot()) < share { low = middle } else { high = middle }
    }
    return (low + high) / 2
  }
}
