/// The left operand of a product, from which blocks of rows are packed.
protocol ProductRows {
  associatedtype Operand: BitwiseCopyable
  /// Row 0 and the distance of rows, when rows may be read where they are.
  var inPlace: (start: UnsafePointer<Operand>, rowStep: Int)? { get }
  /// Fills `target`: for each step of the depth range, 6 rows of `ProductTile.depthStep` values. Fewer than 6 rows are
  /// filled up with anything.
  func pack(rows: Range<Int>, depth: Range<Int>, into target: UnsafeMutablePointer<Operand>)
}

/// Blocking for the caches around a register tile.
///
/// A block of packed `a` (up to 245 KiB) stays in a second-level cache of 512 KiB, one strip of packed `b` (20 KiB) in
/// the first, and a panel of packed `b` in the third. For each panel k is taken in order, so that each element of `c` sees
/// its terms in order.
enum BlockedProduct<Tile: ProductTile> {
  typealias Operand = Tile.Operand
  typealias Sum = Tile.Sum
  /// Packs columns of `b` strip after strip; see `ProductTile`. May write one group of 16 past the last strip.
  typealias Pack = (_ depth: Range<Int>, _ columns: Range<Int>, _ target: UnsafeMutablePointer<Operand>) ->
    Void

  private static var tileRows: Int { 6 }
  private static var tileColumns: Int { 16 }
  private static var blockRows: Int { 192 }
  private static var blockColumns: Int { 1024 }
  private static var blockDepth: Int { 320 * Tile.depthStep }
  /// Columns from which on packing rows pays.
  private static var columnsWorthPacking: Int { 4 * tileColumns }

  static func accumulate<Rows: ProductRows>(
    m: Int, n: Int, k: Int, a: Rows, packB: Pack, c: UnsafeMutablePointer<Sum>, ldc: Int,
    kernel: ProductKernel
  ) where Rows.Operand == Operand {
    if m <= 0 || n <= 0 || k <= 0 { return }
    let depthLimit = evenPart(of: k, atMost: blockDepth, step: 2)
    let columnLimit = evenPart(of: n, atMost: blockColumns, step: tileColumns)
    let rowLimit = evenPart(of: m, atMost: blockRows, step: tileRows)
    let packedB = PackingSpace<Operand>(count: (columnLimit + 1) * depthLimit + tileColumns)
    let packedA = PackingSpace<Operand>(count: rowLimit * depthLimit)
    let direct = n < columnsWorthPacking ? a.inPlace : nil
    for firstColumn in stride(from: 0, to: n, by: columnLimit) {
      let columns = firstColumn..<min(n, firstColumn + columnLimit)
      for firstK in stride(from: 0, to: k, by: depthLimit) {
        let depth = firstK..<min(k, firstK + depthLimit)
        packB(depth, columns, packedB.start)
        for firstRow in stride(from: 0, to: m, by: rowLimit) {
          let rows = firstRow..<min(m, firstRow + rowLimit)
          let block = Block(
            rows: rows.count, columns: columns.count,
            steps: (depth.count + Tile.depthStep - 1) / Tile.depthStep, inPlace: direct?.rowStep,
            ldc: ldc, kernel: kernel)
          // Of rows read in place, only a last tile that is not full has to be packed.
          let packed = direct == nil ? rows : rows.upperBound - rows.count % tileRows..<rows.upperBound
          if !packed.isEmpty { a.pack(rows: packed, depth: depth, into: packedA.start) }
          multiply(
            block, a: direct.map { $0.start + firstRow * $0.rowStep + firstK }, packedA: packedA.start,
            b: packedB.start, c: c + firstRow * ldc + firstColumn)
        }
      }
    }
  }

  private struct Block {
    var rows: Int
    var columns: Int
    var steps: Int
    /// Distance of rows that are read in place.
    var inPlace: Int?
    var ldc: Int
    var kernel: ProductKernel
  }

  /// The length of equal parts of at most `limit`, a multiple of `step`.
  private static func evenPart(of length: Int, atMost limit: Int, step: Int) -> Int {
    let parts = (length + limit - 1) / limit
    return ((length + parts - 1) / parts + step - 1) / step * step
  }

  private static func multiply(
    _ block: Block, a: UnsafePointer<Operand>?, packedA: UnsafePointer<Operand>, b: UnsafePointer<Operand>,
    c: UnsafeMutablePointer<Sum>
  ) {
    let rowPanel = tileRows * block.steps * Tile.depthStep
    for column in stride(from: 0, to: block.columns, by: tileColumns) {
      let strip = b + column * block.steps * Tile.depthStep
      let width = min(tileColumns, block.columns - column)
      for row in stride(from: 0, to: block.rows, by: tileRows) {
        let corner = c + (row * block.ldc + column)
        let height = min(tileRows, block.rows - row)
        var from = TileRows(start: packedA + row / tileRows * rowPanel)
        if let a, let step = block.inPlace {
          from =
            height == tileRows ? TileRows(start: a + row * step, rowStep: step) : TileRows(start: packedA)
        }
        if height == tileRows && width == tileColumns {
          Tile.multiply(
            steps: block.steps, a: from, b: strip, c: corner, ldc: block.ldc, kernel: block.kernel)
        } else {
          multiplyEdge(height, width, block, a: from, b: strip, c: corner)
        }
      }
    }
  }

  /// A tile that reaches over the edge of `c`: computed beside the matrix.
  private static func multiplyEdge(
    _ height: Int, _ width: Int, _ block: Block, a: TileRows<Operand>, b: UnsafePointer<Operand>,
    c: UnsafeMutablePointer<Sum>
  ) {
    withUnsafeTemporaryAllocation(of: Sum.self, capacity: tileRows * tileColumns) { edge in
      edge.initialize(repeating: .zero)
      let tile = edge.baseAddress!
      for row in 0..<height { (tile + row * tileColumns).update(from: c + row * block.ldc, count: width) }
      Tile.multiply(steps: block.steps, a: a, b: b, c: tile, ldc: tileColumns, kernel: block.kernel)
      for row in 0..<height { (c + row * block.ldc).update(from: tile + row * tileColumns, count: width) }
    }
  }
}

/// Memory for packed operands. It begins at a cache line, so that no vector that is read from it lies across two.
private struct PackingSpace<Element: BitwiseCopyable>: ~Copyable {
  let start: UnsafeMutablePointer<Element>

  init(count: Int) {
    let bytes = count * MemoryLayout<Element>.stride
    start = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: 64)
      .bindMemory(to: Element.self, capacity: count)
  }

  deinit { UnsafeMutableRawPointer(start).deallocate() }
}
