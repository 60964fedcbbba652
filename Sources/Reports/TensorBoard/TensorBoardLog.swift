import Documents
import Studies

/// What TensorBoard shows of a run or of a sweep: event files, by their paths inside of a folder.
public struct TensorBoardLog: Sendable {
  public let files: [(path: String, bytes: [UInt8])]

  /// Scalars per operator: the step is the operator's place in the model.
  public init(_ run: RunRow) {
    var events = EventFile()
    for metric in runMetrics {
      if let number = metric.value(run).number { events.scalar("run/\(metric.name)", number, step: 0) }
    }
    for (step, row) in run.operators.enumerated() {
      for metric in operatorMetrics where !Self.identity.contains(metric.name) {
        guard let number = metric.value(row).number else { continue }
        events.scalar(
          "operator/\(metric.name)", number, step: step, seconds: Double(row.record.endFemtoseconds) / 1e15)
      }
    }
    files = [(EventFile.name, events.bytes)]
  }

  private static let identity = ["batch", "operator_index"]

  /// Scalars per design point, the step being its row; and every point as a run of the HParams page, in a folder of its
  /// own.
  /// - Throws: `InputError` when there is no row.
  public init(_ results: CSVTable, name: String) throws {
    let table = try PointTable(results)
    let metrics = table.columns.indices.filter {
      table.columns[$0].isNumber && !table.columns[$0].isParameter
    }
    var sweep = EventFile()
    sweep.pluginData(
      "_hparams_/experiment", plugin: HyperparameterData.plugin,
      HyperparameterData.experiment(
        name: name, parameters: table.parameters.map { (table.columns[$0].name, table.columns[$0].isNumber) },
        metrics: metrics.map { table.columns[$0].name }))
    for row in table.rows.indices {
      for metric in metrics {
        guard let number = table.number(row, metric) else { continue }
        sweep.scalar("sweep/\(table.columns[metric].name)", number, step: row)
      }
    }
    let digits = String(table.rows.count).count
    files =
      [(EventFile.name, sweep.bytes)]
      + table.rows.indices.map { row in
        let number = String(row + 1)
        let run = "point-" + String(repeating: "0", count: digits - number.count) + number
        return ("\(run)/\(EventFile.name)", Self.events(of: row, run, metrics, table).bytes)
      }
  }

  /// - Precondition: there is a row.
  public init(_ table: SweepTable, rows: [SweepTable.Row]) throws {
    var sink = MemorySink()
    try CSVWriter.write(table, rows: rows, to: &sink)
    try self.init(CSVTable(parsing: sink.text, file: table.study), name: table.study)
  }

  private static func events(
    of row: Int, _ run: String, _ metrics: [Int], _ table: PointTable
  ) -> EventFile {
    var events = EventFile()
    events.pluginData(
      "_hparams_/session_start_info", plugin: HyperparameterData.plugin,
      HyperparameterData.start(
        of: run, table.parameters.map { (table.columns[$0].name, table.rows[row][$0]) }))
    for metric in metrics {
      guard let number = table.number(row, metric) else { continue }
      events.scalar(table.columns[metric].name, number, step: 0)
    }
    let isMeasured = metrics.contains { table.rows[row][$0] != .unknown }
    events.pluginData(
      "_hparams_/session_end_info", plugin: HyperparameterData.plugin,
      HyperparameterData.end(succeeded: isMeasured))
    return events
  }
}
