import Foundation

extension HumanNumber {
  /// Marks of an axis: `0.01`, `20`, `1,000`, `10 k`, `5 M`, `2 G`.
  static func axis(_ number: Double) -> String {
    let magnitude = abs(number)
    guard magnitude >= 1e-4 || magnitude == 0 else { return plainDecimal(number) }
    if magnitude < 10_000 {
      let digits = magnitude < 1 ? 3 : magnitude < 100 ? 1 : 0
      let text = fixed(number, decimals: digits)
      let trimmed = text.contains(".") ? trimmedFraction(text) : text
      return magnitude >= 1000 ? grouped(Int(number.rounded())) : trimmed
    }
    return rate(number).trimmingCharacters(in: .whitespaces)
  }

  /// `25.6 G` with the space that a unit follows: `25.6 GB/s` is `rate(25.6e9) + "B/s"`.
  static func rate(_ number: Double) -> String {
    let units = ["", "k", "M", "G", "T", "P", "E"]
    var (value, unit) = (number, 0)
    while abs(value) >= 999.5, unit < units.count - 1 { (value, unit) = (value / 1000, unit + 1) }
    let text = fixed(value, decimals: abs(value) < 10 ? 2 : abs(value) < 100 ? 1 : 0)
    return (text.contains(".") ? trimmedFraction(text) : text) + " " + units[unit]
  }

  static func hertz(_ number: Double) -> String { rate(number) + "Hz" }

  private static func trimmedFraction(_ text: String) -> String {
    let trimmed = text.trimmingTrailingZeros()
    return trimmed.hasSuffix(".") ? String(trimmed.dropLast()) : trimmed
  }
}

extension HumanNumber {
  /// `1.2e9` pJ → `1.20 mJ`.
  static func energy(picojoules: Double) -> String {
    var (value, unit) = (picojoules, 0)
    let units = ["pJ", "nJ", "µJ", "mJ", "J", "kJ"]
    while abs(value) >= 999.5, unit < units.count - 1 { (value, unit) = (value / 1000, unit + 1) }
    return fixed(value, decimals: abs(value) < 10 ? 2 : abs(value) < 100 ? 1 : 0) + " " + units[unit]
  }
}

extension HumanNumber {
  /// A figure with its unit, in the multiple of it that people would choose: `281 µs` for `281000` of unit `ns`.
  static func quantity(_ value: Double, unit: String) -> String {
    switch unit {
    case "ns": value == 0 ? "0" : multiple(value, ["ns", "µs", "ms", "s"], of: 1000)
    case "pJ": value == 0 ? "0" : multiple(value, ["pJ", "nJ", "µJ", "mJ", "J"], of: 1000)
    case "bytes": value == 0 ? "0" : bytes(value)
    case "Hz": hertz(value)
    case "fraction": trimmedFraction(fixed(value * 100, decimals: 1)) + " %"
    case "mm²", "W", "V", "$": "\(axis(value)) \(unit)"
    default: axis(value)
    }
  }

  /// Whether `quantity` says the unit, so that a heading need not.
  static func saysUnit(_ unit: String) -> Bool {
    ["ns", "pJ", "bytes", "Hz", "fraction", "mm²", "W", "V", "$"].contains(unit)
  }

  /// `64 KiB` and `30 MB`: sizes of memories are round in the one, an axis's marks in the other.
  private static func bytes(_ value: Double) -> String {
    value.truncatingRemainder(dividingBy: 1024) == 0
      ? multiple(value, ["B", "KiB", "MiB", "GiB", "TiB"], of: 1024)
      : multiple(value, ["B", "kB", "MB", "GB", "TB"], of: 1000)
  }

  private static func multiple(_ number: Double, _ units: [String], of base: Double) -> String {
    var (value, unit) = (number, 0)
    while abs(value) >= base * 0.9995, unit < units.count - 1 { (value, unit) = (value / base, unit + 1) }
    let text = fixed(value, decimals: abs(value) < 10 ? 2 : abs(value) < 100 ? 1 : 0)
    return (text.contains(".") ? trimmedFraction(text) : text) + " " + units[unit]
  }
}
