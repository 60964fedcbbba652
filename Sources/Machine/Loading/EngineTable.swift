import Chips
import Mapping

/// Numbers of the engines: five a core (load, store, copy, matrix, vector), then the host.
struct EngineTable: Sendable {
  static let perCore = 5
  let coreCount: Int

  var count: Int { coreCount * Self.perCore + 1 }
  var host: Int { coreCount * Self.perCore }

  func index(of engine: EngineIdentifier) -> Int? {
    let (core, kind) =
      switch engine {
      case .load(let core): (core, 0)
      case .store(let core): (core, 1)
      case .copy(let core): (core, 2)
      case .matrix(let core): (core, 3)
      case .vector(let core): (core, 4)
      case .host: (coreCount, 0)
      }
    guard core >= 0, core < coreCount || engine == .host else { return nil }
    return core * Self.perCore + kind
  }

  func identifier(_ index: Int) -> EngineIdentifier {
    guard index < host else { return .host }
    let core = index / Self.perCore
    switch index % Self.perCore {
    case 0: return .load(core: core)
    case 1: return .store(core: core)
    case 2: return .copy(core: core)
    case 3: return .matrix(core: core)
    default: return .vector(core: core)
    }
  }

  /// Whether it sends requests and packets (load, store, copy, host) rather than computing.
  func isRequester(_ index: Int) -> Bool { index == host || index % Self.perCore < 3 }
  /// The core it belongs to; the number of cores for the host.
  func core(_ index: Int) -> Int { index / Self.perCore }
}

extension EngineIdentifier {
  /// In words, for messages: `matrix engine of core 2`.
  public var words: String {
    switch self {
    case .load(let core): "load engine of core \(core)"
    case .store(let core): "store engine of core \(core)"
    case .copy(let core): "copy engine of core \(core)"
    case .matrix(let core): "matrix engine of core \(core)"
    case .vector(let core): "vector engine of core \(core)"
    case .host: "host"
    }
  }
}

extension MemoryIdentifier {
  /// In words, for messages: `scratchpad of core 2`.
  public var words: String {
    switch self {
    case .dram: "DRAM"
    case .sharedBuffer: "shared buffer"
    case .scratchpad(let core): "scratchpad of core \(core)"
    case .accumulator(let core): "accumulator of core \(core)"
    }
  }
}
