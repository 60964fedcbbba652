import Chips
import Documents
import Foundation

/// Chips small enough that everything has to be cut.
enum SmallChips {
  static func chip(
    cores: Int = 1, scratchpad: String = "32 KiB", accumulator: String = "4 KiB", sharedBuffer: String? = nil,
    plainCores: Int = 0
  ) throws -> Chip {
    let shared = """
      "scratchpad": { "capacity": "\(scratchpad)", "banks": 8, "bankWidth": "16 B" },
      "vector": { "lanes": 8, "pipelineDepthCycles": 4 },
      "dma": { "outstandingRequests": 64, "requestsPerCycle": 2, "setupCycles": 4 }
      """
    let matrix = """
      "matrix": {
        "array": "systolic", "dataflow": "weight-stationary", "stationaryLoading": "shadow-chain",
        "trimsEdgeTiles": true, "rows": 8, "columns": 8, "precisions": [
          { "type": "int8", "cyclesPerStep": 1 }, { "type": "fp16", "cyclesPerStep": 1 },
          { "type": "bf16", "cyclesPerStep": 1 }, { "type": "fp32", "cyclesPerStep": 1 }]
      },
      "accumulator": { "capacity": "\(accumulator)" },
      """
    let plain =
      plainCores == 0
      ? "" : ", { \"name\": \"dsp\", \"count\": \(plainCores), \"clock\": \"1 GHz\", \(shared) }"
    let buffer = sharedBuffer.map {
      """
      "sharedBuffer": { "capacity": "\($0)", "clock": "1 GHz", "banks": 4, "bankWidth": "16 B", "latencyCycles": 10 },
      """
    }
    let text = """
      { "name": "small", "summary": "for tests",
        "cores": [{ "name": "core", "count": \(cores), "clock": "1 GHz", \(matrix) \(shared) }\(plain)],
        "host": { "clock": "1 GHz", "operationsPerCycle": 1, "startupCycles": 100,
          "dma": { "outstandingRequests": 8, "requestsPerCycle": 1, "setupCycles": 4 } },
        \(buffer ?? "")
        "dram": { "standard": "LPDDR4", "channels": 2, "bandwidth": "16 GB/s", "latency": "50 ns",
          "capacity": "1 GiB", "request": "32 B", "interleave": "64 B" },
        "network": { "topology": "crossbar", "clock": "1 GHz", "linkWidth": "32 B", "hopLatencyCycles": 2 } }
      """
    return try Chip.load(Document.parse(Data(text.utf8), file: "small.json"))
  }

  static let names = [
    "one core", "four cores", "three cores, tight", "four cores and a shared buffer",
    "a matrix core and a vector core", "all in the scratchpad",
  ]

  static func chip(named name: String) throws -> Chip {
    switch name {
    case "one core": try chip()
    case "four cores": try chip(cores: 4)
    case "three cores, tight": try chip(cores: 3, scratchpad: "16 KiB", accumulator: "2 KiB")
    case "four cores and a shared buffer": try chip(cores: 4, sharedBuffer: "64 KiB")
    case "a matrix core and a vector core": try chip(plainCores: 1)
    default: try chip(cores: 2, scratchpad: "4 MiB", accumulator: "64 KiB")
    }
  }
}
