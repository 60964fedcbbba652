import Foundation
import Machine
import Studies

/// A run as a JSON file: totals and a row per operator, engine and memory, keyed by metric names.
public struct RunJSON: Codable, Sendable, Hashable {
  /// Raised when a key changes its meaning; new keys leave it as it is.
  public static let currentFormat = 1

  public var format: Int
  public var totals: [String: Cell]
  public var macsByElementType: [String: Int]
  public var operators: [[String: Cell]]
  public var engines: [[String: Cell]]
  public var memories: [[String: Cell]]

  enum CodingKeys: String, CodingKey {
    case format, totals, operators, engines, memories
    case macsByElementType = "macs_by_element_type"
  }

  public init(_ run: RunRow) {
    format = Self.currentFormat
    totals = Self.object(run, runMetrics)
    macsByElementType = run.record.counters.multiplyAccumulates
    operators = run.operators.map { Self.object($0, operatorMetrics) }
    engines = run.record.engines.map { Self.object($0, engineMetrics) }
    memories = run.record.memories.map { Self.object($0, memoryMetrics) }
  }

  private static func object<Row>(_ row: Row, _ metrics: [Metric<Row>]) -> [String: Cell] {
    Dictionary(uniqueKeysWithValues: metrics.map { ($0.name, $0.value(row)) })
  }

  /// The file's bytes: the same run always gives the same bytes.
  public func encoded() throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return [UInt8](try encoder.encode(self)) + [UInt8(ascii: "\n")]
  }
}
