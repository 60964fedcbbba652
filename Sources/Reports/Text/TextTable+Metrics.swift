extension TextTable {
  /// All that is known of one thing, a line for each figure.
  init<Row>(_ metrics: [Metric<Row>], of row: Row) {
    self.init([("figure", .left), ("value", .right), ("unit", .left)])
    for metric in metrics {
      let cell = metric.value(row)
      guard cell != .unknown else { continue }
      self.row([metric.name.replacing("_", with: " "), cell.plainText, metric.unit])
    }
  }
}
