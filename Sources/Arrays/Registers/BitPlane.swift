/// One bit in each PE of an array: a valid bit, a tag. 64 PEs of a row in a machine word.
final class BitPlane {
  private let bits: UnsafeMutablePointer<UInt64>
  /// Machine words of a row.
  let wordsPerRow: Int

  init(rows: Int, columns: Int) {
    wordsPerRow = (columns + 63) / 64
    bits = .allocate(capacity: rows * wordsPerRow)
    bits.initialize(repeating: 0, count: rows * wordsPerRow)
  }

  deinit { bits.deallocate() }

  @inline(__always)
  func row(_ row: Int) -> UnsafeMutablePointer<UInt64> { bits + row &* wordsPerRow }

  subscript(row: Int, column: Int) -> Bool {
    @inline(__always) get { self.row(row)[column >> 6] >> UInt64(column & 63) & 1 != 0 }
    set {
      let mask: UInt64 = 1 << UInt64(column & 63)
      if newValue { self.row(row)[column >> 6] |= mask } else { self.row(row)[column >> 6] &= ~mask }
    }
  }

  /// The bits of a row become those of another.
  @inline(__always)
  func copy(_ source: Int, to row: Int) {
    self.row(row).update(from: self.row(source), count: wordsPerRow)
  }

  func clear(_ row: Int) { self.row(row).update(repeating: 0, count: wordsPerRow) }
}

/// Calls `body` with every bit that is set, from the lowest.
@inline(__always)
func forEachBit(_ word: UInt64, _ body: (Int) -> Void) {
  var word = word
  while word != 0 {
    body(word.trailingZeroBitCount)
    word &= word &- 1
  }
}

/// Calls `body` with every bit that is set, from the lowest.
@inline(__always)
func forEachBit(_ words: UnsafePointer<UInt64>, count: Int, _ body: (Int) -> Void) {
  for index in 0..<count { forEachBit(words[index]) { body(index << 6 + $0) } }
}

/// Copies the words of 64 PEs whose bits are set: neighbours in one piece.
@inline(__always)
func moveWords<Word: BitwiseCopyable>(
  _ bits: UInt64, from source: UnsafePointer<Word>, to target: UnsafeMutablePointer<Word>
) {
  var bits = bits
  while bits != 0 {
    let first = bits.trailingZeroBitCount
    let count = (~(bits &>> UInt64(first))).trailingZeroBitCount
    if count == 1 {
      target[first] = source[first]
    } else {
      (target + first).update(from: source + first, count: min(count, 64 - first))
    }
    bits = first + count >= 64 ? 0 : bits & (~0 &<< UInt64(first + count))
  }
}

/// How many bits are set. Most words of an array's planes are full or empty.
@inline(__always)
func population(_ word: UInt64) -> Int {
  if word == 0 { return 0 }
  return word == ~0 ? 64 : word.nonzeroBitCount
}
