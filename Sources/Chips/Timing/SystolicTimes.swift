import Tensors

/// When words pass the edges of a systolic array that computes one command, in steps from the first of all: what
/// the closed forms of the tile level say.
public struct SystolicTimes: Sendable {
  /// One tile of the first group.
  public struct Tile: Sendable, Hashable {
    /// First and last step in which stationary words enter; nil where there are none.
    public var stationaryWords: ClosedRange<Int>?
    /// First and last step in which streamed words enter.
    public var inputs: ClosedRange<Int>
    /// First and last step in which results stand at the outputs.
    public var outputs: ClosedRange<Int>

    public init(
      stationaryWords: ClosedRange<Int>?, inputs: ClosedRange<Int>, outputs: ClosedRange<Int>
    ) {
      self.stationaryWords = stationaryWords
      self.inputs = inputs
      self.outputs = outputs
    }
  }

  private let schedule: SystolicSchedule

  /// - Throws: `InputError` when the shape is empty or beyond all measure.
  public init(_ systolic: Systolic, rows: Int, columns: Int, shape: MatrixProductShape) throws {
    precondition(rows > 0 && columns > 0, "an array without PEs")
    try MatrixEngine(array: .systolic(systolic), rows: rows, columns: columns, precisions: []).check(shape)
    schedule = SystolicSchedule(systolic, rows: rows, columns: columns, shape: shape)
  }

  public var firstOutput: Int {
    schedule.firstInput(outer: 0, inner: 0) + schedule.outputs(outer: 0, inner: 0).lowerBound
  }
  public var lastOutput: Int { schedule.lastOutput }
  /// Tiles, and how many of them neighbours walk along before the next outer one.
  public var tiles: Int { schedule.tiles }
  public var innerTiles: Int { schedule.inner.count }
  public var outerTiles: Int { schedule.outer.count }
  public var traffic: OperandTraffic { schedule.traffic }

  /// - Precondition: there is such a tile.
  public func tile(outer: Int, inner: Int) -> Tile {
    precondition(
      (0..<outerTiles).contains(outer) && (0..<innerTiles).contains(inner), "no such tile of the product")
    let first = schedule.firstInput(outer: outer, inner: inner)
    let outputs = schedule.outputs(outer: outer, inner: inner)
    return Tile(
      stationaryWords: schedule.stationaryWords(outer: outer, inner: inner),
      inputs: first...first + schedule.streamed - 1,
      outputs: first + outputs.lowerBound...first + outputs.upperBound)
  }
}
