/// A stationary word in each PE, with its tags. A row more, for what falls out at the bottom.
final class StationaryBank<Word: BitwiseCopyable & Equatable> {
  let words: WordPlane<Word>
  let tags: TagPlane
  private let zero: Word

  init(rows: Int, columns: Int, zero: Word) {
    self.zero = zero
    words = WordPlane(rows: rows + 1, columns: columns, zero: zero)
    tags = TagPlane(rows: rows + 1, columns: columns)
  }

  /// Some columns of a row take over what stands in a row of `source`.
  @inline(__always)
  func take(_ sourceRow: Int, of source: StationaryBank, into row: Int, where mask: UnsafePointer<UInt64>) {
    let (from, to) = (source.words.row(sourceRow), words.row(row))
    forEachRun(mask, count: tags.wordsPerRow) { run in
      (to + run.lowerBound).update(from: from + run.lowerBound, count: run.count)
    }
    tags.take(source.tags.row(sourceRow), into: row, where: mask)
  }

  func set(_ word: Word, _ wordTags: WordTags, row: Int, column: Int) {
    words[row, column] = word
    tags.set(TagBits(wordTags, isZero: word == zero), row: row, column: column)
  }
}
