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
    topEdge.read(topFeeder)
    topTags.row(0).update(from: topEdge.tags, count: topEdge.wordCount)
    top.row(0).update(from: topFeeder.edgeWords, count: columns)
    shadows?.beginClock()
    left.clock()
    let shadows = shadows
    var (occupied, nonzero) = (0, 0)
    for row in stride(from: rows - 1, through: 0, by: -1) {
      let sums = sums.row(row)
      leftTags.shiftRight(row, entering: edgeTags[row])
      occupied &+= finishSums(row, sums)
      let left = left.row(row)
      left[0] = edgeWords[row]
      nonzero &+= Arithmetic.clockRow(sums: sums, above: sums, left: left, right: top.row(row), count: count)
      shadows?.clock(row: row, captured: done.row(row), real: real.row(row), sums: sums)
    }
    counts.add(occupied: occupied, nonzero: nonzero)
    let isDraining = draining > 0
    clockController()
    if isDraining { moveSumsUp(count) }
    top.clock()
    topTags.clock()
    leftFeeder.clock()
    topFeeder.clock()
  }

  /// Sums that begin with this cycle's product, and those to which it is the last.
  /// - Returns: how many PEs have two words.
  @inline(__always)
  private func finishSums(_ row: Int, _ sums: UnsafeMutablePointer<Arithmetic.Sum>) -> Int {
    let (left, top, done, real) = (leftTags.row(row), topTags.row(row), done.row(row), real.row(row))
    var occupied = 0
    for index in 0..<leftTags.wordsPerRow {
      let first = left[index].first
      if first != 0 { forEachBit(first) { sums[index << 6 + $0] = Arithmetic.zeroSum } }
      let met = left[index] & top[index]
      done[index] = met.last
      if met.last != 0 { real[index] = real[index] & ~met.last | met.last & met.valid }
      occupied &+= population(met.valid)
    }
    return occupied
  }

  /// Every sum to the PE above it.
  private func moveSumsUp(_ count: Int) {
    for row in 0..<rows {
      sums.row(row).update(from: sums.row(row + 1), count: count)
      real.copy(row + 1, to: row)
    }
  }
}
