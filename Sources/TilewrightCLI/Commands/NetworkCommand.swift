import Tilewright

/// `tilewright network NETWORK`: a network under a load, or its whole curve.
enum NetworkCommand: Command {
  static let specification = CommandSpecification(
    name: "network", summary: "A network under traffic: latency, throughput, hops, and where it saturates",
    operands: [
      .init(name: "NETWORK", summary: "a topology, such as mesh4x4, or a chip, for its network")
    ],
    options: [
      .init(
        name: "--traffic", value: "NAME",
        summary: "uniform (default), transpose, bitcomp, tornado, neighbor, hotspot, all-to-all, …"),
      .init(name: "--load", value: "X", summary: "flits that a node creates a cycle (0.1)"),
      .init(name: "--sweep", value: nil, summary: "the whole curve of loads, and the load that saturates"),
      .init(name: "--packet-flits", value: "N", summary: "flits of a packet (4)"),
      .init(
        name: "--pipeline", value: "NAME", summary: "routers of def4 (4 cycles), look3, fast2 or fast1 (1)"),
      .init(name: "--vcs", value: "N", summary: "virtual channels of a port (2)"),
      .init(name: "--buffer", value: "N", summary: "flits that a virtual channel's buffer holds (8)"),
      .init(name: "--link-cycles", value: "N", summary: "cycles on a link between routers (1)"),
      .init(name: "--level", value: "LEVEL", summary: "flit (default, exact) or packet (fast)"),
      .init(name: "--csv", value: "FILE", summary: "the figures, a row for each load (- is standard output)"),
    ],
    example: "network mesh4x4 --traffic uniform --load 0.3")

  static func run(_ arguments: Arguments, _ console: any Console) throws -> ExitCode {
    let study = try study(arguments)
    let load = try load(arguments)
    if load != nil, arguments.has("--sweep") {
      throw arguments.usage("--load and --sweep exclude each other")
    }
    try arguments.checkOutputs()
    let rows: [NetworkStudy.Row]
    let text: String
    if arguments.has("--sweep") {
      var bar = ProgressBar("loads", on: console)
      // About ten loads of the search and as many of the curve.
      let sweep = study.sweep(step: 0.05) { bar.show(min(0.95, Double($0) / 25)) }
      bar.finish()
      (rows, text) = (sweep.rows, NetworkCurveTable(sweep).text)
    } else {
      let row = study.row(offered: load ?? 0.1)
      (rows, text) = ([row], NetworkTable(row).text)
    }
    if let path = arguments.value("--csv") {
      try OutputFile.write(path, console) { try CSVWriter.write(networkMetrics, of: rows, to: &$0) }
    }
    if arguments.value("--csv") != "-" { console.write(text) }
    return .done
  }

  private static func study(_ arguments: Arguments) throws -> NetworkStudy {
    var (topology, router) = try NetworkStudy.network(named: arguments.operand("NETWORK"))
    if let preset = try arguments.choice("--pipeline", RouterPipeline.Preset.self) {
      router.pipeline = RouterPipeline(preset)
      router.linkCycles = 1
    }
    if let count = try arguments.integer("--vcs", in: 1...64) { router.virtualChannels = count }
    if let flits = try arguments.integer("--buffer", in: 1...4096) { router.bufferFlits = flits }
    if let cycles = try arguments.integer("--link-cycles", in: 1...1000) { router.linkCycles = cycles }
    return try NetworkStudy(
      topology, router, pattern: arguments.choice("--traffic", TrafficPattern.self) ?? .uniform,
      packetFlits: arguments.integer("--packet-flits", in: 1...65_536) ?? 4,
      level: arguments.choice("--level", NetworkLevel.self) ?? .flit)
  }

  private static func load(_ arguments: Arguments) throws -> Double? {
    guard let text = arguments.value("--load") else { return nil }
    // Less, and hardly a packet would fall into what is measured.
    guard let load = Double(text), 0.0001...1 ~= load else {
      throw arguments.usage("--load is “\(text)”", remedy: "allowed: 0.0001…1")
    }
    return load
  }
}
