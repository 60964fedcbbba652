/// One-bit registers of 64 PEs of a row, three kinds side by side so that they change together; the fourth lane
/// is empty.
typealias TagBits = SIMD4<UInt64>

extension TagBits {
  /// Words of the matrix.
  var valid: UInt64 { self[0] }
  /// The last word of a tile.
  var last: UInt64 { self[1] }
  /// Streamed words: the first of a tile. Stationary words: of a column that the tile uses.
  var first: UInt64 { self[2] }
  var used: UInt64 { self[2] }

  init(valid: UInt64, last: UInt64, third: UInt64) { self.init(valid, last, third, 0) }

  /// The bits of one word, in place 0.
  @inline(__always)
  init(_ tags: WordTags) {
    let third: WordTags = tags.contains(.stationary) ? .used : .first
    self.init(
      valid: tags.contains(.valid) ? 1 : 0, last: tags.contains(.last) ? 1 : 0,
      third: tags.contains(third) ? 1 : 0)
  }
}

/// The tags of the words that stand in the PEs' registers.
final class TagPlane {
  private let bits: UnsafeMutablePointer<TagBits>
  let wordsPerRow: Int
  /// Of the last word of a row, the bits that stand for PEs: a tag that moves on from the last PE is gone.
  private let lastWordMask: UInt64
  private let columns: Int
  /// For each row the tags that entered last, and for how many cycles they have, up to the row's length.
  private let entered: UnsafeMutablePointer<(tags: WordTags, cycles: Int)>

  init(rows: Int, columns: Int) {
    wordsPerRow = (columns + 63) / 64
    self.columns = columns
    entered = .allocate(capacity: rows)
    entered.initialize(repeating: ([], columns), count: rows)
    lastWordMask = columns % 64 == 0 ? ~0 : 1 << UInt64(columns % 64) - 1
    bits = .allocate(capacity: rows * wordsPerRow)
    bits.initialize(repeating: .zero, count: rows * wordsPerRow)
  }

  deinit {
    bits.deallocate()
    entered.deallocate()
  }

  @inline(__always)
  func row(_ row: Int) -> UnsafeMutablePointer<TagBits> { bits + row &* wordsPerRow }

  /// The tags of one PE.
  func isValid(row: Int, column: Int) -> Bool {
    self.row(row)[column >> 6].valid >> UInt64(column & 63) & 1 != 0
  }

  /// All tags of a row move one PE to the right; those of the word at the edge enter.
  ///
  /// Where the same tags have entered for as many cycles as the row is long, nothing changes.
  @inline(__always)
  func shiftRight(_ row: Int, entering tags: WordTags) {
    let entered = entered + row
    if entered.pointee.tags == tags {
      if entered.pointee.cycles == columns { return }
      entered.pointee.cycles &+= 1
    } else {
      entered.pointee = (tags, 1)
    }
    let words = self.row(row)
    var carry = TagBits(tags)
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
  /// Lines that carry the first word of a tile.
  let first: UnsafeMutablePointer<UInt64>
  let wordCount: Int
  private(set) var hasStationary = false

  init(columns: Int) {
    wordCount = (columns + 63) / 64
    tags = .allocate(capacity: wordCount)
    tags.initialize(repeating: .zero, count: wordCount)
    stationary = .allocate(capacity: wordCount)
    stationary.initialize(repeating: 0, count: wordCount)
    first = .allocate(capacity: wordCount)
    first.initialize(repeating: 0, count: wordCount)
  }

  deinit {
    tags.deallocate()
    stationary.deallocate()
    first.deallocate()
  }

  func read<Word>(_ feeder: SkewFeeder<Word>) {
    let edge = UnsafeRawPointer(feeder.edgeTags)
    var anyStationary: UInt64 = 0
    for index in 0..<wordCount {
      var (valid, first, last, stays, used): (UInt64, UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0, 0)
      // Eight lines at a time.
      for line in stride(from: index << 6, to: min(feeder.lines, (index + 1) << 6), by: 8) {
        var eight = edge.loadUnaligned(fromByteOffset: line, as: UInt64.self)
        let rest = feeder.lines &- line
        // Behind the last line come other cycles' tags.
        if rest < 8 { eight &= 1 << UInt64(8 &* rest) &- 1 }
        guard eight != 0 else { continue }
        let shift = UInt64(line & 63)
        valid |= WordTags.valid.gathered(eight) << shift
        first |= WordTags.first.gathered(eight) << shift
        last |= WordTags.last.gathered(eight) << shift
        stays |= WordTags.stationary.gathered(eight) << shift
        used |= WordTags.used.gathered(eight) << shift
      }
      tags[index] = TagBits(valid: valid, last: last, third: stays & used | ~stays & first)
      stationary[index] = stays
      self.first[index] = first
      anyStationary |= stays
    }
    hasStationary = anyStationary != 0
  }
}

extension WordTags {
  /// Whether each of eight words has this tag, in eight bits.
  @inline(__always)
  fileprivate func gathered(_ eight: UInt64) -> UInt64 {
    let bits = eight &>> UInt64(rawValue.trailingZeroBitCount) & 0x0101_0101_0101_0101
    // Each byte's bit reaches the highest byte at a place of its own.
    return (bits &* 0x0102_0408_1020_4080) &>> 56
  }
}
