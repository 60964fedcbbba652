import Graphs

/// Why a graph cannot be laid out on a chip. The mapper adds the node and makes it an `InputError`.
enum MappingError: Error, Equatable {
  case doesNotFit(memory: MemoryIdentifier, neededBytes: Int, availableBytes: Int)
}

extension MemoryIdentifier: CustomStringConvertible {
  public var description: String {
    switch self {
    case .dram: "DRAM"
    case .sharedBuffer: "shared buffer"
    case .scratchpad(let core): "scratchpad of core \(core)"
    case .accumulator(let core): "accumulator of core \(core)"
    }
  }
}

extension EngineIdentifier: CustomStringConvertible {
  public var description: String {
    switch self {
    case .load(let core): "core \(core) load"
    case .store(let core): "core \(core) store"
    case .copy(let core): "core \(core) copy"
    case .matrix(let core): "core \(core) matrix"
    case .vector(let core): "core \(core) vector"
    case .host: "host"
    }
  }
}
