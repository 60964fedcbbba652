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
  func contains(_ bank: Int) -> Bool { BankSet.contains(bank, in: words) }

  @inline(__always)
  static func contains(_ bank: Int, in words: UnsafeMutablePointer<UInt64>) -> Bool {
    words[bank &>> 6] &>> UInt64(bank & 63) & 1 != 0
  }

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

  /// Whether another set of as many banks, given by its words, is empty.
  @inline(__always)
  func hasNone(of others: UnsafeMutablePointer<UInt64>) -> Bool {
    var all: UInt64 = 0
    for index in 0..<wordCount { all |= others[index] }
    return all == 0
  }

  /// The first bank whose bit is set in a word of a set; its bit is cleared.
  @inline(__always)
  static func removeFirst(from bits: inout UInt64, at index: Int) -> Int? {
    guard bits != 0 else { return nil }
    defer { bits &= bits &- 1 }
    return index << 6 | bits.trailingZeroBitCount
  }
}
