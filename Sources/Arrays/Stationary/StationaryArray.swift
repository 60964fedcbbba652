import Chips

/// A systolic array in which one operand stays (ws: the right one, is: the left one), register by register.
///
/// Words of the other operand move to the right, row by row of the reduction; partial sums move down, and every
/// PE adds the product of the word that comes by and the word that stays. The words of a tile arrive from above
/// as the `StationaryLoading` says. Sums of one tile of the reduction are added to those of the others behind
/// the array.
public final class StationaryArray<Arithmetic: ArrayArithmetic>: SteppedArray {
  public let rows: Int
  public let columns: Int
  public private(set) var cycle = 0

  let product: ArrayProduct<Arithmetic>
  let loading: StationaryLoading
  let walk: TileWalk
  let sink: ResultSink<Arithmetic>
  let isInputStationary: Bool
  /// Vectors that stream through a tile, and how the operands lie: streamed vector × reduction, and reduction ×
  /// column.
  let streamed: Int
  let streamedLayout: MatrixLayout
  let stationaryLayout: MatrixLayout
  /// Whether zero times any word is zero; if not, PEs without a word must not multiply.
  let isFinite: Bool

  // The PEs' registers.
  let left: SlidingPlane<Arithmetic.Word>
  /// Row r + 1: partial sums of the PEs of row r. Row 0: what comes in from above, zero.
  let sums: WordPlane<Arithmetic.Sum>
  let streamTags: TagPlane
  /// Row r: tags of the partial sums that come into row r from above; the last row: those at the outputs.
  let sumTags: FallingPlane<TagBits>
  let active: StationaryBank<Arithmetic.Word>
  /// The next tile's words (`shadow…`).
  let shadow: StationaryBank<Arithmetic.Word>?
  let chain: WordChain<Arithmetic.Word>?
  let tagged: TaggedWords<Arithmetic.Word>?

  let streamFeeder: SkewFeeder<Arithmetic.Word>
  let stationaryFeeder: SkewFeeder<Arithmetic.Word>
  let stationaryEdge: EdgeTags

  // The controller. The tile whose vectors enter, and the one whose words do, and how many of them have.
  var streamTile = -1
  var streamedVectors: Int
  var loadTile = -1
  var loadedWords = 0
  var isLoading = false
  var mayLoad = true

  var stationaryWords: [ClosedRange<Int>] = []
  var inputs: [ClosedRange<Int>] = []
  var streamedWordCount = 0
  var stationaryWordCount = 0
  var counts = MultiplierCounts()

  /// - Parameter systolic: weight- or input-stationary.
  public init(_ systolic: Systolic, rows: Int, columns: Int, product: ArrayProduct<Arithmetic>) {
    precondition(systolic.dataflow != .outputStationary, "another dataflow's array")
    self.rows = rows
    self.columns = columns
    self.product = product
    loading = systolic.stationaryLoading
    isInputStationary = systolic.dataflow == .inputStationary
    let shape = product.shape
    walk = TileWalk(systolic, rows: rows, columns: columns, shape: shape)
    let leftLayout = MatrixLayout(rows: shape.rows, columns: shape.reduction)
    let rightLayout = MatrixLayout(rows: shape.reduction, columns: shape.columns)
    let resultLayout = MatrixLayout(rows: shape.rows, columns: shape.columns)
    streamed = isInputStationary ? shape.columns : shape.rows
    streamedLayout = isInputStationary ? rightLayout.transposed : leftLayout
    stationaryLayout = isInputStationary ? leftLayout.transposed : rightLayout
    streamedVectors = streamed
    isFinite = product.allFinite
    sink = ResultSink(
      walk: walk, order: .streamed, streamed: streamed, columns: columns,
      layout: isInputStationary ? resultLayout.transposed : resultLayout, shape: shape)

    let zero = Arithmetic.zeroWord
    left = SlidingPlane(rows: rows, columns: columns, zero: zero)
    sums = WordPlane(rows: rows + 1, columns: columns, zero: Arithmetic.zeroSum)
    streamTags = TagPlane(rows: rows, columns: columns)
    sumTags = FallingPlane(rows: rows + 1, columns: streamTags.wordsPerRow, zero: .zero)
    active = StationaryBank(rows: rows, columns: columns, zero: zero)
    let hasShadow = loading == .shadowChain || loading == .shadowTagged
    shadow = hasShadow ? StationaryBank(rows: rows, columns: columns, zero: zero) : nil
    let target = shadow ?? active
    let isTagged = loading == .tagged || loading == .shadowTagged
    chain = isTagged ? nil : WordChain(into: target)
    tagged = isTagged ? TaggedWords(into: target, rows: rows, columns: columns, zero: zero) : nil
    streamFeeder = SkewFeeder(lines: rows, zero: zero)
    stationaryFeeder = SkewFeeder(lines: columns, zero: zero)
    stationaryEdge = EdgeTags(columns: columns)
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
      traffic: OperandTraffic(
        leftWords: isInputStationary ? stationaryWordCount : streamedWordCount,
        rightWords: isInputStationary ? streamedWordCount : stationaryWordCount,
        resultWords: sink.wordCount),
      multipliers: counts)
  }

  public var record: ArrayRecord {
    let tiles = inputs.indices.map { index in
      let tile = walk[index]
      return TileRecord(
        group: tile.group, outer: tile.outer, inner: tile.inner, stationaryWords: stationaryWords[index],
        inputs: inputs[index], outputs: sink.outputs(index))
    }
    return ArrayRecord(
      firstOutput: tiles.map(\.outputs.lowerBound).min()!, lastOutput: tiles.map(\.outputs.upperBound).max()!,
      traffic: activity.traffic,
      multipliers: counts, processingElementCycles: rows * columns * cycle, tiles: tiles)
  }

  public func processingElement(row: Int, column: Int) -> ProcessingElementState {
    ProcessingElementState(
      left: "\(left.row(row)[column])", right: "\(active.words[row, column])",
      sum: "\(sums[row + 1, column])",
      isBusy: streamTags.isValid(row: row, column: column) && active.tags.isValid(row: row, column: column))
  }
}
