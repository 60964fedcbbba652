/// The controller in front of an output-stationary array: what enters in a cycle, and when a tile may begin.
extension OutputStationaryArray {
  func control() {
    let reduction = product.shape.reduction
    if entered == reduction, tileIndex + 1 < walk.count, mayBegin(walk[tileIndex + 1]) {
      tileIndex += 1
      tile = walk[tileIndex]
      entered = 0
      age = 0
      isArrayFree = false
      inputs.append(cycle...cycle + reduction - 1)
    }
    guard entered < reduction else { return }
    enter(entered)
    entered += 1
  }

  /// Whether a tile's first words may enter in this cycle.
  private func mayBegin(_ next: ArrayTile) -> Bool {
    guard tileIndex >= 0 else { return true }
    switch drain {
    case .block: return isArrayFree
    // The column's bus is free for the upper row when the tile before has reached its lowest.
    case .bus: return age >= tile.usedRows
    // A column gives one result a cycle, at its lowest row in use: a lower tile's results arrive there sooner,
    // and must not meet those of the tile before.
    case .shadow: return age >= tile.usedRows + max(0, tile.usedRows - next.usedRows)
    }
  }

  /// One vector of each operand, into the delay lines.
  private func enter(_ index: Int) {
    let shape = product.shape
    var step: WordTags = index == 0 ? .first : []
    if index == shape.reduction - 1 { step.insert(.last) }
    product.left.withUnsafeBufferPointer { words in
      let source = (tile.group * shape.rows + tile.firstRow) * shape.reduction + index
      leftFeeder.push(0..<tile.height, step.union(.valid)) { words[source &+ $0 &* shape.reduction] }
    }
    product.right.withUnsafeBufferPointer { words in
      let source = (tile.group * shape.reduction + index) * shape.columns + tile.firstColumn
      topFeeder.push(0..<tile.width, step.subtracting(.first).union(.valid)) { words[source &+ $0] }
    }
    // Padding carries the tags, too: its PEs go through the same motions.
    leftFeeder.push(tile.height..<tile.usedRows, step) { _ in Arithmetic.zeroWord }
    topFeeder.push(tile.width..<tile.usedColumns, step.subtracting(.first)) { _ in Arithmetic.zeroWord }
    leftWords += tile.height
    rightWords += tile.width
  }

  /// What happens to the controller's own registers at the clock edge.
  func clockController() {
    age += 1
    if draining > 0 {
      draining -= 1
      if draining == 0 { isArrayFree = true }
    } else if drain == .block, done[tile.usedRows - 1, tile.usedColumns - 1] {
      // The last PE adds its last product now: from the next cycle on all sums move.
      draining = tile.usedRows
    }
  }
}
