/// The second registers of an output-stationary array: a completed sum moves there, and down its column, while
/// the PE begins the next.
///
/// A word moves down when the register below is free at the clock edge. Each column has one output, which a
/// multiplexer takes from the lowest row that the tile uses.
final class ShadowChain<Sum: BitwiseCopyable> {
  private let words: WordPlane<Sum>
  private let full: BitPlane
  private let real: BitPlane
  /// Words that leave the array at the next clock edge.
  private let leaving: BitPlane
  /// Registers of the row below that take a word at this clock edge.
  private let accepting: BitPlane
  private let walk: TileWalk
  /// A column's output: the tile whose words leave, from which row, and how many are still to come.
  private struct Exit {
    var tile = -1
    var row = -1
    var remaining = 0
  }

  private let columns: Int
  private let exits: UnsafeMutablePointer<Exit>

  init(walk: TileWalk, rows: Int, columns: Int, zero: Sum) {
    self.walk = walk
    words = WordPlane(rows: rows + 1, columns: columns, zero: zero)
    full = BitPlane(rows: rows + 1, columns: columns)
    real = BitPlane(rows: rows + 1, columns: columns)
    leaving = BitPlane(rows: rows + 1, columns: columns)
    accepting = BitPlane(rows: 1, columns: columns)
    self.columns = columns
    exits = .allocate(capacity: columns)
    exits.initialize(repeating: Exit(), count: columns)
    for column in 0..<columns { advance(column) }
  }

  deinit { exits.deallocate() }

  private func advance(_ column: Int) {
    var exit = exits[column]
    repeat { exit.tile += 1 } while exit.tile < walk.count && walk[exit.tile].usedColumns <= column
    exit.remaining = exit.tile == walk.count ? 0 : walk[exit.tile].usedRows
    exit.row = exit.remaining - 1
    exits[column] = exit
  }

  /// Words that stand at the outputs in this cycle.
  func collect(_ accept: (Sum, _ column: Int) -> Void) {
    for column in 0..<columns {
      let row = exits[column].row
      guard row >= 0, full[row, column] else { continue }
      if real[row, column] { accept(words[row, column], column) }
      leaving[row, column] = true
      exits[column].remaining -= 1
      if exits[column].remaining == 0 { advance(column) }
    }
  }

  func beginClock() { accepting.clear(0) }

  /// The clock edge of a row, from the lowest row up.
  /// - Parameters:
  ///   - captured: PEs whose sums are complete, to be taken over.
  ///   - isReal: of these, the ones whose sums are no padding.
  @inline(__always)
  func clock(
    row: Int, captured: UnsafePointer<UInt64>, real isReal: UnsafePointer<UInt64>, sums: UnsafePointer<Sum>
  ) {
    let (full, fullBelow) = (full.row(row), full.row(row + 1))
    let (real, realBelow) = (real.row(row), real.row(row + 1))
    let leaving = leaving.row(row)
    let accepting = accepting.row(0)
    for index in 0..<self.full.wordsPerRow {
      if full[index] | captured[index] == 0 {
        accepting[index] = ~0
        continue
      }
      let staying = full[index] & ~leaving[index]
      let moving = staying & accepting[index]
      let waiting = staying & ~moving
      precondition(waiting & captured[index] == 0, "a shadow register takes a sum while it holds another")
      fullBelow[index] |= moving
      realBelow[index] |= moving & real[index]
      full[index] = waiting | captured[index]
      real[index] = waiting & real[index] | captured[index] & isReal[index]
      accepting[index] = ~full[index]
      leaving[index] = 0
      moveWords(moving, from: words.row(row) + index << 6, to: words.row(row + 1) + index << 6)
    }
    let target = words.row(row)
    for index in 0..<self.full.wordsPerRow where captured[index] != 0 {
      moveWords(captured[index], from: sums + index << 6, to: target + index << 6)
    }
  }
}
