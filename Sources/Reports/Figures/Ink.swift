/// What a shape of a figure is drawn in: a role, whose colour depends on whether the reader's screen is light or dark.
///
/// The series are the palette of Okabe and Ito (“Color Universal Design”, 2008), which people with any kind of colour
/// vision tell apart; heat runs from the paper to its blue.
enum Ink: Hashable {
  case paper, text, faint, grid
  case blue, orange, green, purple, sky, vermillion, yellow, grey
  /// 0 is nothing, `heatSteps - 1` the most.
  case heat(Int)

  static let heatSteps = 10

  /// For kinds that have no colour of their own, in this order; then grey.
  static let series: [Ink] = [.blue, .orange, .green, .purple, .sky, .vermillion, .yellow]

  /// - Parameter fraction: 0…1; what is outside counts as the nearer end.
  static func heat(fraction: Double) -> Ink {
    .heat(Int((min(1, max(0, fraction)) * Double(heatSteps - 1)).rounded()))
  }

  /// Letters and digits: `f-` in front of it fills, `s-` draws lines.
  var name: String {
    switch self {
    case .paper: "paper"
    case .text: "text"
    case .faint: "faint"
    case .grid: "grid"
    case .blue: "blue"
    case .orange: "orange"
    case .green: "green"
    case .purple: "purple"
    case .sky: "sky"
    case .vermillion: "vermillion"
    case .yellow: "yellow"
    case .grey: "grey"
    case .heat(let step): "heat\(step)"
    }
  }

  /// As `#rrggbb`.
  func colour(isDark: Bool) -> String {
    switch self {
    case .paper: isDark ? "#14171e" : "#ffffff"
    case .text: isDark ? "#e8eaf0" : "#1f2328"
    case .faint: isDark ? "#a0a8ba" : "#59636e"
    case .grid: isDark ? "#2f3542" : "#dfe3e8"
    case .blue: isDark ? "#3b93d0" : "#0072b2"
    case .orange: "#e69f00"
    case .green: isDark ? "#1fb58a" : "#009e73"
    case .purple: "#cc79a7"
    case .sky: "#56b4e9"
    case .vermillion: isDark ? "#e8743b" : "#d55e00"
    case .yellow: isDark ? "#f0e442" : "#e3d400"
    case .grey: isDark ? "#6b7486" : "#8c959f"
    case .heat(let step):
      Self.mixed(
        from: isDark ? (0x24, 0x2A, 0x36) : (0xEE, 0xF2, 0xF6),
        to: isDark ? (0x7C, 0xC8, 0xF5) : (0x00, 0x4A, 0x7C), Double(step) / Double(Self.heatSteps - 1))
    }
  }

  /// Ink for text that stands on this one.
  func textOnTop(isDark: Bool) -> String {
    switch self {
    case .orange, .sky, .yellow, .purple: "#1f2328"
    case .heat(let step): (step >= Self.heatSteps / 2) != isDark ? "#ffffff" : isDark ? "#14171e" : "#1f2328"
    default: isDark && self == .grid ? "#e8eaf0" : "#ffffff"
    }
  }

  static let all: [Ink] =
    [.paper, .text, .faint, .grid, .blue, .orange, .green, .purple, .sky, .vermillion, .yellow, .grey]
    + (0..<heatSteps).map { .heat($0) }

  /// The rules that give every ink its colour, for a figure of its own or for a page of them.
  static let styleSheet: String = {
    func rules(isDark: Bool) -> String {
      all.map {
        let colour = $0.colour(isDark: isDark)
        return ".f-\($0.name){fill:\(colour)}.s-\($0.name){stroke:\(colour)}"
          + ".o-\($0.name){fill:\($0.textOnTop(isDark: isDark))}"
      }.joined(separator: "\n")
    }
    return
      "\(rules(isDark: false))\n@media screen and (prefers-color-scheme:dark){\n\(rules(isDark: true))\n}"
  }()

  private static func mixed(from: (Int, Int, Int), to: (Int, Int, Int), _ share: Double) -> String {
    func channel(_ from: Int, _ to: Int) -> String {
      let value = Int((Double(from) + share * Double(to - from)).rounded())
      return (value < 16 ? "0" : "") + String(value, radix: 16)
    }
    return "#" + channel(from.0, to.0) + channel(from.1, to.1) + channel(from.2, to.2)
  }
}
