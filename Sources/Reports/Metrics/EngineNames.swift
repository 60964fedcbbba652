import Mapping

extension EngineIdentifier {
  /// As it stands in tables, files and traces: `core 0 matrix`, `host`.
  public var name: String { description }

  /// nil for the host.
  public var core: Int? {
    switch self {
    case .load(let core), .store(let core), .copy(let core), .matrix(let core), .vector(let core): core
    case .host: nil
    }
  }

  public var kindName: String {
    switch self {
    case .load: "load"
    case .store: "store"
    case .copy: "copy"
    case .matrix: "matrix"
    case .vector: "vector"
    case .host: "host"
    }
  }

  /// Order in which tracks and rows stand: core by core, the host last.
  var order: Int {
    let kind =
      switch self {
      case .load: 0
      case .copy: 1
      case .matrix: 2
      case .vector: 3
      case .store: 4
      case .host: 5
      }
    return (core ?? Int(Int32.max)) * 8 + kind
  }
}

extension MemoryIdentifier {
  /// As it stands in tables and files: `dram`, `core 0 scratchpad`.
  public var name: String {
    switch self {
    case .dram: "dram"
    case .sharedBuffer: "shared buffer"
    case .scratchpad(let core): "core \(core) scratchpad"
    case .accumulator(let core): "core \(core) accumulator"
    }
  }
}
