import Chips
import Documents

/// Back-to-back tiles on a public output-stationary array (`axis-systolic-array` by abarajithan11, its `axis_sa`): R rows
/// by C columns, results shifted sideways out of all rows at once, in C beats of R words.
///
/// Its tile is ours with `block` drain, turned by a quarter (results leave along rows), with one register more behind
/// the multiplier and one behind the adder. A second register takes the sums, so that the next tile follows after K
/// cycles, as long as it is not done before the sums of the tile before it have left: then the array stops for good.
struct ShiftedArrayRow {
  /// Registers behind the multiplier and behind the adder: their latencies in the measured configuration.
  static let pipelineRegisters = 2
  /// Tiles of at most this many cycles beyond the two passes of a row were seen to stop; the shortest that were seen to
  /// go on have five more.
  static let stopMargin = 1

  let rows: Int
  let columns: Int
  let reduction: Int
  let tiles: Int

  init(_ row: CSVRow) throws {
    func extent(_ column: String, _ limit: Int) throws -> Int {
      let value = try row.integer(column)
      guard (1...limit).contains(value) else {
        throw InputError(at: "\(row.place), \(column)", "is \(value)", remedy: "1 to \(limit)")
      }
      return value
    }
    rows = try extent("R", 4096)
    columns = try extent("C", 4096)
    reduction = try extent("K", 1 << 24)
    tiles = try extent("tiles", 1 << 24)
  }

  /// Whether a tile behind another is done before the way out is free.
  var stops: Bool { tiles > 1 && reduction <= 2 * columns + Self.stopMargin }

  /// First and last output of the last tile, and of the first.
  func times() throws -> (firstOutput: Int, lastOutput: Int) {
    let turned = Systolic(
      dataflow: .outputStationary, outputDrain: .block, stationaryLoading: .serial, trimsEdgeTiles: false)
    let tile = try SystolicTimes(
      turned, rows: columns, columns: rows,
      shape: MatrixProductShape(rows: columns, columns: rows, reduction: reduction))
    return (
      tile.firstOutput + Self.pipelineRegisters,
      tile.lastOutput + Self.pipelineRegisters + (tiles - 1) * reduction
    )
  }

  static func row(_ row: CSVRow) throws -> ValidationRow {
    let array = try ShiftedArrayRow(row)
    let subject = "axis_sa \(array.rows)×\(array.columns) \(array.tiles) tiles of \(array.reduction)"
    guard try row.integer("ready_every") == 1 else {
      return ValidationRow(
        subject, "total_cycles", notRun: "its results are not taken every cycle, which is not modelled")
    }
    let stopped = try row.text("ok") != "ok"
    if stopped || array.stops {
      return ValidationRow(
        subject, "stops for good", ours: array.stops ? 1 : 0, reference: stopped ? 1 : 0, bound: 0)
    }
    let times = try array.times()
    let total = times.lastOutput + 1
    var result = ValidationRow(
      subject, "total_cycles, 3 figures equal", ours: Double(total),
      reference: Double(try row.integer("total_cycles")), bound: 0)
    for (column, ours) in [("first_out", times.firstOutput), ("last_out", times.lastOutput)] {
      let theirs = try row.integer(column)
      if ours != theirs { result.failure = "\(column) \(ours), should be \(theirs)" }
    }
    return result
  }
}
