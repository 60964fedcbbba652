import Chips

/// An output-stationary systolic array, register by register.
///
/// Each PE holds a left word, a top word and a sum. At every clock edge it adds the product of the words that
/// stand at its inputs to its sum and passes them on, left words to the right, top words down. Tags travel with
/// the left words: at a tile's first word a PE begins a new sum, at its last word the sum is done. How sums
/// leave is the `OutputDrain`.
public final class OutputStationaryArray<Arithmetic: ArrayArithmetic>: SteppedArray {
  public let rows: Int
  public let columns: Int
  public private(set) var cycle = 0

  let product: ArrayProduct<Arithmetic>
  let walk: TileWalk
  let sink: ResultSink<Arithmetic>
  let drain: OutputDrain

  // The PEs' registers. What comes in at an edge stands in column 0 and row 0.
  let left: SlidingPlane<Arithmetic.Word>
  let top: FallingPlane<Arithmetic.Word>
  let sums: WordPlane<Arithmetic.Sum>
  /// Tags of the words at the PEs' inputs. A sum is done where a last word from the left meets a last word from
  /// above.
  let leftTags: TagPlane
  let topTags: FallingPlane<TagBits>
  /// PEs whose sums were completed by the last clock edge, and those whose sums belong to the result: their
  /// operands were no padding.
  let done: BitPlane
  let real: BitPlane
  /// The second register of each PE (`shadow`).
  let shadows: ShadowChain<Arithmetic.Sum>?

  let leftFeeder: SkewFeeder<Arithmetic.Word>
  let topFeeder: SkewFeeder<Arithmetic.Word>
  let topEdge: EdgeTags
  /// Columns whose bus carries a sum in this cycle (`bus`).
  let busOwners: BitPlane

  // The controller.
  var tileIndex = -1
  var tile: ArrayTile
  /// Vectors of the tile that have entered; the reduction's length: the next tile may enter.
  var entered: Int
  /// Cycles since the tile's first word entered.
  var age = 0
  /// Cycles for which sums move up and out (`block`).
  var draining = 0
  var isArrayFree = true

  var inputs: [ClosedRange<Int>] = []
  var leftWords = 0
  var rightWords = 0
  var counts = MultiplierCounts()

  /// - Parameter systolic: output-stationary.
  public init(_ systolic: Systolic, rows: Int, columns: Int, product: ArrayProduct<Arithmetic>) {
    precondition(systolic.dataflow == .outputStationary, "another dataflow's array")
    self.rows = rows
    self.columns = columns
    self.product = product
    drain = systolic.outputDrain
    let shape = product.shape
    walk = TileWalk(systolic, rows: rows, columns: columns, shape: shape)
    sink = ResultSink(
      walk: walk, order: drain == .shadow ? .lowerRowFirst : .upperRowFirst, streamed: shape.reduction,
      columns: columns, layout: MatrixLayout(rows: shape.rows, columns: shape.columns), shape: shape)
    left = SlidingPlane(rows: rows, columns: columns, zero: Arithmetic.zeroWord)
    top = FallingPlane(rows: rows + 1, columns: columns, zero: Arithmetic.zeroWord)
    sums = WordPlane(rows: rows + 1, columns: columns, zero: Arithmetic.zeroSum)
    leftTags = TagPlane(rows: rows, columns: columns)
    topTags = FallingPlane(rows: rows + 1, columns: leftTags.wordsPerRow, zero: .zero)
    done = BitPlane(rows: rows, columns: columns)
    real = BitPlane(rows: rows + 1, columns: columns)
    shadows =
      drain == .shadow ? ShadowChain(walk: walk, rows: rows, columns: columns, zero: Arithmetic.zeroSum) : nil
    leftFeeder = SkewFeeder(lines: rows, zero: Arithmetic.zeroWord)
    topFeeder = SkewFeeder(lines: columns, zero: Arithmetic.zeroWord)
    topEdge = EdgeTags(columns: columns)
    busOwners = BitPlane(rows: 1, columns: columns)
    tile = walk[0]
    entered = shape.reduction
  }

  public var isFinished: Bool { sink.isComplete }
  public var results: [Arithmetic.Sum] { sink.results }

  public func step() {
    guard !isFinished else { return }
    control()
    collect()
    clock()
    cycle += 1
  }

  public var activity: ArrayActivity {
    ArrayActivity(
      tiles: inputs.count,
      traffic: OperandTraffic(leftWords: leftWords, rightWords: rightWords, resultWords: sink.wordCount),
      multipliers: counts)
  }

  public var record: ArrayRecord {
    let tiles = inputs.indices.map { index in
      let tile = walk[index]
      return TileRecord(
        group: tile.group, outer: tile.outer, inner: tile.inner, stationaryWords: nil,
        inputs: inputs[index], outputs: sink.outputs(index))
    }
    return ArrayRecord(
      firstOutput: tiles.map(\.outputs.lowerBound).min()!, lastOutput: tiles.map(\.outputs.upperBound).max()!,
      traffic: activity.traffic, multipliers: counts, processingElementCycles: rows * columns * cycle,
      tiles: tiles)
  }

  public func processingElement(row: Int, column: Int) -> ProcessingElementState {
    // Words from above have moved on by one row.
    ProcessingElementState(
      left: "\(left.row(row)[column])", right: "\(top.row(row + 1)[column])", sum: "\(sums[row, column])",
      isBusy: leftTags.isValid(row: row, column: column)
        && topTags.row(row + 1)[column >> 6].valid >> UInt64(column & 63) & 1 != 0)
  }
}
