import Foundation

/// Numbers as people read them in a terminal: grouped digits, a unit, three or four digits that matter.
public enum HumanNumber {
  /// `1234567` → `1,234,567`.
  public static func grouped(_ number: Int) -> String {
    let digits = Array(String(number.magnitude))
    var text = number < 0 ? "-" : ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index).isMultiple(of: 3) { text.append(",") }
      text.append(digit)
    }
    return text
  }

  /// `1536` → `1.50 KiB`.
  public static func bytes(_ number: Int) -> String {
    scaled(Double(number), base: 1024, units: ["B", "KiB", "MiB", "GiB", "TiB"])
  }

  /// `4_089_184_256` → `4.09 G`; for counts of operations.
  public static func count(_ number: Int) -> String {
    scaled(Double(number), base: 1000, units: ["", "k", "M", "G", "T", "P"])
      .trimmingCharacters(in: .whitespaces)
  }

  /// Nanoseconds and up: `12_300_000_000` fs → `12.3 µs`.
  public static func time(femtoseconds: UInt64) -> String { time(femtoseconds: Double(femtoseconds)) }

  /// `12.3e-6` → `12.3 µs`.
  public static func time(seconds: Double) -> String { time(femtoseconds: (seconds * 1e15).rounded(.down)) }

  /// `12_300` → `12.3 µs`.
  public static func time(nanoseconds: Double) -> String {
    time(femtoseconds: (nanoseconds * 1e6).rounded(.down))
  }

  private static func time(femtoseconds: Double) -> String {
    scaled(femtoseconds / 1e6, base: 1000, units: ["ns", "µs", "ms", "s"])
  }

  /// `4.2e-3` → `4.20 mJ`.
  public static func energy(joules: Double) -> String {
    scaled(joules * 1e12, base: 1000, units: ["pJ", "nJ", "µJ", "mJ", "J", "kJ"])
  }

  /// Energy times delay: `6.2e-4` → `620 µJ·s`.
  public static func energyDelay(jouleSeconds: Double) -> String {
    scaled(jouleSeconds * 1e15, base: 1000, units: ["fJ·s", "pJ·s", "nJ·s", "µJ·s", "mJ·s", "J·s"])
  }

  /// `0.278` → `278 mW`.
  public static func power(watts: Double) -> String {
    scaled(watts * 1e6, base: 1000, units: ["µW", "mW", "W", "kW"])
  }

  /// `3.3` → `3.30 mm²`.
  public static func area(squareMillimetres: Double) -> String {
    scaled(squareMillimetres, base: .infinity, units: ["mm²"])
  }

  /// `0.853` → `85.3 %`.
  public static func percent(_ fraction: Double) -> String {
    fixed(fraction * 100, decimals: 1) + " %"
  }

  private static func scaled(_ number: Double, base: Double, units: [String]) -> String {
    var value = number
    var unit = 0
    while abs(value) >= base * 0.9995, unit < units.count - 1 {
      value /= base
      unit += 1
    }
    let isExact = unit == 0 && value == value.rounded()
    return fixed(value, decimals: isExact ? 0 : abs(value) < 10 ? 2 : abs(value) < 100 ? 1 : 0)
      + " " + units[unit]
  }

  /// For people who wait: `75` → `1 min 15 s`.
  public static func duration(seconds: Double) -> String {
    guard seconds.isFinite, seconds < 1e9 else { return "a very long time" }
    guard seconds >= 9.95 else { return "\(fixed(max(0, seconds), decimals: 1)) s" }
    let whole = Int(seconds.rounded())
    if whole < 60 { return "\(whole) s" }
    if whole < 3600 { return "\(whole / 60) min \(whole % 60) s" }
    return "\(whole / 3600) h \(whole % 3600 / 60) min"
  }

  /// `1234.0` → `1,234`, `0.0123` → `0.0123`: whole numbers grouped, others as short as they are exact.
  public static func plain(_ number: Double) -> String {
    Int(exactly: number).map(grouped) ?? "\(number)"
  }

  /// `fixed(2.5, decimals: 2)` → `2.50`.
  public static func fixed(_ number: Double, decimals: Int) -> String {
    let scale = pow(10, Double(decimals))
    let magnitude = (abs(number) * scale).rounded()
    guard magnitude < 9e18 else { return "\(number)" }
    let sign = number < 0 && magnitude > 0 ? "-" : ""
    let (whole, fraction) = Int(magnitude).quotientAndRemainder(dividingBy: Int(scale))
    guard decimals > 0 else { return "\(sign)\(whole)" }
    let digits = String(fraction)
    return "\(sign)\(whole)." + String(repeating: "0", count: decimals - digits.count) + digits
  }
}
