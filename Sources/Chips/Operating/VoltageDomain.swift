import Documents
import Foundation

/// A part of the chip with a supply of its own: the cores with their memories, or the network with the shared buffer. DRAM
/// and host are outside: they keep their clock and supply.
///
/// The highest clock at a supply is that of the listed points where there are any (a straight line between neighbours), and
/// of the alpha-power law otherwise: f ∝ (V − Vt)^α ÷ V (Sakurai and Newton, IEEE JSSC 25(2), 1990), through the rated point.
public struct VoltageDomain: Sendable, Hashable {
  /// Where the design was closed: the file's clock at the file's supply, which is taken to be the fastest there.
  public var rated: OperatingPoint
  public var present: OperatingPoint
  /// By clock; empty where the law holds.
  public var points: [OperatingPoint]
  public var thresholdMicrovolts: Int
  /// The law's exponent: 2 for long channels, towards 1 where carriers move as fast as they can.
  public var alpha: Double

  /// What a user may ask for: from a tenth over the threshold, where the law begins to fail, to a third over the rated
  /// supply, where the silicon does.
  public var allowedMicrovolts: ClosedRange<Int> {
    guard let first = points.map(\.microvolts).min(), let last = points.map(\.microvolts).max() else {
      return min(thresholdMicrovolts * 11 / 10, rated.microvolts)...rated.microvolts * 4 / 3
    }
    return first...last
  }

  /// - Precondition: the supply is allowed.
  public func maximumHertz(atMicrovolts microvolts: Int) -> Int {
    guard points.isEmpty else { return interpolated(atMicrovolts: microvolts) }
    let share = speed(microvolts) / speed(rated.microvolts)
    return Int(min(Double(rated.clockHertz) * share, 9e18))
  }

  /// The lowest allowed supply for a clock, to the millivolt; nil when none is enough.
  public func minimumMicrovolts(forHertz hertz: Int) -> Int? {
    if hertz == rated.clockHertz, points.isEmpty { return rated.microvolts }
    let range = allowedMicrovolts
    guard maximumHertz(atMicrovolts: range.upperBound) >= hertz else { return nil }
    var (low, high) = (range.lowerBound / 1000, range.upperBound / 1000)
    while low < high {
      let middle = (low + high) / 2
      if maximumHertz(atMicrovolts: max(range.lowerBound, middle * 1000)) >= hertz {
        high = middle
      } else {
        low = middle + 1
      }
    }
    // The highest supply need not be a whole number of millivolts.
    let supply = max(range.lowerBound, low * 1000)
    guard supply <= range.upperBound, maximumHertz(atMicrovolts: supply) >= hertz else {
      return range.upperBound
    }
    return supply
  }

  private func speed(_ microvolts: Int) -> Double {
    let over = Double(microvolts - thresholdMicrovolts)
    return over <= 0 ? 0 : pow(over, alpha) / Double(microvolts)
  }

  private func interpolated(atMicrovolts microvolts: Int) -> Int {
    guard let upper = points.firstIndex(where: { $0.microvolts >= microvolts }) else {
      return points[points.count - 1].clockHertz
    }
    let to = points[upper]
    guard upper > 0, to.microvolts > microvolts else { return to.clockHertz }
    let from = points[upper - 1]
    let part = Double(microvolts - from.microvolts) / Double(to.microvolts - from.microvolts)
    return from.clockHertz + Int(Double(to.clockHertz - from.clockHertz) * part)
  }
}

extension VoltageDomain {
  /// - Throws: `InputError` that names the highest clock at the supply, or the supplies that are allowed.
  func check(_ point: OperatingPoint, domain: String, at place: String) throws {
    func volts(_ value: Int) -> String { Quantity.voltage.formatted(value) }
    let range = allowedMicrovolts
    guard range.contains(point.microvolts) else {
      throw InputError(
        at: place, "cannot run its \(domain) at \(volts(point.microvolts))",
        remedy: "allowed: \(volts(range.lowerBound))…\(volts(range.upperBound))")
    }
    let highest = maximumHertz(atMicrovolts: point.microvolts)
    guard point.clockHertz <= highest else {
      let need = minimumMicrovolts(forHertz: point.clockHertz)
      let remedy = need.map { "raise the supply to \(volts($0)), or lower the clock" } ?? "lower the clock"
      throw InputError(
        at: place,
        "cannot clock its \(domain) at \(Quantity.frequency.formatted(point.clockHertz)) on "
          + "\(volts(point.microvolts)): at most \(megahertz(highest)) there",
        remedy: remedy)
    }
  }

  private func megahertz(_ hertz: Int) -> String {
    Quantity.frequency.formatted(hertz >= 1_000_000 ? hertz / 1_000_000 * 1_000_000 : hertz)
  }
}
