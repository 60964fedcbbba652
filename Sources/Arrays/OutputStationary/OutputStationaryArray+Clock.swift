/// What a cycle does to an output-stationary array.
extension OutputStationaryArray {
  /// Results that stand at the outputs in this cycle go to the sink.
  func collect() {
    switch drain {
    case .block:
      // Sums move up: the uppermost row is the output.
      guard draining > 0 else { return }
      forEachBit(real.row(0), count: real.wordsPerRow) { column in
        sink.accept(sums[0, column], column: column, cycle: cycle)
      }
    case .bus:
      busOwners.clear(0)
      for row in 0..<rows {
        forEachBit(done.row(row), count: real.wordsPerRow) { column in
          precondition(!busOwners[0, column], "two sums on the bus of a column")
          busOwners[0, column] = true
          if real[row, column] { sink.accept(sums[row, column], column: column, cycle: cycle) }
        }
      }
    case .shadow:
      shadows!.collect { word, column in sink.accept(word, column: column, cycle: cycle) }
    }
  }

  /// The clock edge. From the lowest row up, so that registers are read before their neighbours move in.
  func clock() {
    let edgeWords = leftFeeder.edgeWords
    let edgeTags = leftFeeder.edgeTags
    let count = WordPlane<Arithmetic.Word>.paddedCount(columns)
    topEdge.read(topFeeder, zero: Arithmetic.zeroWord)
    topTags.row(0).update(from: topEdge.tags, count: topEdge.wordCount)
    top.row(0).update(from: topFeeder.edgeWords, count: columns)
    shadows?.beginClock()
    var counts = MultiplierCounts()
    for row in stride(from: rows - 1, through: 0, by: -1) {
      leftTags.shiftRight(
        row, entering: TagBits(edgeTags[row], isZero: edgeWords[row] == Arithmetic.zeroWord))
      let sums = sums.row(row)
      let tags = leftTags.row(row)
      for index in 0..<leftTags.wordsPerRow where tags[index].first != 0 {
        forEachBit(tags[index].first) { sums[index << 6 + $0] = Arithmetic.zeroSum }
      }
      let left = left.row(row)
      left[0] = edgeWords[row]
      Arithmetic.clockRow(sums: sums, above: sums, left: left, right: top.row(row), count: count)
      finishSums(row, &counts)
    }
    self.counts.add(counts)
    let isDraining = draining > 0
    clockController()
    if isDraining { moveSumsUp(count) }
    top.clock()
    topTags.clock()
    leftFeeder.clock()
    topFeeder.clock()
  }

  /// Sums to which the last product was added.
  @inline(__always)
  private func finishSums(_ row: Int, _ counts: inout MultiplierCounts) {
    let (left, top) = (leftTags.row(row), topTags.row(row))
    let (done, real) = (done.row(row), real.row(row))
    for index in 0..<leftTags.wordsPerRow {
      let met = left[index] & top[index]
      done[index] = met.last
      if met.last != 0 { real[index] = real[index] & ~met.last | met.last & met.valid }
      let count = population(met.valid)
      counts.occupied &+= count
      counts.zeroGated &+= count &- population(met.nonzero)
    }
    shadows?.clock(row: row, captured: done, real: real, sums: sums.row(row))
  }

  /// Every sum to the PE above it.
  private func moveSumsUp(_ count: Int) {
    for row in 0..<rows {
      sums.row(row).update(from: sums.row(row + 1), count: count)
      real.copy(row + 1, to: row)
    }
  }
}
