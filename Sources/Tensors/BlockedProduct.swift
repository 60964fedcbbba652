/// Blocking for the caches around a register tile.
///
/// A block of `b` (240 KiB) and one of `a` (120 KiB) stay in a second-level cache of 512 KiB, one strip of `b`
/// (20 KiB) in the first. k is cut outermost and taken in order, so that each element of `c` sees its terms in order.
enum BlockedProduct<Tile: ProductTile> {
  typealias Operand = Tile.Operand
  typealias Sum = Tile.Sum
  /// Packs columns of `b` strip after strip; see `ProductTile`. May write one group of 16 past the last strip.
  typealias Pack = (_ depth: Range<Int>, _ columns: Range<Int>, _ target: UnsafeMutablePointer<Operand>) ->
    Void

  private static var tileRows: Int { 6 }
  private static var tileColumns: Int { 16 }
  private static var blockRows: Int { 96 }
  private static var blockColumns: Int { 192 }
  private static var blockDepth: Int { 320 }

  /// - Parameter a: row-major; where `depthStep` is 2 and k is odd, a zero follows each row.
  static func accumulate(
    m: Int, n: Int, k: Int, a: UnsafePointer<Operand>, lda: Int, packB: Pack,
    c: UnsafeMutablePointer<Sum>, ldc: Int, kernel: ProductKernel
  ) {
    if m <= 0 || n <= 0 || k <= 0 { return }
    let depthLimit = evenDepth(k)
    let columnLimit = roundUp(min(n, blockColumns), tileColumns)
    let packedB = UnsafeMutablePointer<Operand>.allocate(
      capacity: (columnLimit + 1) * depthLimit + tileColumns)
    defer { packedB.deallocate() }
    withLastRows(m: m, k: k, a, lda) { lastRows, lastStride in
      for firstK in stride(from: 0, to: k, by: depthLimit) {
        let depth = firstK..<min(k, firstK + depthLimit)
        let steps = roundUp(depth.count, Tile.depthStep) / Tile.depthStep
        for firstColumn in stride(from: 0, to: n, by: blockColumns) {
          let columns = firstColumn..<min(n, firstColumn + blockColumns)
          packB(depth, columns, packedB)
          for firstRow in stride(from: 0, to: m, by: blockRows) {
            let block = Block(
              rows: firstRow..<min(m, firstRow + blockRows), columns: columns.count, steps: steps, lda: lda,
              lastStride: lastStride, ldc: ldc, kernel: kernel)
            multiply(block, a: a + firstK, lastRows: lastRows + firstK, b: packedB, c: c + firstColumn)
          }
        }
      }
    }
  }

  private struct Block {
    var rows: Range<Int>
    var columns: Int
    var steps: Int
    var lda: Int
    var lastStride: Int
    var ldc: Int
    var kernel: ProductKernel
  }

  private static func roundUp(_ value: Int, _ step: Int) -> Int { (value + step - 1) / step * step }

  /// k cut into equal parts of at most `blockDepth`.
  private static func evenDepth(_ k: Int) -> Int {
    let parts = (k + blockDepth - 1) / blockDepth
    return roundUp((k + parts - 1) / parts, 2)
  }

  /// Rows that fill no tile are handed out as a copy with zero rows behind them.
  private static func withLastRows(
    m: Int, k: Int, _ a: UnsafePointer<Operand>, _ lda: Int,
    _ body: (UnsafePointer<Operand>, _ stride: Int) -> Void
  ) {
    let used = m % tileRows
    if used == 0 { return body(a, lda) }
    let length = roundUp(k, Tile.depthStep)
    let rows = UnsafeMutablePointer<Operand>.allocate(capacity: tileRows * length)
    defer { rows.deallocate() }
    rows.initialize(repeating: .zero, count: tileRows * length)
    for row in 0..<used { (rows + row * length).update(from: a + (m - used + row) * lda, count: k) }
    body(rows, length)
  }

  private static func multiply(
    _ block: Block, a: UnsafePointer<Operand>, lastRows: UnsafePointer<Operand>, b: UnsafePointer<Operand>,
    c: UnsafeMutablePointer<Sum>
  ) {
    for column in stride(from: 0, to: block.columns, by: tileColumns) {
      let strip = b + column * block.steps * Tile.depthStep
      for row in stride(from: block.rows.lowerBound, to: block.rows.upperBound, by: tileRows) {
        let corner = c + (row * block.ldc + column)
        let height = min(tileRows, block.rows.upperBound - row)
        let width = min(tileColumns, block.columns - column)
        let from = height == tileRows ? a + row * block.lda : lastRows
        let lda = height == tileRows ? block.lda : block.lastStride
        if height == tileRows && width == tileColumns {
          Tile.multiply(
            steps: block.steps, a: from, lda: lda, b: strip, c: corner, ldc: block.ldc, kernel: block.kernel)
        } else {
          multiplyEdge(height, width, block, a: from, lda: lda, b: strip, c: corner)
        }
      }
    }
  }

  /// A tile that reaches over the edge of `c`: computed beside the matrix.
  private static func multiplyEdge(
    _ height: Int, _ width: Int, _ block: Block, a: UnsafePointer<Operand>, lda: Int,
    b: UnsafePointer<Operand>, c: UnsafeMutablePointer<Sum>
  ) {
    withUnsafeTemporaryAllocation(of: Sum.self, capacity: tileRows * tileColumns) { edge in
      edge.initialize(repeating: .zero)
      let tile = edge.baseAddress!
      for row in 0..<height { (tile + row * tileColumns).update(from: c + row * block.ldc, count: width) }
      Tile.multiply(
        steps: block.steps, a: a, lda: lda, b: b, c: tile, ldc: tileColumns, kernel: block.kernel)
      for row in 0..<height { (c + row * block.ldc).update(from: tile + row * tileColumns, count: width) }
    }
  }
}
