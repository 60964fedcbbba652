import Documents

/// The results' frame: which rows and columns the CSV of a study has, and where each row's figures come from. Journals
/// carry it, so that those of several machines can be merged where the study's chips and models are not.
public struct SweepTable: Sendable, Hashable {
  public struct Point: Sendable, Hashable {
    /// Chip, model, then the parameters' values.
    public var cells: [String]
    public var key: String
    /// Of a point that is not run.
    public var refusal: EvaluationOutcome?
  }

  public let study: String
  /// Headings of `Point.cells`.
  public let columns: [String]
  /// Paths of the parameters: what conditions call the cells from the third on.
  let paths: [String]
  public let metrics: [String]
  /// Conditions that are looked at when a point has run.
  let conditions: [Constraint]
  public let points: [Point]

  /// - Parameter metrics: those that a study reports unless it says which.
  public init(_ plan: StudyPlan, metrics: [String]) {
    let study = plan.study
    self.study = study.name
    columns = ["chip", "model"] + study.parameters.indices.map { study.column($0, in: plan.points) }
    paths = study.parameters.map(\.path)
    let measured = metrics + (study.options.dataset == nil ? [] : [Evaluator.accuracyMetric])
    self.metrics = (study.metrics ?? measured).filter { $0 != "chip" && $0 != "model" }
    conditions = study.constraints.filter(study.isOnMetrics)
    points = plan.points.map { point in
      Point(
        cells: [point.chip, point.model] + point.values.map(\.text), key: point.key, refusal: point.refusal)
    }
  }

  /// One row of the results, as text.
  public struct Row: Sendable, Hashable {
    public let point: Point
    public let outcome: EvaluationOutcome
  }

  /// All headings: parameters, metrics, status, error.
  public var headings: [String] { columns + metrics + ["status", "error"] }

  public func fields(of row: Row) -> [String] {
    row.point.cells + metrics.map { row.outcome.metrics[$0] ?? "" }
      + [row.outcome.status.rawValue, row.outcome.error]
  }

  /// The rows whose results are there, in the order of the study.
  public func rows(_ outcomes: [String: EvaluationOutcome]) -> [Row] {
    rows(of: Array(points.indices), outcomes)
  }

  /// The rows of some points whose results are there, in the order given.
  func rows(of chosen: [Int], _ outcomes: [String: EvaluationOutcome]) -> [Row] {
    chosen.compactMap { index in
      let point = points[index]
      if let refusal = point.refusal { return Row(point: point, outcome: refusal) }
      guard let outcome = outcomes[point.key] else { return nil }
      return Row(point: point, outcome: judged(outcome, point))
    }
  }

  /// A point that ran is infeasible when it breaks a condition.
  private func judged(_ outcome: EvaluationOutcome, _ point: Point) -> EvaluationOutcome {
    guard outcome.status == .ok else { return outcome }
    for condition in conditions {
      let complaint = condition.complaint { name in
        if let index = paths.firstIndex(of: name) { return Double(point.cells[index + 2]) }
        return outcome.number(name)
      }
      if let complaint {
        return EvaluationOutcome(.infeasible, error: complaint, metrics: outcome.metrics)
      }
    }
    return outcome
  }
}

extension SweepTable {
  /// As a journal keeps it: every list behind its length.
  var fields: [String] {
    func counted(_ list: [String]) -> [String] { ["\(list.count)"] + list }
    return [study] + counted(columns) + counted(paths) + counted(metrics) + counted(conditions.map(\.text))
      + ["\(points.count)"]
      + points.flatMap { [$0.key, $0.refusal?.status.rawValue ?? "", $0.refusal?.error ?? ""] + $0.cells }
  }

  /// nil when the fields are not a table.
  init?(fields: ArraySlice<String>) {
    var rest = fields
    func list() -> [String]? {
      guard let count = rest.popFirst().flatMap({ Int($0) }), 0...rest.count ~= count else { return nil }
      defer { rest = rest.dropFirst(count) }
      return Array(rest.prefix(count))
    }
    guard let study = rest.popFirst(), let columns = list(), let paths = list(), let metrics = list(),
      let conditions = list().flatMap({ texts in try? texts.map { try Constraint($0, at: study) } }),
      let count = rest.popFirst().flatMap({ Int($0) }),
      count >= 0, count <= rest.count, rest.count == count * (columns.count + 3)
    else { return nil }
    var points: [Point] = []
    for start in stride(from: rest.startIndex, to: rest.endIndex, by: columns.count + 3) {
      let status = EvaluationOutcome.Status(rawValue: rest[start + 1])
      points.append(
        Point(
          cells: Array(rest[start + 3..<start + 3 + columns.count]), key: rest[start],
          refusal: status.map { EvaluationOutcome($0, error: rest[start + 2]) }))
    }
    (self.study, self.columns, self.paths) = (study, columns, paths)
    (self.metrics, self.conditions, self.points) = (metrics, conditions, points)
  }
}

extension Study {
  /// A parameter's path and, where its values have one, their unit.
  fileprivate func column(_ parameter: Int, in points: [StudyPlan.Point]) -> String {
    let path = parameters[parameter].path
    let quantities = Set(points.map { $0.values[parameter].quantity })
    guard quantities.count == 1, let quantity = quantities.first! else { return path }
    return "\(path)_\(quantity.columnUnit.suffix)"
  }
}
