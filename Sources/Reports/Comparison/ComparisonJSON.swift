import Foundation

/// Comparisons as a JSON file, keyed by metric names.
public struct ComparisonJSON: Encodable {
  private struct Entry: Encodable {
    var base: String
    var run: String
    var speedup: Double?
    var operators: [[String: Cell]]
    /// By kind of engine: the part of the time in each condition, before and now.
    var engines: [String: [String: [Double]]]
  }

  private let comparisons: [Entry]

  public init(_ comparisons: [RunComparison]) {
    self.comparisons = comparisons.map { comparison in
      let engines = comparison.engines.map { change in
        let shares = zip(change.base, change.run).map { ($0.condition, [$0.fraction, $1.fraction]) }
        return (change.kind, Dictionary(uniqueKeysWithValues: shares))
      }
      return Entry(
        base: comparison.baseName, run: comparison.name, speedup: comparison.speedup,
        operators: comparison.rows.map { row in
          Dictionary(uniqueKeysWithValues: comparisonMetrics.map { ($0.name, $0.value(row)) })
        }, engines: Dictionary(uniqueKeysWithValues: engines))
    }
  }

  /// The file's bytes: the same runs always give the same bytes.
  public func encoded() throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return [UInt8](try encoder.encode(self)) + [UInt8(ascii: "\n")]
  }
}
