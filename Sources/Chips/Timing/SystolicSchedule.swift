/// When words enter and leave a systolic array that computes a matrix product tile by tile, in steps (clock
/// edges of an array whose PEs multiply in one cycle), in closed form.
///
/// One register per hop; operands of row r and column c enter r and c steps late; step 0 is the first word
/// at an edge of the array. Output-stationary tiles go along the output's columns first, then down its rows;
/// stationary tiles go along the reduction first, then to the next columns (ws) or rows (is) of the output.
/// Every formula holds on the measured arrays in `Tests/ChipsTests/Resources`.
struct SystolicSchedule {
  let array: Systolic
  let rows: Int
  let columns: Int
  let groups: Int
  /// Dimension that neighbouring tiles walk along, and the one they take up when it is done.
  let inner: Folds
  let outer: Folds
  /// Words that stream through a tile.
  let streamed: Int
  let shape: MatrixProductShape
  /// Steps from the first input of a full outer row, and of a whole group, to that of the next.
  private(set) var outerSteps = 0
  private(set) var groupSteps = 0
  /// Steps more before an edge row that follows a full one.
  private(set) var edgeSteps = 0

  init(_ array: Systolic, rows: Int, columns: Int, shape: MatrixProductShape) {
    self.array = array
    self.rows = rows
    self.columns = columns
    self.shape = shape
    groups = shape.groups
    switch array.dataflow {
    case .outputStationary:
      outer = Folds(shape.rows, by: rows)
      inner = Folds(shape.columns, by: columns)
      streamed = shape.reduction
    case .weightStationary:
      outer = Folds(shape.columns, by: columns)
      inner = Folds(shape.reduction, by: rows)
      streamed = shape.rows
    case .inputStationary:
      outer = Folds(shape.rows, by: columns)
      inner = Folds(shape.reduction, by: rows)
      streamed = shape.columns
    }
    outerSteps = steps(throughOuter: 0)
    if outer.full > 0, outer.edge > 0 {
      edgeSteps =
        period(inner: inner.last, outer: 0, next: 0, nextOuter: outer.last)
        - period(inner: inner.last, outer: 0, next: 0)
    }
    groupSteps =
      outer.full * outerSteps + edgeSteps + (outer.edge > 0 ? steps(throughOuter: outer.last) : 0)
  }

  var tiles: Int { groups * inner.count * outer.count }

  /// Step of the first streamed word of a tile.
  func firstInput(group: Int = 0, outer outerTile: Int, inner innerTile: Int) -> Int {
    preload + group * groupSteps + outerTile * outerSteps + (outerTile == outer.full ? edgeSteps : 0)
      + steps(toInner: innerTile, outer: outerTile)
  }

  /// Steps from the first input of the first tile of an outer row to that of an inner tile.
  private func steps(toInner tile: Int, outer outerTile: Int) -> Int {
    guard tile > 0 else { return 0 }
    guard tile == inner.full else { return tile * period(inner: 0, outer: outerTile, next: 0) }
    let intoEdge = period(inner: tile - 1, outer: outerTile, next: tile)
    return tile == 1 ? intoEdge : intoEdge + (tile - 1) * period(inner: 0, outer: outerTile, next: 0)
  }

  /// Steps from the first input of an outer row to that of the row after it.
  private func steps(throughOuter outerTile: Int) -> Int {
    steps(toInner: inner.last, outer: outerTile) + period(inner: inner.last, outer: outerTile, next: 0)
  }

  /// Step of the last result of all.
  var lastOutput: Int {
    // Equal tiles finish in order, so the last tile of each kind decides.
    var last = 0
    for outerTile in outer.lastOfEachKind {
      for innerTile in inner.lastOfEachKind {
        let firstInput = firstInput(group: groups - 1, outer: outerTile, inner: innerTile)
        last = max(last, firstInput + outputs(outer: outerTile, inner: innerTile).upperBound)
      }
    }
    return last
  }

  /// Step of the last tile's first streamed word.
  var lastTileFirstInput: Int { firstInput(group: groups - 1, outer: outer.last, inner: inner.last) }

  /// Words that pass the edges of the array; zero padding is not counted.
  var traffic: OperandTraffic {
    var traffic = OperandTraffic(once: shape)
    switch array.dataflow {
    case .outputStationary:
      traffic.leftWords *= inner.count
      traffic.rightWords *= outer.count
    case .weightStationary:
      traffic.leftWords *= outer.count
      traffic.resultWords *= inner.count
    case .inputStationary:
      traffic.rightWords *= outer.count
      traffic.resultWords *= inner.count
    }
    return traffic
  }
}
