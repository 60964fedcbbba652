import Machine

/// What an engine does in a cycle: work, or what keeps it from working.
struct EngineCondition {
  /// As columns name it.
  let name: String
  /// In words, for readers of pictures.
  let label: String
  let ink: Ink

  /// Work, then the causes in their order.
  static let all =
    [EngineCondition(name: "busy", label: "working", ink: .blue)] + StallCause.allCases.map(Self.init)

  private init(name: String, label: String, ink: Ink) {
    self.name = name
    self.label = label
    self.ink = ink
  }

  private init(_ cause: StallCause) {
    name = cause.rawValue
    (label, ink) =
      switch cause {
      case .dependency: ("waiting for another engine", .sky)
      case .memory: ("waiting for memory", .orange)
      case .backpressure: ("held back by full queues", .vermillion)
      case .bankConflict: ("bank conflicts", .purple)
      case .idle: ("no work left", .grid)
      }
  }

  /// Keys of all of them.
  static var legend: [(label: String, ink: Ink)] { all.map { ($0.label, $0.ink) } }
}
