/// Stationary words that shift down their column, all of it at once, as long as words come in above it.
final class WordChain<Word: BitwiseCopyable> {
  private let bank: StationaryBank<Word>

  init(into bank: StationaryBank<Word>) { self.bank = bank }

  /// The clock edge of a row, from the lowest row up.
  @inline(__always)
  func clock(row: Int, _ feeder: SkewFeeder<Word>, _ edge: EdgeTags) {
    guard edge.hasStationary else { return }
    bank.take(row, of: bank, into: row + 1, where: edge.stationary)
    if row == 0 { bank.take(feeder.edgeWords, edge.tags, into: 0, where: edge.stationary) }
  }
}
