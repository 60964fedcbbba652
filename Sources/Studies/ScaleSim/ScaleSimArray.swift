import Chips

/// The array as SCALE-Sim knows it.
public struct ScaleSimArray: Sendable, Hashable {
  public var rows: Int
  public var columns: Int
  public var dataflow: Dataflow

  public init(rows: Int, columns: Int, dataflow: Dataflow) {
    self.rows = rows
    self.columns = columns
    self.dataflow = dataflow
  }

  public init(_ configuration: ScaleSimConfiguration) {
    self.init(rows: configuration.rows, columns: configuration.columns, dataflow: configuration.dataflow)
  }

  /// nil for lanes of dot products, which SCALE-Sim does not have.
  public init?(_ engine: MatrixEngine) {
    guard case .systolic(let systolic) = engine.array else { return nil }
    self.init(rows: engine.rows, columns: engine.columns, dataflow: systolic.dataflow)
  }
}
