import Foundation

/// What a model on a chip may be asked to keep.
public enum AdviceLimit: String, Sendable, CaseIterable {
  case latency
  case power
  /// Of one sample.
  case energy
  case area
  /// The least, where the others are the most.
  case accuracy
  /// The chip's own: the heat that its package carries away.
  case cooling
}

/// A limit that is not kept, and by what factor.
public struct AdviceMiss: Sendable, Hashable {
  public var limit: AdviceLimit
  /// Above 1.
  public var factor: Double
}

/// What somebody wants of a model on a chip.
public struct AdviceGoal: Sendable {
  /// In seconds, watts, joules, square millimetres, and a part of 1.
  public var limits: [AdviceLimit: Double]

  public init(_ limits: [AdviceLimit: Double] = [:]) {
    self.limits = limits
  }

  /// Limits that a run does not keep.
  public func misses(of figures: AdviceFigures) -> [AdviceMiss] {
    AdviceLimit.allCases.compactMap { limit in
      ratio(limit, figures).flatMap { $0 > 1 ? AdviceMiss(limit: limit, factor: $0) : nil }
    }
  }

  /// Limits that no run under a bound can keep.
  public func misses(of bound: RunBound, batch: Int) -> [AdviceMiss] {
    let least: [(AdviceLimit, Double)] = [
      (.latency, bound.seconds), (.power, bound.watts), (.energy, bound.joules / Double(max(1, batch))),
      (.area, bound.squareMillimetres),
    ]
    return least.compactMap { limit, value in
      limits[limit].flatMap { value > $0 ? AdviceMiss(limit: limit, factor: value / $0) : nil }
    }
  }

  private func ratio(_ limit: AdviceLimit, _ figures: AdviceFigures) -> Double? {
    if limit == .cooling { return figures.thermalWatts.map { figures.chipWatts / $0 } }
    guard let allowed = limits[limit] else { return nil }
    return switch limit {
    case .latency: figures.seconds / allowed
    case .power: figures.averageWatts / allowed
    case .energy: figures.joulesPerSample / allowed
    case .area: figures.squareMillimetres / allowed
    case .accuracy: figures.accuracy.map { $0 > 0 ? allowed / $0 : .infinity }
    case .cooling: nil
    }
  }

  /// What is to be small among those that keep all limits: energy, or without any limit energy × delay.
  func cost(_ figures: AdviceFigures) -> Double {
    figures.joulesPerSample * (limits.isEmpty ? figures.seconds : 1)
  }

  /// How far a run is from what is wanted: the product of all factors that it misses by, as a logarithm; 0 where it keeps
  /// everything.
  func distance(_ figures: AdviceFigures) -> Double {
    misses(of: figures).reduce(0) { $0 + log($1.factor) }
  }
}
