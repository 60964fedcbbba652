/// A figure that Tilewright reports: its name in CSV and JSON, its unit, what it means, and how it is had from a row.
///
/// The tables of metrics are the one place where names and definitions live: CSV headers, JSON keys and
/// `tilewright explain` are all made from them. A metric is never renamed or moved, only added at the end.
public struct Metric<Row>: Sendable {
  /// Stable, snake_case, ending in the unit where there is one.
  public let name: String
  public let unit: String
  public let definition: String
  public let value: @Sendable (Row) -> Cell

  public init(
    _ name: String, unit: String = "", _ definition: String, value: @escaping @Sendable (Row) -> Cell
  ) {
    self.name = name
    self.unit = unit
    self.definition = definition
    self.value = value
  }
}

/// A metric without its accessor: what `tilewright explain` knows.
public struct MetricDefinition: Sendable, Hashable {
  public let name: String
  public let unit: String
  public let definition: String
  /// Which rows have it, such as `operator`, `run`, `engine`.
  public let scope: String
}

extension Metric {
  func definition(scope: String) -> MetricDefinition {
    MetricDefinition(name: name, unit: unit, definition: definition, scope: scope)
  }
}
