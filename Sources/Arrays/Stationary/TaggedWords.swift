/// Stationary words that travel down their column, a row at every clock edge. Each row keeps the first word of a
/// tile that reaches it, which bears a mark, and marks the next one for the row below.
final class TaggedWords<Word: BitwiseCopyable> {
  private let bank: StationaryBank<Word>
  private let words: FallingPlane<Word>
  private let tags: FallingPlane<WordTags>
  /// One bit a column: a word comes by; and it is for the row that it comes to.
  private let present: FallingPlane<UInt64>
  private let marked: FallingPlane<UInt64>
  /// PEs that kept a word in the cycle before.
  private let kept: BitPlane
  private let columns: Int
  private let rows: Int
  /// Cycles for which a word may still be on its way.
  private var busyCycles = 0

  init(into bank: StationaryBank<Word>, rows: Int, columns: Int, zero: Word) {
    self.bank = bank
    self.columns = columns
    self.rows = rows
    words = FallingPlane(rows: rows, columns: columns, zero: zero)
    tags = FallingPlane(rows: rows, columns: columns, zero: [])
    kept = BitPlane(rows: rows, columns: columns)
    present = FallingPlane(rows: rows, columns: kept.wordsPerRow, zero: 0)
    marked = FallingPlane(rows: rows, columns: kept.wordsPerRow, zero: 0)
  }

  /// The words at the upper edge.
  func beginClock(_ feeder: SkewFeeder<Word>, _ edge: EdgeTags) {
    guard edge.hasStationary else { return }
    words.row(0).update(from: feeder.edgeWords, count: columns)
    tags.row(0).update(from: feeder.edgeTags, count: columns)
    present.row(0).update(from: edge.stationary, count: edge.wordCount)
    marked.row(0).update(from: edge.first, count: edge.wordCount)
    busyCycles = rows
  }

  /// The clock edge of a row: the words that are for it stay.
  @inline(__always)
  func clock(row: Int) {
    guard busyCycles > 0 else { return }
    let (present, marked, kept) = (present.row(row), marked.row(row), kept.row(row))
    for index in 0..<self.kept.wordsPerRow {
      let found = present[index] & marked[index]
      let passing = present[index] & ~found
      present[index] = passing
      marked[index] = passing & kept[index]
      kept[index] = found
      if found != 0 { keep(row: row, found, from: index << 6) }
    }
  }

  private func keep(row: Int, _ found: UInt64, from start: Int) {
    let (words, tags) = (words.row(row), tags.row(row))
    forEachBit(found) { bit in
      let column = start + bit
      bank.set(words[column], tags[column], row: row, column: column)
    }
  }

  func endClock() {
    guard busyCycles > 0 else { return }
    busyCycles -= 1
    words.clock()
    tags.clock()
    present.clock()
    marked.clock()
  }
}
