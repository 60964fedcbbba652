/// What a cycle does to an array with a stationary operand.
extension StationaryArray {
  /// Sums that stand at the outputs in this cycle go to the sink.
  func collect() {
    let (tags, words) = (sumTags.row(rows), sums.row(rows))
    for index in 0..<streamTags.wordsPerRow {
      forEachBit(tags[index].valid) { bit in
        let column = index << 6 + bit
        sink.accept(words[column], column: column, cycle: cycle)
      }
    }
    observeOutputs()
  }

  /// The clock edge. From the lowest row up, so that registers are read before their neighbours move in.
  func clock() {
    let edgeWords = streamFeeder.edgeWords
    let edgeTags = streamFeeder.edgeTags
    let padded = WordPlane<Arithmetic.Word>.paddedCount(columns)
    stationaryEdge.read(stationaryFeeder)
    tagged?.beginClock(stationaryFeeder, stationaryEdge)
    left.clock()
    let (shadow, chain, tagged) = (shadow, chain, tagged)
    var (occupied, nonzero) = (0, 0)
    for row in stride(from: rows - 1, through: 0, by: -1) {
      streamTags.shiftRight(row, entering: edgeTags[row])
      if let shadow { takeShadows(row, shadow) }
      occupied &+= occupiedCount(row)
      if row == 0 { beginSumTags() }
      left.row(row)[0] = edgeWords[row]
      nonzero &+= isFinite ? clockRow(row, padded) : clockRowWhereValid(row)
      chain?.clock(row: row, stationaryFeeder, stationaryEdge)
      tagged?.clock(row: row)
    }
    counts.add(occupied: occupied, nonzero: nonzero)
    sumTags.clock()
    tagged?.endClock()
    streamFeeder.clock()
    stationaryFeeder.clock()
  }

  @inline(__always)
  private func clockRow(_ row: Int, _ count: Int) -> Int {
    Arithmetic.clockRow(
      sums: sums.row(row + 1), above: sums.row(row), left: left.row(row), right: active.words.row(row),
      count: count)
  }

  /// As `clockRow`, but PEs without a streamed word let the sum pass: what stayed in them from another tile may
  /// be infinite.
  private func clockRowWhereValid(_ row: Int) -> Int {
    let (left, right) = (left.row(row), active.words.row(row))
    let (above, sums) = (sums.row(row), sums.row(row + 1))
    let zero = Arithmetic.zeroWord
    var nonzero = 0
    for column in 0..<columns {
      let isValid = streamTags.isValid(row: row, column: column)
      sums[column] =
        isValid
        ? Arithmetic.multiplyAccumulate(above[column], left[column], right[column]) : above[column]
      if isValid, left[column] != zero, right[column] != zero { nonzero += 1 }
    }
    return nonzero
  }

  /// PEs of a row that have a streamed and a stationary word.
  @inline(__always)
  private func occupiedCount(_ row: Int) -> Int {
    let (streamed, stays) = (streamTags.row(row), active.tags.row(row))
    var count = 0
    for index in 0..<streamTags.wordsPerRow {
      count &+= population(streamed[index].valid & stays[index].valid)
    }
    return count
  }

  /// The tags of the uppermost row's sums.
  private func beginSumTags() {
    let (streamed, stays, sums) = (streamTags.row(0), active.tags.row(0), sumTags.row(0))
    for index in 0..<streamTags.wordsPerRow {
      sums[index] = TagBits(
        valid: streamed[index].valid & stays[index].valid, last: streamed[index].last & stays[index].used,
        third: 0)
    }
  }

  /// The first vector of a tile takes the next words into use as it comes by.
  @inline(__always)
  private func takeShadows(_ row: Int, _ shadow: StationaryBank<Arithmetic.Word>) {
    let tags = streamTags.row(row)
    for index in 0..<streamTags.wordsPerRow where tags[index].first != 0 {
      takeShadows(row, index, tags[index].first, shadow)
    }
  }

  private func takeShadows(
    _ row: Int, _ index: Int, _ mask: UInt64, _ shadow: StationaryBank<Arithmetic.Word>
  ) {
    moveWords(mask, from: shadow.words.row(row) + index << 6, to: active.words.row(row) + index << 6)
    let lanes = TagBits(repeating: mask)
    let taken = active.tags.row(row) + index
    taken.pointee = taken.pointee & ~lanes | shadow.tags.row(row)[index] & lanes
  }
}
