import Chips
import Documents

/// One thing that is made different about a design, to be simulated: never a guess.
public enum AdviceChange: Sendable, Hashable {
  /// Another clock, with the lowest supply that allows it.
  case clock(from: OperatingPoint, to: OperatingPoint)
  /// Cores with matrix engines.
  case cores(from: Int, to: Int)
  /// Rows and columns of each matrix engine; of the first where cores differ.
  case array(from: [Int], to: [Int])
  /// Of each core with a matrix engine; of the first where cores differ.
  case scratchpad(fromBytes: Int, toBytes: Int)
  case bandwidth(fromBytesPerSecond: Int, toBytesPerSecond: Int)
  case batch(from: Int, to: Int)
}

extension AdviceChange {
  /// This change and a later one as one; nil where they are about different things.
  func followed(by next: AdviceChange) -> AdviceChange? {
    switch (self, next) {
    case (.clock(let from, _), .clock(_, let to)): .clock(from: from, to: to)
    case (.cores(let from, _), .cores(_, let to)): .cores(from: from, to: to)
    case (.array(let from, _), .array(_, let to)): .array(from: from, to: to)
    case (.scratchpad(let from, _), .scratchpad(_, let to)): .scratchpad(fromBytes: from, toBytes: to)
    case (.bandwidth(let from, _), .bandwidth(_, let to)):
      .bandwidth(fromBytesPerSecond: from, toBytesPerSecond: to)
    case (.batch(let from, _), .batch(_, let to)): .batch(from: from, to: to)
    default: nil
    }
  }
}

/// The same changes for any chip, in proportion to what it has.
enum AdviceStep: Sendable, Hashable {
  /// Clock of the cores, over the present one.
  case clock(Double)
  /// The highest clock that the technology allows.
  case highestClock
  case cores(Factor)
  case array(Factor)
  case scratchpad(Factor)
  case bandwidth(Factor)
  case batch(Factor)

  enum Factor: Sendable {
    case half, double

    /// nil for what has no half.
    func applied(to number: Int) -> Int? {
      switch self {
      case .half: number > 1 ? number / 2 : nil
      case .double: number.multipliedReportingOverflow(by: 2).overflow ? nil : number * 2
      }
    }
  }

  /// What may help against a limit that is missed.
  static func remedies(for limit: AdviceLimit) -> [AdviceStep] {
    switch limit {
    case .latency:
      [
        .highestClock, .clock(1.25), .cores(.double), .array(.double), .bandwidth(.double),
        .scratchpad(.double), .batch(.half),
      ]
    case .power, .cooling: [.clock(0.75), .clock(0.5), .clock(0.25), .cores(.half), .array(.half)]
    case .energy:
      [.clock(0.75), .clock(0.5), .scratchpad(.double), .cores(.half), .array(.half), .batch(.double)]
    case .area: [.cores(.half), .array(.half), .scratchpad(.half)]
    case .accuracy: []
    }
  }
}
