/// The controller in front of an array with a stationary operand: what enters in a cycle, and when the next
/// tile's words may.
extension StationaryArray {
  func control() {
    if streamedVectors == streamed, streamTile < loadTile, !isLoading {
      streamTile += 1
      streamedVectors = 0
      inputs.append(cycle...cycle + streamed - 1)
    }
    if streamedVectors < streamed {
      enterVector(walk[streamTile], streamedVectors)
      streamedVectors += 1
    }
    if !isLoading, streamTile == loadTile, loadTile + 1 < walk.count, mayLoad || isSignalled() {
      loadTile += 1
      loadedWords = 0
      isLoading = true
      mayLoad = false
      stationaryWords.append(cycle...cycle + walk[loadTile].usedRows - 1)
    }
    if isLoading {
      let tile = walk[loadTile]
      enterStationaryWords(tile, loadedWords)
      loadedWords += 1
      // The first vector may follow the last word.
      if loadedWords == tile.usedRows { isLoading = false }
    }
  }

  /// Whether this cycle's words at the left edge say that the tile's stationary words may go.
  private func isSignalled() -> Bool {
    guard streamTile >= 0 else { return true }
    let lowestRow = walk[streamTile].usedRows - 1
    let tags = streamFeeder.edgeTags
    switch loading {
    // The sums at the outputs say so (`observeOutputs`).
    case .serial: return false
    // The whole column moves: its last word must have met its last vector.
    case .chain: return tags[lowestRow].contains(.last)
    case .tagged: return tags[0].contains(.last)
    // The whole column moves: its lowest row must have taken its word over.
    case .shadowChain: return tags[lowestRow].contains(.first)
    case .shadowTagged: return tags[0].contains(.first)
    }
  }

  /// One vector of the streamed operand, into the delay lines.
  private func enterVector(_ tile: ArrayTile, _ index: Int) {
    var tags: WordTags = index == 0 ? .first : []
    if index == streamed - 1 { tags.insert(.last) }
    let operand = isInputStationary ? product.right : product.left
    operand.withUnsafeBufferPointer { words in
      let source = streamedLayout.index(group: tile.group, row: index, column: tile.firstRow)
      let step = streamedLayout.columnStride
      streamFeeder.push(0..<tile.height, tags.union(.valid)) { words[source &+ $0 &* step] }
    }
    streamFeeder.push(tile.height..<tile.usedRows, tags) { _ in Arithmetic.zeroWord }
    streamedWordCount += tile.height
  }

  /// One row of stationary words, into the delay lines. A chain takes the lowest row's first, tagged words go
  /// in the order of rows. Columns that the tile does not use get zeros.
  private func enterStationaryWords(_ tile: ArrayTile, _ index: Int) {
    let row = tagged != nil ? index : tile.usedRows - 1 - index
    let first: WordTags = index == 0 ? .first : []
    let width = row < tile.height ? tile.width : 0
    let operand = isInputStationary ? product.left : product.right
    operand.withUnsafeBufferPointer { words in
      let source = stationaryLayout.index(
        group: tile.group, row: tile.firstRow + row, column: tile.firstColumn)
      let step = stationaryLayout.columnStride
      stationaryFeeder.push(0..<width, [.stationary, .used, .valid, first]) { words[source &+ $0 &* step] }
    }
    let zero = Arithmetic.zeroWord
    let used = max(width, tile.usedColumns)
    stationaryFeeder.push(width..<used, [.stationary, .used, first]) { _ in zero }
    stationaryFeeder.push(used..<columns, [.stationary, first]) { _ in zero }
    stationaryWordCount += width
  }

  /// The last sum of the last column in use: the array is empty, and a serial load may begin.
  func observeOutputs() {
    guard loading == .serial, streamTile == loadTile, streamTile >= 0 else { return }
    let column = walk[streamTile].usedColumns - 1
    if sumTags.row(rows)[column >> 6].last >> UInt64(column & 63) & 1 != 0 { mayLoad = true }
  }
}
