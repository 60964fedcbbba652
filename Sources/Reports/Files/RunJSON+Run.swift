import Chips
import EventSimulation
import Machine
import Mapping
import Studies

extension RunJSON {
  /// - Parameter keepsTimeline: whether start and end of every command are in the file. The run must have kept them.
  public init(_ run: RunRow, keepsTimeline: Bool = false) {
    format = Self.currentFormat
    totals = Self.object(run, runMetrics)
    macsByElementType = run.record.counters.multiplyAccumulates
    operators = run.operators.map { Self.object($0, operatorMetrics) }
    engines = run.record.engines.map { Self.object($0, engineMetrics) }
    memories = run.record.memories.map { Self.object($0, memoryMetrics) }
    network = NetworkPicture(run)
    let used = run.record.levels
    levels = [
      "matrix": used.matrix.rawValue, "dram": used.dram.rawValue, "network": used.network.rawValue,
    ]
    if used.dram == .command {
      dramChannels = run.record.dramChannels.map { Self.object($0, dramChannelMetrics) }
    }
    packetLatency = run.record.network.latency.map { Self.object($0, packetLatencyMetrics) }
    if !run.result.program.notes.isEmpty { plan = run.result.program.notes }
    banks = run.record.banks.map {
      BankPicture(
        memory: $0.memory.name, bank: $0.bank, readBytes: $0.readBytes, writtenBytes: $0.writtenBytes)
    }
    if keepsTimeline {
      timeline = TimelinePicture(run)
      banks? += ScratchpadBanks(run).pictures
    }
  }

  private static func object<Row>(_ row: Row, _ metrics: [Metric<Row>]) -> [String: Cell] {
    Dictionary(uniqueKeysWithValues: metrics.map { ($0.name, $0.value(row)) })
  }
}

extension NetworkPicture {
  init(_ run: RunRow) {
    let chip = run.result.chip
    let names = Self.endpointNames(of: chip)
    let clock = ClockDomain(hertz: chip.network.clockHertz)
    elapsedCycles = Int(clock.cycle(at: SimulationTime(femtoseconds: run.record.elapsedFemtoseconds))) + 1
    let places = NetworkPlaces(chip.network.topology, endpoints: names)
    let routerLinks = run.record.network.routerLinks
    let routers = (routerLinks.map { max($0.from, $0.to) }.max() ?? 0) + 1
    topology = places.topology
    nodes = places.nodes(routers: routers)
    let busy = run.record.network.linkBusyCycles
    links =
      names.enumerated().map { Link(from: $1, to: NetworkFigure.router, busyCycles: busy[$0]) }
      + names.enumerated().map {
        Link(from: NetworkFigure.router, to: $1, busyCycles: busy[names.count + $0])
      }
      + routerLinks.enumerated().map {
        Link(from: places.name($1.from), to: places.name($1.to), busyCycles: busy[2 * names.count + $0])
      }
  }

  /// In the order of `NetworkRecord.linkBusyCycles`.
  private static func endpointNames(of chip: Chip) -> [String] {
    func ports(_ name: String, _ count: Int) -> [String] {
      count == 1 ? [name] : (0..<count).map { "\(name) port \($0)" }
    }
    return chip.cores.indices.map { "core \($0)" }
      + ports("shared buffer", chip.sharedBuffer?.networkPorts ?? 0)
      + ports("dram", chip.dram.networkPorts) + ["host"]
  }
}
