import Chips

/// When the words of one tile passed the edges of the array, in cycles from the first word of all.
public struct TileRecord: Sendable, Hashable {
  public var group: Int
  public var outer: Int
  public var inner: Int
  /// First and last cycle in which stationary words entered; nil where there are none.
  public var stationaryWords: ClosedRange<Int>?
  /// First and last cycle in which streamed words entered.
  public var inputs: ClosedRange<Int>
  /// First and last cycle in which results stood at the outputs.
  public var outputs: ClosedRange<Int>
}

/// What PEs did with their multipliers, in PE cycles.
public struct MultiplierCounts: Sendable, Hashable {
  /// Cycles in which a PE had two words to multiply.
  public var occupied = 0
  /// Of these, with a word that was zero: a multiplier that is gated on zeros rests.
  public var zeroGated = 0

  public init() {}

  /// - Parameter nonzero: of the PEs with two words, those of which both are not zero.
  mutating func add(occupied: Int, nonzero: Int) {
    self.occupied += occupied
    zeroGated += occupied - nonzero
  }
}

/// What a run of a register-level array showed.
public struct ArrayRecord: Sendable, Hashable {
  public var firstOutput: Int
  public var lastOutput: Int
  /// The cycle after the last result.
  public var totalCycles: Int { lastOutput + 1 }
  public var traffic: OperandTraffic
  public var multipliers: MultiplierCounts
  /// PEs times cycles.
  public var processingElementCycles: Int
  public var tiles: [TileRecord]
}
