/// One-bit registers of 64 PEs of a row: four kinds side by side, so that they change together.
typealias TagBits = SIMD4<UInt64>

extension TagBits {
  /// Words of the matrix, and of these the ones that are not zero.
  var valid: UInt64 { self[0] }
  var nonzero: UInt64 { self[1] }
  /// Streamed words: the first of a tile. Stationary words: of a column that the tile uses.
  var first: UInt64 { self[2] }
  var used: UInt64 { self[2] }
  /// The last word of a tile.
  var last: UInt64 { self[3] }

  /// The bits of one word, in place 0.
  @inline(__always)
  init(_ tags: WordTags, isZero: Bool) {
    let isValid: UInt64 = tags.contains(.valid) ? 1 : 0
    let third: WordTags = tags.contains(.stationary) ? .used : .first
    self.init(
      isValid, isZero ? 0 : isValid, tags.contains(third) ? 1 : 0, tags.contains(.last) ? 1 : 0)
  }
}

/// The tags of the words that stand in the PEs' registers.
final class TagPlane {
  private let bits: UnsafeMutablePointer<TagBits>
  let wordsPerRow: Int
  /// Of the last word of a row, the bits that stand for PEs: a tag that moves on from the last PE is gone.
  private let lastWordMask: UInt64

  init(rows: Int, columns: Int) {
    wordsPerRow = (columns + 63) / 64
    lastWordMask = columns % 64 == 0 ? ~0 : 1 << UInt64(columns % 64) - 1
    bits = .allocate(capacity: rows * wordsPerRow)
    bits.initialize(repeating: .zero, count: rows * wordsPerRow)
  }

  deinit { bits.deallocate() }

  @inline(__always)
  func row(_ row: Int) -> UnsafeMutablePointer<TagBits> { bits + row &* wordsPerRow }

  /// The tags of one PE.
  func isValid(row: Int, column: Int) -> Bool {
    self.row(row)[column >> 6].valid >> UInt64(column & 63) & 1 != 0
  }

  /// All tags of a row move one PE to the right; those of the word at the edge enter.
  @inline(__always)
  func shiftRight(_ row: Int, entering edge: TagBits) {
    let words = self.row(row)
    var carry = edge
    for index in 0..<wordsPerRow {
      let word = words[index]
      words[index] = word &<< 1 | carry
      carry = word &>> 63
    }
    words[wordsPerRow &- 1] &= TagBits(repeating: lastWordMask)
  }

  /// The tags of some columns of a row become those of `source`.
  @inline(__always)
  func take(_ source: UnsafePointer<TagBits>, into row: Int, where mask: UnsafePointer<UInt64>) {
    let target = self.row(row)
    for index in 0..<wordsPerRow where mask[index] != 0 {
      let mask = TagBits(repeating: mask[index])
      target[index] = target[index] & ~mask | source[index] & mask
    }
  }

  func set(_ tags: TagBits, row: Int, column: Int) {
    let shift = UInt64(column & 63)
    let place = self.row(row) + column >> 6
    place.pointee = place.pointee & ~TagBits(repeating: 1 << shift) | tags &<< shift
  }
}

/// Tags of the words at the ends of delay lines, and the lines that carry a word to stay.
final class EdgeTags {
  let tags: UnsafeMutablePointer<TagBits>
  let stationary: UnsafeMutablePointer<UInt64>
  let wordCount: Int
  private(set) var hasStationary = false

  init(columns: Int) {
    wordCount = (columns + 63) / 64
    tags = .allocate(capacity: wordCount)
    tags.initialize(repeating: .zero, count: wordCount)
    stationary = .allocate(capacity: wordCount)
    stationary.initialize(repeating: 0, count: wordCount)
  }

  deinit {
    tags.deallocate()
    stationary.deallocate()
  }

  func read<Word: Equatable>(_ feeder: SkewFeeder<Word>, zero: Word) {
    let words = feeder.edgeWords
    let edge = feeder.edgeTags
    var anyStationary: UInt64 = 0
    for index in 0..<wordCount {
      var bits = TagBits.zero
      var stays: UInt64 = 0
      for line in index << 6..<min(feeder.lines, (index + 1) << 6) where !edge[line].isEmpty {
        let shift = UInt64(line & 63)
        bits |= TagBits(edge[line], isZero: words[line] == zero) &<< shift
        if edge[line].contains(.stationary) { stays |= 1 << shift }
      }
      tags[index] = bits
      stationary[index] = stays
      anyStationary |= stays
    }
    hasStationary = anyStationary != 0
  }
}
