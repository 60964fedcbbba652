/// Registers whose words all move to the right by a column at every clock edge.
///
/// Since all of them move, columns are renamed instead of copied: a row slides through a block of memory twice its
/// length, and goes back to the block's far end when it has come to the near one.
final class SlidingPlane<Word: BitwiseCopyable> {
  private let words: UnsafeMutablePointer<Word>
  private let stride: Int
  private let rows: Int
  private let length: Int
  /// Where column 0 stands in each row's block.
  private let origin: UnsafeMutablePointer<Int>

  /// - Parameter columns: of the array; rows are longer (see `rowMultiple`).
  init(rows: Int, columns: Int, zero: Word) {
    self.rows = rows
    length = WordPlane<Word>.paddedCount(columns)
    stride = 2 * length
    words = .allocate(capacity: rows * stride)
    words.initialize(repeating: zero, count: rows * stride)
    origin = .allocate(capacity: 1)
    origin.initialize(to: length)
  }

  deinit {
    words.deallocate()
    origin.deallocate()
  }

  /// What stands at a row's inputs in this cycle; at column 0, what comes in at the edge.
  @inline(__always)
  func row(_ row: Int) -> UnsafeMutablePointer<Word> { words + (row &* stride &+ origin.pointee) }

  /// A clock edge: every word is one column further; what stands in column 0 is to be overwritten.
  func clock() {
    if origin.pointee == 0 {
      for row in 0..<rows {
        let block = words + row * stride
        (block + length).update(from: block, count: length)
      }
      origin.pointee = length
    }
    origin.pointee &-= 1
  }
}
