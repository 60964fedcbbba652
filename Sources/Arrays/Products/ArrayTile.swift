import Chips

/// What the array computes at a time: a part of the product as large as the array, or less at an edge.
struct ArrayTile: Sendable, Hashable {
  var group: Int
  /// Position of the tile in its product.
  var outer: Int
  var inner: Int
  /// What the array's rows and columns stand for in this tile: from `firstRow` on, `height` of them.
  var firstRow: Int
  var height: Int
  var firstColumn: Int
  var width: Int
  /// Rows and columns of PEs that take part: those with work, or all where edge tiles are not trimmed.
  var usedRows: Int
  var usedColumns: Int
}

/// The tiles of a product in the order in which the array takes them.
///
/// Output-stationary: along the output's columns first, then down its rows. Stationary operands: along the
/// reduction first, then to the next columns (ws) or rows (is) of the output.
struct TileWalk: Sendable {
  private let rows: Int
  private let columns: Int
  private let trims: Bool
  private let isOutputStationary: Bool
  /// Lengths along the array's rows and columns.
  private let rowExtent: Int
  private let columnExtent: Int
  private let rowTiles: Int
  private let columnTiles: Int
  let count: Int

  init(_ systolic: Systolic, rows: Int, columns: Int, shape: MatrixProductShape) {
    self.rows = rows
    self.columns = columns
    trims = systolic.trimsEdgeTiles
    isOutputStationary = systolic.dataflow == .outputStationary
    switch systolic.dataflow {
    case .outputStationary: (rowExtent, columnExtent) = (shape.rows, shape.columns)
    case .weightStationary: (rowExtent, columnExtent) = (shape.reduction, shape.columns)
    case .inputStationary: (rowExtent, columnExtent) = (shape.reduction, shape.rows)
    }
    rowTiles = (rowExtent + rows - 1) / rows
    columnTiles = (columnExtent + columns - 1) / columns
    count = shape.groups * rowTiles * columnTiles
  }

  subscript(index: Int) -> ArrayTile {
    let (group, place) = index.quotientAndRemainder(dividingBy: rowTiles * columnTiles)
    let innerTiles = isOutputStationary ? columnTiles : rowTiles
    let (outer, inner) = place.quotientAndRemainder(dividingBy: innerTiles)
    let (rowTile, columnTile) = isOutputStationary ? (outer, inner) : (inner, outer)
    let height = min(rows, rowExtent - rowTile * rows)
    let width = min(columns, columnExtent - columnTile * columns)
    return ArrayTile(
      group: group, outer: outer, inner: inner, firstRow: rowTile * rows, height: height,
      firstColumn: columnTile * columns, width: width, usedRows: trims ? height : rows,
      usedColumns: trims ? width : columns)
  }
}
