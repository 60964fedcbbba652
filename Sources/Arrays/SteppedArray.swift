import Chips

/// What stands in the registers of a PE, as text, and whether it multiplies.
public struct ProcessingElementState: Sendable, Hashable {
  /// The word from the left.
  public var left: String
  /// The word from above, or the stationary one.
  public var right: String
  public var sum: String
  /// Two words of the matrices meet in this cycle.
  public var isBusy: Bool
}

/// What an array has done so far.
public struct ArrayActivity: Sendable, Hashable {
  /// Tiles whose first words have entered.
  public var tiles: Int
  /// Words over the edges.
  public var traffic: OperandTraffic
  public var multipliers: MultiplierCounts
}

/// An array whose every register changes at a clock edge, one cycle at a time.
public protocol SteppedArray<Arithmetic>: AnyObject {
  associatedtype Arithmetic: ArrayArithmetic

  var rows: Int { get }
  var columns: Int { get }
  /// The cycle that is about to run.
  var cycle: Int { get }
  /// All results have left.
  var isFinished: Bool { get }

  /// One clock cycle. Does nothing more once finished.
  func step()
  /// What a PE works on in the cycle that ran last.
  func processingElement(row: Int, column: Int) -> ProcessingElementState
  /// Up to now.
  var activity: ArrayActivity { get }
  /// Of the whole run, when it is finished.
  var record: ArrayRecord { get }
  /// `groups × rows × columns`, row by row.
  var results: [Arithmetic.Sum] { get }
}

extension SteppedArray {
  /// Runs to the end.
  public func run() -> ArrayRecord {
    while !isFinished { step() }
    return record
  }
}
