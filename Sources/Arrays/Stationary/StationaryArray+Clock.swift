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
    chain?.beginClock(stationaryFeeder)
    tagged?.beginClock(stationaryFeeder)
    var counts = MultiplierCounts()
    for row in stride(from: rows - 1, through: 0, by: -1) {
      streamTags.shiftRight(
        row, entering: TagBits(edgeTags[row], isZero: edgeWords[row] == Arithmetic.zeroWord))
      if let shadow { takeShadows(row, shadow) }
      let left = left.row(row)
      left[0] = edgeWords[row]
      if isFinite {
        Arithmetic.clockRow(
          sums: sums.row(row + 1), above: sums.row(row), left: left, right: active.words.row(row),
          count: padded)
      } else {
        clockRowWhereValid(row)
      }
      count(row, &counts)
      chain?.clock(row: row, stationaryFeeder)
      tagged?.clock(row: row)
    }
    sumTags.clock()
    self.counts.add(counts)
    tagged?.endClock()
    streamFeeder.clock()
    stationaryFeeder.clock()
  }

  /// As `clockRow`, but PEs without a streamed word let the sum pass: what stayed in them from another tile may
  /// be infinite.
  private func clockRowWhereValid(_ row: Int) {
    let (left, right) = (left.row(row), active.words.row(row))
    let (above, sums) = (sums.row(row), sums.row(row + 1))
    for column in stride(from: columns - 1, through: 0, by: -1) {
      sums[column] =
        streamTags.isValid(row: row, column: column)
        ? Arithmetic.multiplyAccumulate(above[column], left[column], right[column]) : above[column]
      left[column + 1] = left[column]
    }
  }

  /// The first vector takes the next tile's words into use as it comes by.
  @inline(__always)
  private func takeShadows(_ row: Int, _ shadow: StationaryBank<Arithmetic.Word>) {
    let tags = streamTags.row(row)
    for index in 0..<streamTags.wordsPerRow where tags[index].first != 0 {
      let mask = tags[index].first
      forEachBit(mask) { bit in
        let column = index << 6 + bit
        active.words[row, column] = shadow.words[row, column]
      }
      let lanes = TagBits(repeating: mask)
      let taken = active.tags.row(row) + index
      taken.pointee = taken.pointee & ~lanes | shadow.tags.row(row)[index] & lanes
    }
  }

  /// What a row's multipliers do; the tags of the uppermost row's sums begin here.
  @inline(__always)
  private func count(_ row: Int, _ counts: inout MultiplierCounts) {
    let (streamed, stays) = (streamTags.row(row), active.tags.row(row))
    for index in 0..<streamTags.wordsPerRow {
      let met = streamed[index] & stays[index]
      let occupied = population(met.valid)
      counts.occupied &+= occupied
      counts.zeroGated &+= occupied &- population(met.nonzero)
      if row == 0 {
        sumTags.row(0)[index] = TagBits(met.valid, 0, 0, streamed[index].last & stays[index].used)
      }
    }
  }
}
