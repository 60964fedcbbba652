import Chips
import Documents
import Foundation

/// Our reproduction of SCALE-Sim's counts against a table of its own: a row per layer, array and dataflow, with columns
/// `net`, `layer`, `M`, `N`, `K`, `array_rows`, `array_cols`, `dataflow`, `row_folds`, `col_folds`, `cycles_per_fold`,
/// `total_cycles`, the three utilisations in percent, and the words read and written at its SRAMs.
public enum ScaleSimValidation {
  /// Half of the last decimal that the table has.
  static let percentBound = 5.1e-7

  /// The table of a folder, or a file of any name.
  /// - Throws: `InputError` when there is none.
  public static func table(_ path: String) throws -> CSVTable {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue else {
      return try CSVTable.read(path)
    }
    return try CSVTable.read((path as NSString).appendingPathComponent("layer_cycles.csv"))
  }

  /// Ten figures of each row: folds and cycles, SRAM words, utilisations.
  /// - Throws: `InputError` with the line of a field that is missing or no number.
  public static func rows(_ table: CSVTable) throws -> [ValidationRow] { try table.rows.flatMap(rows) }

  private static func rows(_ row: CSVRow) throws -> [ValidationRow] {
    let count = try count(row)
    let (network, layer) = (try row.text("net"), try row.text("layer"))
    let array = count.array
    let subject = "\(network) \(layer) \(array.rows)×\(array.columns) \(try row.text("dataflow"))"
    let cycles = try [
      ("row folds", count.rowFolds, row.integer("row_folds")),
      ("column folds", count.columnFolds, row.integer("col_folds")),
      ("cycles per fold", count.cyclesPerFold, row.integer("cycles_per_fold")),
      ("total cycles", count.totalCycles, row.integer("total_cycles")),
    ]
    let words = try [
      ("words of inputs read", Int(count.inputReads), row.integer("sram_ifmap_reads")),
      ("words of filters read", count.filterReads, row.integer("sram_filter_reads")),
      ("words of outputs written", count.outputWrites, row.integer("sram_ofmap_writes")),
    ]
    let percents = try [
      ("overall utilisation %", count.overallUtilisationPercent, row.double("overall_util_pct")),
      ("mapping efficiency %", count.mappingEfficiencyPercent, row.double("mapping_eff_pct")),
      ("compute utilisation %", count.computeUtilisationPercent, row.double("compute_util_pct")),
    ]
    return (cycles + words).map {
      ValidationRow(subject, $0.0, ours: Double($0.1), reference: Double($0.2), bound: 0)
    } + percents.map { ValidationRow(subject, $0.0, ours: $0.1, reference: $0.2, bound: percentBound) }
  }

  private static func count(_ row: CSVRow) throws -> ScaleSimCount {
    func integer(_ column: String, to limit: Int) throws -> Int {
      let number = try row.integer(column)
      guard 1...limit ~= number else {
        throw InputError(at: "\(row.place), \(column)", "is \(number)", remedy: "expected 1…\(limit)")
      }
      return number
    }
    let word = try row.text("dataflow")
    guard let dataflow = Dataflow(scaleSimWord: word) else {
      throw InputError(at: "\(row.place), dataflow", "is “\(word)”", remedy: "one of os, ws, is")
    }
    let side = ScaleSimConfiguration.maximumSide
    let array = ScaleSimArray(
      rows: try integer("array_rows", to: side), columns: try integer("array_cols", to: side),
      dataflow: dataflow)
    // Three extents of this size at most cannot overflow any count.
    let extent = 1 << 18
    return ScaleSimCount(
      rows: try integer("M", to: extent), columns: try integer("N", to: extent),
      reduction: try integer("K", to: extent), on: array)
  }
}
