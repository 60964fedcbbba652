/// Stationary words that travel down their column, a row at every clock edge, each with the number of the row
/// that it is for: that row keeps it.
final class TaggedWords<Word: BitwiseCopyable & Equatable> {
  private let bank: StationaryBank<Word>
  private let words: FallingPlane<Word>
  private let tags: FallingPlane<WordTags>
  private let destinations: FallingPlane<Int16>
  private let columns: Int
  private static var none: Int16 { -1 }
  /// Rows that the next word at the upper edge of a column is for: words come in the order of rows.
  private var nextRow: [Int16]
  private let lastRow: Int
  /// Cycles for which a word may still be on its way.
  private var busyCycles = 0

  init(into bank: StationaryBank<Word>, rows: Int, columns: Int, zero: Word) {
    self.bank = bank
    self.columns = columns
    lastRow = rows - 1
    words = FallingPlane(rows: rows, columns: columns, zero: zero)
    tags = FallingPlane(rows: rows, columns: columns, zero: [])
    destinations = FallingPlane(rows: rows, columns: columns, zero: Self.none)
    nextRow = Array(repeating: 0, count: columns)
  }

  func beginClock(_ feeder: SkewFeeder<Word>) {
    let (edgeWords, edgeTags) = (feeder.edgeWords, feeder.edgeTags)
    let (words, tags, destinations) = (words.row(0), tags.row(0), destinations.row(0))
    for column in 0..<columns where edgeTags[column].contains(.stationary) {
      if edgeTags[column].contains(.first) { nextRow[column] = 0 }
      words[column] = edgeWords[column]
      tags[column] = edgeTags[column]
      destinations[column] = nextRow[column]
      nextRow[column] += 1
      busyCycles = lastRow + 1
    }
  }

  /// The clock edge of a row.
  @inline(__always)
  func clock(row: Int) {
    guard busyCycles > 0 else { return }
    let here = UnsafeMutableRawPointer(destinations.row(row))
    let wanted = SIMD16<Int16>(repeating: Int16(truncatingIfNeeded: row))
    var column = 0
    while column < columns {
      let found = here.loadUnaligned(fromByteOffset: column &* 2, as: SIMD16<Int16>.self) .== wanted
      if any(found) { keep(row: row, from: column) }
      column &+= 16
    }
  }

  private func keep(row: Int, from start: Int) {
    let (words, tags, destinations) = (words.row(row), tags.row(row), destinations.row(row))
    for column in start..<min(start + 16, columns) where destinations[column] == row {
      bank.set(words[column], tags[column], row: row, column: column)
    }
  }

  func endClock() {
    guard busyCycles > 0 else { return }
    busyCycles -= 1
    words.clock()
    tags.clock()
    destinations.clock()
  }
}
