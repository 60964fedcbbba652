import Documents
import Foundation

/// A question asked of many runs: chips and models, and parameters that take several values.
public struct Study: Sendable {
  /// Where it was read from.
  public let file: String
  public let name: String
  /// Chips and models as the study names them.
  public let chips: [String]
  public let models: [String]
  /// Options of every run, before parameters change them.
  public let options: SimulationOptions
  /// In the order of their columns.
  public let parameters: [StudyParameter]
  /// Positions in `parameters` that move together, each group on its own.
  let dimensions: [[Int]]
  public let sampling: Sampling
  public let constraints: [Constraint]
  /// Metrics to report, nil for all.
  public let metrics: [String]?
  public let goals: [StudyGoal]
  public let figures: [StudyFigure]
  /// The CSV of the results; a path as it can be opened.
  public let results: String
  let document: Document
}

/// What a study wants of a metric.
public struct StudyGoal: Sendable, Hashable {
  public enum Direction: String, Sendable, CaseIterable {
    case minimize, maximize
  }

  public let metric: String
  public let direction: Direction
}
