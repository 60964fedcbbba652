/// A stationary word in each PE, with its tags. A row more, for what falls out at the bottom.
final class StationaryBank<Word: BitwiseCopyable> {
  let words: WordPlane<Word>
  let tags: TagPlane

  init(rows: Int, columns: Int, zero: Word) {
    words = WordPlane(rows: rows + 1, columns: columns, zero: zero)
    tags = TagPlane(rows: rows + 1, columns: columns)
  }

  /// Some columns of a row take over what stands in a row of `source`.
  @inline(__always)
  func take(_ sourceRow: Int, of source: StationaryBank, into row: Int, where mask: UnsafePointer<UInt64>) {
    take(source.words.row(sourceRow), source.tags.row(sourceRow), into: row, where: mask)
  }

  /// Some columns of a row take over words with their tags.
  @inline(__always)
  func take(
    _ source: UnsafePointer<Word>, _ sourceTags: UnsafePointer<TagBits>, into row: Int,
    where mask: UnsafePointer<UInt64>
  ) {
    let target = words.row(row)
    for index in 0..<tags.wordsPerRow where mask[index] != 0 {
      moveWords(mask[index], from: source + index << 6, to: target + index << 6)
    }
    tags.take(sourceTags, into: row, where: mask)
  }

  func set(_ word: Word, _ wordTags: WordTags, row: Int, column: Int) {
    words[row, column] = word
    tags.set(TagBits(wordTags), row: row, column: column)
  }
}
