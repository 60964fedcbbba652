import Machine
import Mapping

/// Figures of an engine. `busy_cycles` and the stall columns sum to the run's `elapsed_cycles`.
public let engineMetrics: [Metric<EngineRecord>] =
  [
    Metric("engine", "Name of the engine: its core and its kind, or host.") { .text($0.engine.name) },
    Metric("commands", unit: "commands", "Commands that the engine executed.") { .integer($0.commandCount) },
    Metric("busy_cycles", unit: "cycles", "Cycles in which the engine worked.") { .integer($0.busyCycles) },
  ]
  + StallCause.allCases.enumerated().map { index, cause in
    Metric("\(cause.rawValue)_stall_cycles", unit: "cycles", cause.definition) {
      .integer($0.stallCycles[index])
    }
  }

/// Figures of a memory.
public let memoryMetrics: [Metric<MemoryRecord>] = [
  Metric("memory", "Name of the memory: its core and its kind, dram or shared.") { .text($0.memory.name) },
  Metric("read_bytes", unit: "bytes", "Bytes that moved out of the memory, in whole accesses.") {
    .integer($0.readBytes)
  },
  Metric("written_bytes", unit: "bytes", "Bytes that moved into the memory, in whole accesses.") {
    .integer($0.writtenBytes)
  },
  Metric(
    "accesses", unit: "accesses",
    "Requests served (DRAM, shared buffer) or bank accesses (scratchpad, accumulator)."
  ) { .integer($0.accesses) },
  Metric("read_useful_bytes", unit: "bytes", "The part of read_bytes that was asked for.") {
    .integer($0.usefulReadBytes)
  },
  Metric("written_useful_bytes", unit: "bytes", "The part of written_bytes that was data of the run.") {
    .integer($0.usefulWrittenBytes)
  },
]

extension StallCause {
  var definition: String {
    switch self {
    case .dependency:
      "Cycles in which the engine's next command waited for data that another engine had yet to produce or bring."
    case .memory: "Cycles in which requests were out and the memory had not answered."
    case .backpressure:
      "Cycles in which the limit of outstanding requests or a full queue downstream held the engine."
    case .bankConflict: "Cycles lost to conflicts in the banks of the scratchpad."
    case .idle: "Cycles in which the engine had no command left."
    }
  }
}
