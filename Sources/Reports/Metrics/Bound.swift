import Machine

/// What an operator's time went to: the resource that was busy for the largest share of its cycles.
public enum Bound: String, Sendable, CaseIterable {
  case matrix, vector, dram, host
  /// No resource was busy for half of the cycles: set-up times, dependencies and the fill of short pipelines.
  case latency
  /// It took no cycles of its own: it has no work, or was done under its neighbours.
  case none

  /// In words, behind “bound by”.
  var resource: String {
    switch self {
    case .matrix: "the matrix engines"
    case .vector: "the vector engines"
    case .dram: "DRAM"
    case .host: "the host core"
    case .latency: "latency"
    case .none: "nothing"
    }
  }

  init(of record: OperatorRecord, in run: RunRow) {
    guard record.cycles > 0 else {
      self = .none
      return
    }
    let shares: [(Bound, Double)] = [
      (.matrix, Self.share(record.matrixBusyCycles, of: run.matrixEngines)),
      (.vector, Self.share(record.vectorBusyCycles, of: run.vectorEngines)),
      (.host, Double(record.hostBusyCycles)),
      (.dram, Double(record.dramReadBytes + record.dramWriteBytes) / run.dramBytesPerCycle),
    ]
    let largest = shares.max { $0.1 < $1.1 }!
    self = largest.1 >= 0.5 * Double(record.cycles) ? largest.0 : .latency
  }

  private static func share(_ busyCycles: Int, of engines: Int) -> Double {
    engines > 0 ? Double(busyCycles) / Double(engines) : 0
  }
}
