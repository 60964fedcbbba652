/// Stationary words that shift down their column, all of it at once, as long as words come in above it.
final class WordChain<Word: BitwiseCopyable & Equatable> {
  private let bank: StationaryBank<Word>
  private let edge: EdgeTags
  private let zero: Word

  init(into bank: StationaryBank<Word>, columns: Int, zero: Word) {
    self.bank = bank
    self.zero = zero
    edge = EdgeTags(columns: columns)
  }

  func beginClock(_ feeder: SkewFeeder<Word>) { edge.read(feeder, zero: zero) }

  /// The clock edge of a row, from the lowest row up.
  @inline(__always)
  func clock(row: Int, _ feeder: SkewFeeder<Word>) {
    guard edge.hasStationary else { return }
    bank.take(row, of: bank, into: row + 1, where: edge.stationary)
    guard row == 0 else { return }
    let (words, target) = (feeder.edgeWords, bank.words.row(0))
    forEachBit(edge.stationary, count: edge.wordCount) { target[$0] = words[$0] }
    bank.tags.take(edge.tags, into: 0, where: edge.stationary)
  }
}
