import Documents
import Studies

extension CSVWriter {
  /// The results of a study: parameters, metrics, status, error; a row per point. The same rows give the same bytes.
  public static func write(_ table: SweepTable, rows: [SweepTable.Row], to sink: inout Sink) throws {
    var writer = CSVWriter(sink)
    for heading in table.headings { writer.field(heading) }
    try writer.endRow()
    for row in rows {
      for field in table.fields(of: row) { writer.field(field) }
      try writer.endRow()
    }
    try writer.flush()
    sink = writer.sink
  }
}
