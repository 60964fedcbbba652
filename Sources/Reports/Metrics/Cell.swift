import Foundation

/// One figure or word of a report, before anybody decides how it is drawn.
public enum Cell: Sendable, Hashable {
  case text(String)
  case integer(Int)
  case decimal(Double)
  /// Not known (a verdict of a run without numerics, a latency where nothing was read): never drawn as zero.
  case unknown
}

extension Cell {
  /// As in CSV: plain digits, no grouping, empty when unknown.
  public var plainText: String {
    switch self {
    case .text(let text): text
    case .integer(let number): String(number)
    case .decimal(let number): plainDecimal(number)
    case .unknown: ""
    }
  }
}

/// At most six decimals and no trailing zeros; small numbers keep six digits and take an exponent.
func plainDecimal(_ number: Double) -> String {
  guard number.isFinite else { return "" }
  guard number != 0, abs(number) >= 1e-3 else { return number == 0 ? "0" : smallDecimal(number) }
  guard abs(number) < 1e12 else { return "\(number)" }
  let millionths = Int((abs(number) * 1e6).rounded())
  let whole = (number < 0 ? "-" : "") + String(millionths / 1_000_000)
  let fraction = millionths % 1_000_000
  guard fraction > 0 else { return whole }
  let digits = String(fraction)
  let padded = String(repeating: "0", count: 6 - digits.count) + digits
  return whole + "." + padded.trimmingTrailingZeros()
}

private func smallDecimal(_ number: Double) -> String {
  let exponent = Int(log10(abs(number)).rounded(.down))
  let scale = pow(10, Double(5 - exponent))
  return "\((number * scale).rounded() / scale)"
}

extension StringProtocol {
  func trimmingTrailingZeros() -> String {
    let text = String(self)
    let zeros = text.utf8.reversed().prefix { $0 == UInt8(ascii: "0") }.count
    return String(text.utf8.dropLast(zeros)) ?? text
  }
}

extension Cell: Codable {
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      self = .unknown
    } else if let number = try? container.decode(Int.self) {
      self = .integer(number)
    } else if let number = try? container.decode(Double.self) {
      self = .decimal(number)
    } else {
      self = .text(try container.decode(String.self))
    }
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .text(let text): try container.encode(text)
    case .integer(let number): try container.encode(number)
    case .decimal(let number) where number.isFinite: try container.encode(number)
    case .decimal, .unknown: try container.encodeNil()
    }
  }
}
