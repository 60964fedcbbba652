/// Blocking for the caches around a register tile.
///
/// Blocks of `a` (192 KiB for fp32) and of `b` (240 KiB) stay in a second-level cache of 512 KiB, one strip of `b`
/// (16 KiB) in the first. k is cut outermost and taken in order, so that each element of `c` sees its terms in order.
enum BlockedProduct<Tile: ProductTile> {
  typealias Operand = Tile.Operand
  typealias Sum = Tile.Sum
  /// Packs a range of k of strip after strip; strips are `steps * depthStep` times 6 (16) operands long.
  typealias Pack = (_ depth: Range<Int>, _ lines: Range<Int>, _ target: UnsafeMutablePointer<Operand>) -> Void

  static var tileRows: Int { 6 }
  static var tileColumns: Int { 16 }
  private static var blockRows: Int { 96 }
  private static var blockColumns: Int { 240 }
  static var blockDepth: Int { 256 }

  static func accumulate(
    m: Int, n: Int, k: Int, packA: Pack, packB: Pack, c: UnsafeMutablePointer<Sum>, ldc: Int,
    kernel: ProductKernel
  ) {
    if m <= 0 || n <= 0 || k <= 0 { return }
    let depthLimit = roundUp(min(k, blockDepth), Tile.depthStep)
    let packedA = UnsafeMutablePointer<Operand>.allocate(capacity: roundUp(m, tileRows) * depthLimit)
    let columnLimit = roundUp(min(n, blockColumns), tileColumns)
    // One group more: packing may spill over its last group.
    let packedB = UnsafeMutablePointer<Operand>.allocate(capacity: columnLimit * depthLimit + tileColumns)
    defer {
      packedA.deallocate()
      packedB.deallocate()
    }
    for firstK in stride(from: 0, to: k, by: blockDepth) {
      let depth = firstK..<min(k, firstK + blockDepth)
      let steps = roundUp(depth.count, Tile.depthStep) / Tile.depthStep
      packA(depth, 0..<m, packedA)
      for firstColumn in stride(from: 0, to: n, by: blockColumns) {
        let columns = firstColumn..<min(n, firstColumn + blockColumns)
        packB(depth, columns, packedB)
        for firstRow in stride(from: 0, to: m, by: blockRows) {
          let rows = firstRow..<min(m, firstRow + blockRows)
          multiply(
            rows: rows, n: columns.count, steps: steps, a: packedA, b: packedB, c: c + firstColumn, ldc: ldc,
            kernel: kernel)
        }
      }
    }
  }

  static func roundUp(_ value: Int, _ step: Int) -> Int { (value + step - 1) / step * step }

  private static func multiply(
    rows: Range<Int>, n: Int, steps: Int, a: UnsafePointer<Operand>, b: UnsafePointer<Operand>,
    c: UnsafeMutablePointer<Sum>, ldc: Int, kernel: ProductKernel
  ) {
    let depth = steps * Tile.depthStep
    for column in stride(from: 0, to: n, by: tileColumns) {
      for row in stride(from: rows.lowerBound, to: rows.upperBound, by: tileRows) {
        let corner = c + (row * ldc + column)
        let height = min(tileRows, rows.upperBound - row)
        let width = min(tileColumns, n - column)
        if height == tileRows && width == tileColumns {
          Tile.multiply(
            steps: steps, a: a + row * depth, b: b + column * depth, c: corner, ldc: ldc, kernel: kernel)
        } else {
          multiplyEdge(
            height, width, steps: steps, a: a + row * depth, b: b + column * depth, c: corner, ldc: ldc,
            kernel: kernel)
        }
      }
    }
  }

  /// A tile that reaches over the edge of `c`: computed beside the matrix.
  private static func multiplyEdge(
    _ height: Int, _ width: Int, steps: Int, a: UnsafePointer<Operand>, b: UnsafePointer<Operand>,
    c: UnsafeMutablePointer<Sum>, ldc: Int, kernel: ProductKernel
  ) {
    withUnsafeTemporaryAllocation(of: Sum.self, capacity: tileRows * tileColumns) { edge in
      edge.initialize(repeating: .zero)
      let tile = edge.baseAddress!
      for row in 0..<height { (tile + row * tileColumns).update(from: c + row * ldc, count: width) }
      Tile.multiply(steps: steps, a: a, b: b, c: tile, ldc: tileColumns, kernel: kernel)
      for row in 0..<height { (c + row * ldc).update(from: tile + row * tileColumns, count: width) }
    }
  }
}
