import Chips
import Documents
import Foundation

/// Valid chips of every kind that a file can describe, most of them small and odd, drawn from a seed.
public enum RandomChips {
  /// A chip as its file would describe it.
  public static func text(seed: Int) -> String {
    var sketch = ChipSketch(random: Generator(seed: seed &+ 0x5EED_0000))
    return sketch.text(name: "random\(seed)")
  }

  public static func chip(seed: Int) throws -> Chip {
    try Chip.load(Document.parse(Data(text(seed: seed).utf8), file: "random\(seed).json"))
  }
}

private struct ChipSketch {
  var random: Generator

  static let clocks = ["1 GHz", "700 MHz", "1.066 GHz", "333 MHz", "100 MHz", "933 MHz", "1.4 GHz"]

  mutating func text(name: String) -> String {
    // The first group of cores can do everything; the second may be cores of another make.
    var cores = random.integer(in: 1...4)
    var groups = [coreGroup("core", count: cores, matrix: true, vector: true)]
    if random.chance(1, in: 3) {
      let matrix = random.chance(1, in: 2)
      let count = random.integer(in: 1...2)
      groups.append(
        coreGroup("other", count: count, matrix: matrix, vector: true))
      cores += count
    }
    let sharedPorts = random.chance(1, in: 2) ? random.integer(in: 1...2) : 0
    let channels = random.choice([1, 2, 3, 4, 6])
    let dramPorts = random.choice((1...channels).filter { channels % $0 == 0 })
    let nodes = cores + sharedPorts + dramPorts + 1
    return """
      { "name": "\(name)", "summary": "drawn by chance",
        "cores": [\(groups.joined(separator: ",\n"))],
        "host": { "clock": "\(clock())", "operationsPerCycle": \(random.choice(["1", "0.5", "3"])),
          "startupCycles": \(random.integer(in: 0...50)), "dma": \(dma()) },
        \(sharedPorts > 0 ? sharedBuffer(ports: sharedPorts) : "")
        "dram": \(dram(channels: channels, ports: dramPorts)),
        "network": \(network(nodes: nodes)) }
      """
  }

  private mutating func clock() -> String { random.choice(ChipSketch.clocks) }

  private mutating func coreGroup(_ name: String, count: Int, matrix: Bool, vector: Bool) -> String {
    let rows = random.choice([1, 2, 3, 4, 7, 8, 16])
    let columns = random.choice([1, 2, 3, 4, 5, 8, 16])
    // At least one array tile of operands and of results, in the widest type: smaller ones are no valid chip.
    let smallest = max(rows * columns, rows + columns) * 4
    let capacity = max(random.choice([1, 2, 4, 8, 16, 32, 64]) * 1024, (smallest + 1023) / 1024 * 1024)
    let sums = max(random.choice([64, 256, 1024, 4096]), rows * columns * 4)
    let engine =
      matrix
      ? "\"matrix\": \(matrixEngine(rows, columns)), \"accumulator\": {\"capacity\": \"\(sums) B\"}," : ""
    let lanes =
      "\"vector\": {\"lanes\": \(random.choice([1, 3, 8, 16])), \"pipelineDepthCycles\": \(random.integer(in: 0...6))},"
    return """
      { "name": "\(name)", "count": \(count), "clock": "\(clock())", \(engine) \(vector ? lanes : "")
        "scratchpad": {"capacity": "\(capacity) B", "banks": \(random.choice([1, 2, 4, 8])),
          "bankWidth": "\(random.choice([1, 4, 16, 32])) B", "portsPerBank": \(random.integer(in: 1...2))},
        "dma": \(dma()) }
      """
  }

  private mutating func matrixEngine(_ rows: Int, _ columns: Int) -> String {
    let precisions = ["fp32", "fp16", "bf16", "int8"].map {
      "{\"type\": \"\($0)\", \"cyclesPerStep\": \(random.choice([1, 1, 2, 4]))}"
    }
    let size =
      "\"rows\": \(rows), \"columns\": \(columns), \"precisions\": [\(precisions.joined(separator: ", "))]"
    let dataflows: [Dataflow?] = Dataflow.allCases + [nil]
    guard let dataflow = random.choice(dataflows) else {
      return "{\"array\": \"dot-product\", \"pipelineDepthCycles\": \(random.integer(in: 0...9)), \(size)}"
    }
    let movement =
      dataflow == .outputStationary
      ? "\"outputDrain\": \"\(random.choice(OutputDrain.allCases).rawValue)\""
      : "\"stationaryLoading\": \"\(random.choice(StationaryLoading.allCases).rawValue)\""
    return "{\"array\": \"systolic\", \"dataflow\": \"\(dataflow.rawValue)\", \(movement), "
      + "\"trimsEdgeTiles\": \(random.chance(1, in: 2)), \(size)}"
  }

  private mutating func dma() -> String {
    "{\"outstandingRequests\": \(random.choice([1, 2, 5, 16, 64])), \"requestsPerCycle\": "
      + "\(random.integer(in: 1...3)), \"setupCycles\": \(random.integer(in: 0...12))}"
  }

  private mutating func sharedBuffer(ports: Int) -> String {
    """
    "sharedBuffer": {"capacity": "\(random.choice([4, 16, 64])) KiB", "clock": "\(clock())",
      "banks": \(ports * random.integer(in: 1...3)), "bankWidth": "\(random.choice([4, 16, 32])) B",
      "latencyCycles": \(random.integer(in: 0...12)), "networkPorts": \(ports)},
    """
  }

  private mutating func dram(channels: Int, ports: Int) -> String {
    let request = random.choice([8, 16, 32, 64])
    return """
      {"standard": "any", "channels": \(channels),
        "bandwidth": "\(random.choice(["1.23 GB/s", "6.4 GB/s", "25.6 GB/s", "7 GB/s", "999 MB/s"]))",
        "latency": "\(random.choice(["0 ns", "13.75 ns", "100 ns"]))", "capacity": "\(16 * channels) MiB",
        "request": "\(request) B", "interleave": "\(request * random.choice([1, 2, 8])) B", "networkPorts": \(ports)}
      """
  }

  private mutating func network(nodes: Int) -> String {
    let topology = random.choice(["crossbar", "ring", "mesh", "torus", "cmesh", "butterfly", "fattree"])
    return """
      {"topology": "\(topology)", \(networkSize(of: topology, nodes: nodes)) "clock": "\(clock())",
        "linkWidth": "\(random.choice([1, 4, 16, 64])) B", "hopLatencyCycles": \(random.integer(in: 0...4)),
        "header": "\(random.choice([0, 4, 8])) B"}
      """
  }

  /// Fields with room for the nodes, and often for more.
  private mutating func networkSize(of topology: String, nodes: Int) -> String {
    switch topology {
    case "mesh", "torus", "cmesh":
      let columns = random.integer(in: 1...4)
      let endpoints = topology == "cmesh" ? random.integer(in: 1...4) : 1
      let rows = (nodes + columns * endpoints - 1) / (columns * endpoints)
      return "\"columns\": \(columns), \"rows\": \(rows),"
        + (topology == "cmesh" ? " \"endpointsPerRouter\": \(endpoints)," : "")
    case "butterfly", "fattree":
      let arity = random.integer(in: 2...5)
      var (levels, room) = (1, arity)
      while room < nodes { (levels, room) = (levels + 1, room * arity) }
      return "\"arity\": \(arity), \"levels\": \(levels),"
    default: return ""
    }
  }
}
