/// Registers whose words all move down by a row at every clock edge.
///
/// Since all of them move, rows are renamed instead of copied: the row that falls out at the bottom becomes the
/// one above the array, where the next words come in.
final class FallingPlane<Word: BitwiseCopyable> {
  private let words: UnsafeMutablePointer<Word>
  private let stride: Int
  private let rows: Int
  private let zero: Word
  private let edge: UnsafeMutablePointer<Int>

  init(rows: Int, columns: Int, zero: Word) {
    self.rows = rows
    self.zero = zero
    stride = WordPlane<Word>.paddedCount(columns)
    words = .allocate(capacity: rows * stride)
    words.initialize(repeating: zero, count: rows * stride)
    edge = .allocate(capacity: 1)
    edge.initialize(to: 0)
  }

  deinit {
    words.deallocate()
    edge.deallocate()
  }

  /// What stands at a row's inputs in this cycle; at row 0, what comes in from above.
  @inline(__always)
  func row(_ row: Int) -> UnsafeMutablePointer<Word> {
    var place = edge.pointee &+ row
    if place >= rows { place &-= rows }
    return words + place &* stride
  }

  /// A clock edge; row 0 is empty then.
  func clock() {
    edge.pointee = edge.pointee == 0 ? rows - 1 : edge.pointee - 1
    row(0).update(repeating: zero, count: stride)
  }
}
