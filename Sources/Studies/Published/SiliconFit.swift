import Chips
import Foundation

/// How well the constants of the estimates (`SiliconConstants`) can be known from published machines: as they are, from
/// sources elsewhere; fitted to all the machines; and fitted to all machines but the one that is judged, in turn.
///
/// A fit makes least the sum over machines of their rows' mean magnitude of ln(ours ÷ published), and holds constants to
/// the sources: a factor of e in one costs as much as being wrong by e on a machine. By turns each constant is moved by a
/// factor that shrinks (coordinate descent).
public struct SiliconFit: Sendable {
  /// How the constants were come by.
  public enum Way: String, Sendable, CaseIterable {
    case elsewhere = "from sources elsewhere (those in use)"
    case fitted = "fitted to these rows"
    case heldOut = "fitted to the other machines' rows"
  }

  /// Errors of one kind of estimate.
  public struct Row: Sendable {
    public var isArea: Bool
    public var way: Way
    public var errors: [Double]

    public var within20Percent: Int { errors.count { abs($0) <= 0.2 } }
    public var medianError: Double { errors.map(abs).median ?? 0 }
  }

  public private(set) var rows: [Row] = []
  public private(set) var fitted: SiliconConstants

  /// - Throws: `InputError` when a row lacks a figure.
  public init(_ estimates: [PublishedEstimate]) throws {
    let whole = try Self.fit(estimates)
    fitted = whole
    var without: [String: SiliconConstants] = [:]
    for machine in Set(estimates.map(\.machine)) {
      without[machine] = try Self.fit(estimates.filter { $0.machine != machine })
    }
    for isArea in [false, true] {
      let judged = estimates.filter { $0.isArea == isArea }
      guard !judged.isEmpty else { continue }
      for way in Way.allCases {
        let errors = try judged.map { estimate in
          switch way {
          case .elsewhere: try estimate.error(SiliconConstants())
          case .fitted: try estimate.error(whole)
          case .heldOut: try estimate.error(without[estimate.machine]!)
          }
        }
        rows.append(Row(isArea: isArea, way: way, errors: errors))
      }
    }
  }

  private static func fit(_ estimates: [PublishedEstimate]) throws -> SiliconConstants {
    let machines = Dictionary(grouping: estimates, by: \.machine).sorted { $0.key < $1.key }.map(\.value)
    let sources = SiliconConstants()
    func cost(_ constants: SiliconConstants) throws -> Double {
      let distance = SiliconConstants.all.reduce(0.0) { sum, constant in
        let logarithm = log(constants[keyPath: constant] / sources[keyPath: constant])
        return sum + logarithm * logarithm
      }
      return try machines.reduce(distance) { sum, rows in
        sum + (try rows.reduce(0) { $0 + abs(log(max(1e-9, 1 + (try $1.error(constants))))) })
          / Double(rows.count)
      }
    }
    var best = sources
    var least = try cost(best)
    var step = 0.4
    while step > 0.04 {
      var hasMoved = false
      for constant in SiliconConstants.all {
        for factor in [exp(step), exp(-step)] {
          var tried = best
          tried[keyPath: constant] *= factor
          let cost = try cost(tried)
          guard cost < least else { continue }
          (best, least, hasMoved) = (tried, cost, true)
        }
      }
      if !hasMoved { step /= 2 }
    }
    return best
  }
}
