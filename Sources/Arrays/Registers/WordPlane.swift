/// A register in each PE of an array, and a row and a column more where words come in from the edge.
///
/// Lies in one block, row after row, so that rows can be clocked many PEs at a time.
final class WordPlane<Word: BitwiseCopyable> {
  private let words: UnsafeMutablePointer<Word>
  private let count: Int
  /// Words from a row to the next.
  let stride: Int

  /// - Parameter columns: of the array; rows are longer (see `rowMultiple`).
  init(rows: Int, columns: Int, zero: Word) {
    stride = WordPlane.paddedCount(columns) + rowMultiple
    count = rows * stride
    words = .allocate(capacity: count)
    words.initialize(repeating: zero, count: count)
  }

  deinit { words.deallocate() }

  /// Columns that a row is clocked with.
  static func paddedCount(_ columns: Int) -> Int { (columns + rowMultiple - 1) / rowMultiple * rowMultiple }

  @inline(__always)
  func row(_ row: Int) -> UnsafeMutablePointer<Word> { words + row &* stride }

  subscript(row: Int, column: Int) -> Word {
    @inline(__always) get { words[row &* stride &+ column] }
    @inline(__always) set { words[row &* stride &+ column] = newValue }
  }
}
