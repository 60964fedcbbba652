/// What one tile does, relative to its first streamed word, and how soon the next may follow.
extension SystolicSchedule {
  /// Steps before the first streamed word of all: the first stationary tile's words.
  var preload: Int { array.dataflow == .outputStationary ? 0 : used(inner, 0) }

  /// PEs a tile takes along a dimension: those it uses, or all when edge tiles are not trimmed.
  private func used(_ folds: Folds, _ tile: Int) -> Int {
    array.trimsEdgeTiles ? folds.elements(tile) : folds.size
  }

  /// First and last step at which results of a tile stand at the outputs.
  func outputs(outer outerTile: Int, inner innerTile: Int) -> ClosedRange<Int> {
    guard array.dataflow == .outputStationary else {
      // Sums come down all rows, one more step a column.
      return rows...(rows + streamed - 1 + outer.elements(outerTile) - 1)
    }
    let height = outer.elements(outerTile)
    let width = inner.elements(innerTile)
    let tallest = used(outer, outerTile)
    switch array.outputDrain {
    case .block:
      // When the last PE has its last operands, all rows move out together.
      let first = streamed + tallest + used(inner, innerTile) - 2
      return first...(first + height - 1)
    case .shadow:
      // A column moves out from its lowest row when that row is done; the topmost row is its last.
      let first = streamed + (tallest - 1) + (tallest - height)
      return first...(streamed + 2 * (tallest - 1) + width - 1)
    case .bus:
      // Each PE delivers as soon as it is done.
      return streamed...(streamed + height - 1 + width - 1)
    }
  }

  /// Steps from a tile's first streamed word to that of the tile after it, in the same outer row unless
  /// `nextOuter` says otherwise.
  func period(inner innerTile: Int, outer outerTile: Int, next: Int, nextOuter: Int? = nil) -> Int {
    guard array.dataflow != .outputStationary else {
      let height = used(outer, outerTile)
      return outputPeriod(
        height: height, width: used(inner, innerTile), nextHeight: nextOuter.map { used(outer, $0) } ?? height
      )
    }
    let load = used(inner, next)
    return max(streamed, loadStart(inner: innerTile, outer: outerTile) + load)
  }

  private func outputPeriod(height: Int, width: Int, nextHeight: Int) -> Int {
    switch array.outputDrain {
    case .block: streamed + 2 * height + width - 2
    // A column has one shadow chain, one bus: results of a tile leave before those of the next.
    case .bus: max(streamed, height)
    // Those of a lower tile have a shorter way to the end of the chain.
    case .shadow: max(streamed, height + max(0, height - nextHeight))
    }
  }

  /// Step, from a stationary tile's first streamed word, at which the next tile's words may start to enter.
  func loadStart(inner innerTile: Int, outer outerTile: Int) -> Int {
    let depth = used(inner, innerTile)
    switch array.stationaryLoading {
    // The array is empty: the last result is out.
    case .serial: return streamed - 1 + rows + used(outer, outerTile)
    // The chain shifts as a whole: the last word must have reached the lowest row.
    case .chain: return streamed - 1 + depth - 1
    // The words follow the last activation.
    case .tagged: return streamed - 1
    // The chain shifts as a whole: the lowest row must have taken over its shadow.
    case .shadowChain: return depth - 1
    case .shadowTagged: return 0
    }
  }
}

extension SystolicSchedule {
  /// Steps at which the words of a stationary tile enter, from step 0 of the product; nil for os.
  func stationaryWords(outer outerTile: Int, inner innerTile: Int) -> ClosedRange<Int>? {
    guard array.dataflow != .outputStationary else { return nil }
    let load = used(inner, innerTile)
    guard outerTile > 0 || innerTile > 0 else { return 0...(load - 1) }
    let before = innerTile > 0 ? (outerTile, innerTile - 1) : (outerTile - 1, inner.last)
    let start =
      firstInput(outer: before.0, inner: before.1) + loadStart(inner: before.1, outer: before.0)
    return start...(start + load - 1)
  }
}
