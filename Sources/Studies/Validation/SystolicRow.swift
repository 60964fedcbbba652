import Arrays
import Chips
import Documents

/// A row of a table of systolic arrays: the array, the product, and what both levels make of it.
struct SystolicRow {
  /// PE cycles up to which a product is run at register level: about a tenth of a second.
  static let registerLimit = 200_000_000

  let row: CSVRow
  let systolic: Systolic
  let rows: Int
  let columns: Int
  let shape: MatrixProductShape
  let times: SystolicTimes

  init(_ row: CSVRow) throws {
    self.row = row
    systolic = try Systolic(row)
    func extent(_ column: String, _ limit: Int) throws -> Int {
      let value = try row.integer(column)
      guard (1...limit).contains(value) else {
        throw InputError(at: "\(row.place), \(column)", "is \(value)", remedy: "1 to \(limit)")
      }
      return value
    }
    rows = try extent("R", 4096)
    columns = try extent("C", 4096)
    shape = try MatrixProductShape(
      rows: extent("M", 1 << 30), columns: extent("N", 1 << 30), reduction: extent("K", 1 << 30))
    do {
      times = try SystolicTimes(systolic, rows: rows, columns: columns, shape: shape)
    } catch {
      throw InputError(at: row.place, "\(error)")
    }
  }

  var isQuick: Bool {
    let (updates, overflows) = (rows * columns).multipliedReportingOverflow(by: times.lastOutput)
    let words = shape.rows * shape.reduction + shape.reduction * shape.columns + shape.rows * shape.columns
    return !overflows && updates <= Self.registerLimit && words <= Self.registerLimit
  }

  var subject: String {
    let name = (try? row.text("variant")) ?? ""
    return "\(name) \(rows)×\(columns)\(systolic.trimsEdgeTiles ? " trimmed" : "") "
      + "\(shape.rows)·\(shape.reduction)·\(shape.columns)"
  }

  /// Every register, with the operands that the row's `seed` makes, or zeros.
  func registers() throws -> ArrayRun<IntegerArithmetic> {
    let engine = MatrixEngine(array: .systolic(systolic), rows: rows, columns: columns, precisions: [])
    guard row.optional("seed") != nil else { return engine.runRegisters(ArrayProduct(zeros: shape)) }
    let seed = UInt32(truncatingIfNeeded: try row.integer("seed"))
    return engine.runRegisters(
      ArrayProduct(
        shape, left: testbenchWords(seed, operand: 0, count: shape.rows * shape.reduction),
        right: testbenchWords(seed, operand: 1, count: shape.reduction * shape.columns)))
  }

  /// Ours beside the table's, by column; nil when all are equal.
  func disagreement(_ ours: [(column: String, value: Int)]) throws -> String? {
    let wrong = try ours.filter {
      try row.optional($0.column) != nil && $0.value != row.integer($0.column)
    }
    guard !wrong.isEmpty else { return nil }
    return try wrong.map { try "\($0.column) \($0.value), should be \(row.integer($0.column))" }
      .joined(separator: "; ")
  }

  /// A row of the result: the figure named, and a failure where another differs.
  func result(_ level: String, _ column: String, _ ours: [(column: String, value: Int)]) throws
    -> ValidationRow
  {
    let figure = ours.first { $0.column == column }!.value
    var result = ValidationRow(
      subject, "\(level): \(column), \(ours.count) figures equal", ours: Double(figure),
      reference: Double(try row.integer(column)), bound: 0)
    result.failure = try disagreement(ours)
    return result
  }
}

extension SystolicRow {
  /// A product at both levels.
  static func productRows(_ row: CSVRow) throws -> [ValidationRow] {
    let product = try SystolicRow(row)
    let (times, traffic) = (product.times, product.times.traffic)
    let tile = [
      ("total_cycles", times.lastOutput + 1), ("first_out_cycle", times.firstOutput),
      ("last_out_cycle", times.lastOutput), ("tiles", times.tiles), ("a_words_read", traffic.leftWords),
      ("b_words_read", traffic.rightWords), ("c_words_out", traffic.resultWords),
      ("macs", product.shape.multiplyAccumulates ?? 0),
    ]
    var rows = [try product.result("tile level", "total_cycles", tile)]
    guard product.isQuick else { return rows }
    let run = try product.registers()
    var register = [
      ("total_cycles", run.record.totalCycles), ("first_out_cycle", run.record.firstOutput),
      ("last_out_cycle", run.record.lastOutput), ("tiles", run.record.tiles.count),
      ("a_words_read", run.record.traffic.leftWords), ("b_words_read", run.record.traffic.rightWords),
      ("c_words_out", run.record.traffic.resultWords), ("macs", run.record.multipliers.occupied),
    ]
    if row.optional("checksum") != nil { register.append(("checksum", Int(checksum(run.results)))) }
    rows.append(try product.result("register level", "total_cycles", register))
    return rows
  }

  /// Every tile at both levels; a product's registers run once for all its tiles.
  static func tileRows(_ table: CSVTable) throws -> [ValidationRow] {
    var results: [ValidationRow] = []
    var known: (subject: String, tiles: [TileRecord])?
    for row in table.rows {
      let product = try SystolicRow(row)
      let (outer, inner) = (try row.integer("tile_i"), try row.integer("tile_j"))
      guard (0..<product.times.outerTiles).contains(outer), (0..<product.times.innerTiles).contains(inner)
      else {
        throw InputError(
          at: row.place, "names tile \(outer), \(inner)",
          remedy: "the product has \(product.times.outerTiles) by \(product.times.innerTiles)")
      }
      results.append(
        try product.result("tile level", "last_out", figures(product.times.tile(outer: outer, inner: inner))))
      guard product.isQuick else { continue }
      if known?.subject != product.subject {
        known = (product.subject, try product.registers().record.tiles)
      }
      let tile = known!.tiles[outer * product.times.innerTiles + inner]
      results.append(
        try product.result(
          "register level", "last_out",
          figures(
            SystolicTimes.Tile(
              stationaryWords: tile.stationaryWords, inputs: tile.inputs, outputs: tile.outputs))))
    }
    return results
  }

  private static func figures(_ tile: SystolicTimes.Tile) -> [(column: String, value: Int)] {
    [
      ("first_weight", tile.stationaryWords?.lowerBound ?? -1),
      ("last_weight", tile.stationaryWords?.upperBound ?? -1), ("first_in", tile.inputs.lowerBound),
      ("last_in", tile.inputs.upperBound), ("first_out", tile.outputs.lowerBound),
      ("last_out", tile.outputs.upperBound),
    ]
  }
}

/// The words of an operand as the hardware testbench makes them: the upper bits of a multiplicative hash; one in
/// eight is zero.
private func testbenchWords(_ seed: UInt32, operand: UInt32, count: Int) -> [Int8] {
  let salt = (seed &* 2 &+ operand &+ 1) &* 2_246_822_519
  return (0..<count).map { index in
    var hash = (UInt32(truncatingIfNeeded: index) &+ 1) &* 2_654_435_761 ^ salt
    hash = (hash ^ hash >> 15) &* 2_654_435_769
    return hash >> 8 & 7 == 0 ? 0 : Int8(truncatingIfNeeded: hash >> 24)
  }
}

/// FNV-1a over whole words.
private func checksum(_ results: [Int32]) -> UInt32 {
  results.reduce(2_166_136_261) { ($0 ^ UInt32(bitPattern: $1)) &* 16_777_619 }
}
