/// A set of a channel's banks, a bit each.
struct BankSet: ~Copyable {
  let words: UnsafeMutablePointer<UInt64>
  let wordCount: Int

  /// - Parameter banks: of the channel.
  init(banks: Int) {
    wordCount = (banks + 63) / 64
    words = .allocate(capacity: wordCount)
    words.initialize(repeating: 0, count: wordCount)
  }

  deinit { words.deallocate() }

  @inline(__always)
  func contains(_ bank: Int) -> Bool { words[bank >> 6] >> UInt64(bank & 63) & 1 != 0 }

  @inline(__always)
  var isEmpty: Bool {
    var all: UInt64 = 0
    for index in 0..<wordCount { all |= words[index] }
    return all == 0
  }

  @inline(__always)
  mutating func insert(_ bank: Int) { words[bank >> 6] |= 1 << UInt64(bank & 63) }

  @inline(__always)
  mutating func remove(_ bank: Int) { words[bank >> 6] &= ~(1 << UInt64(bank & 63)) }

  /// Makes the set the same as another of as many banks.
  mutating func assign(_ other: borrowing BankSet) { words.update(from: other.words, count: wordCount) }

  mutating func removeAll() { words.update(repeating: 0, count: wordCount) }
}

/// Calls `body` with each bank whose bit is set in a word of a set.
@inline(__always)
func forEachBank(in word: UInt64, at index: Int, _ body: (Int) -> Void) {
  var bits = word
  while bits != 0 {
    body(index << 6 | bits.trailingZeroBitCount)
    bits &= bits &- 1
  }
}
