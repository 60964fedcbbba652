/// What energy went to.
public enum EnergyComponent: String, Sendable, CaseIterable {
  /// Products, sums and the registers of the arrays.
  case matrix
  case vector
  case scratchpad
  case accumulator
  case sharedBuffer = "shared_buffer"
  /// Links and routers.
  case network
  case dram
  case host
  /// Clock trees: engines while they work, the rest all the time.
  case clock
  case leakage

  /// In words, for reports.
  public var words: String { rawValue.replacing("_", with: " ") }
}

/// Energy by component.
public struct EnergyBreakdown: Sendable, Hashable {
  private var parts = [Energy](repeating: .zero, count: EnergyComponent.allCases.count)

  public init() {}

  public subscript(component: EnergyComponent) -> Energy {
    get { parts[component.index] }
    set { parts[component.index] = newValue }
  }

  /// The sum of the parts, by definition.
  public var total: Energy { parts.reduce(.zero, +) }

  /// Without DRAM and host: what the chip's own supply pins deliver.
  public var chip: Energy { total - self[.dram] - self[.host] }

  public static func + (one: EnergyBreakdown, other: EnergyBreakdown) -> EnergyBreakdown {
    var sum = one
    for index in sum.parts.indices { sum.parts[index] += other.parts[index] }
    return sum
  }
}

extension EnergyComponent {
  fileprivate var index: Int {
    switch self {
    case .matrix: 0
    case .vector: 1
    case .scratchpad: 2
    case .accumulator: 3
    case .sharedBuffer: 4
    case .network: 5
    case .dram: 6
    case .host: 7
    case .clock: 8
    case .leakage: 9
    }
  }
}
