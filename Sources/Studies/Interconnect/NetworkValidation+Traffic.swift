import Documents
import Network

extension NetworkValidation {
  /// Draws of what routing leaves to chance, to see how far they spread.
  private static let draws = 32

  /// Where packets draw lots, a completion depends on the seed. That of the reference is 1, as is ours at first, and
  /// then both agree to the cycle; for other seeds the reference must lie within the draws of ours, give or take the
  /// bound.
  func collectiveRows(_ table: CSVTable, _ progress: (Double) -> Void) throws -> [ValidationRow] {
    try table.rows.concurrentMap(progress: progress) { row -> ValidationRow in
      let topology = try row.topology()
      let router = try row.router(for: topology)
      let pattern = try row.text("pattern")
      guard let collective = Collective(rawValue: pattern) else {
        throw InputError(
          at: "\(row.place), pattern", "is “\(pattern)”",
          remedy: suggestion(for: pattern, among: Collective.allCases.map(\.rawValue)))
      }
      let root =
        try row.optional("root") == nil ? 0 : max(0, row.integer("root", in: -1...topology.nodeCount - 1))
      let message = try row.integer("msg_flits", in: 1...1 << 20)
      let packet = try row.integer("pkt_flits", in: 1...65_536)
      let reference = Double(try row.integer("completion_cycles", in: 1...1 << 40))
      let subject = try row.key([
        "topology", "pipeline", "vcs", "buf", "pattern", "root", "msg_flits", "pkt_flits",
      ])
      func completion(seed: Int) -> Double {
        Double(
          collective.run(
            flitLevel: topology, router, root: root, messageFlits: message, packetFlits: packet,
            seed: UInt64(seed)
          ).completionCycles)
      }
      let first = completion(seed: 1)
      guard !topology.isDeterministic else {
        return ValidationRow(
          subject, "completion of a collective, cycles", ours: first, reference: reference, bound: 0)
      }
      var draws = [first]
      while draws.count < Self.draws, !(draws.min()!...draws.max()!).contains(reference) {
        draws.append(completion(seed: draws.count + 1))
      }
      let nearest = min(max(reference, draws.min()!), draws.max()!)
      return ValidationRow(
        subject, "completion within the draws of ties, relative", ours: nearest, reference: reference,
        scale: reference, bound: Self.relativeBound)
    }
  }

  /// What the rows of one curve have in common.
  static let curveColumns = ["topology", "traffic", "pkt", "vcs", "buf", "pipeline"]

  /// Each load is measured in the reference's own run where that can be run again, else in a longer one.
  func curveRows(_ table: CSVTable, _ progress: (Double) -> Void) throws -> [ValidationRow] {
    let saturation = try saturationLoads(table)
    let periods = try samplingPeriods(table)
    return try table.rows.concurrentMap(progress: progress) { row -> ValidationRow in
      let key = try row.key(Self.curveColumns)
      let offered = try row.load("offered")
      let isCompared = offered <= Self.comparedShare * (saturation[key] ?? 1)
      let point = try measured(row, offered: offered, periodCycles: periods[key], isLatency: isCompared)
      let subject = "\(key) at \(offered)"
      guard isCompared, try row.text("status") == "ok" else {
        let reference = try row.double("accepted")
        return ValidationRow(
          subject, "throughput from 85 % of saturation on, relative", ours: point.accepted,
          reference: reference, scale: reference, bound: Self.relativeBound)
      }
      let reference = try row.double("pkt_latency")
      return ValidationRow(
        subject, "mean latency below 85 % of saturation, relative", ours: point.meanLatency,
        reference: reference, scale: reference, bound: Self.relativeBound)
    }
  }

  /// - Parameter periodCycles: of the reference's run, where it is known.
  private func measured(
    _ row: CSVRow, offered: Double, periodCycles: Int?, isLatency: Bool
  ) throws -> (meanLatency: Double, accepted: Double) {
    if let periodCycles, let result = try repeated(row, periodCycles: periodCycles) {
      return (result.meanLatency, result.accepted)
    }
    var measurement = try measurement(row)
    // Chance of ours should be small beside the bound.
    if isLatency { measurement.measuredCycles *= 3 }
    let point = measurement.run(offered: offered)
    return (point.meanLatency, point.accepted)
  }

  /// The load at which each curve saturates: from `saturation.csv` where it is there, else the highest load of the
  /// curve with at most three times the latency of its lowest.
  private func saturationLoads(_ curves: CSVTable) throws -> [String: Double] {
    var loads: [String: Double] = [:]
    var lowest: [String: (load: Double, latency: Double)] = [:]
    for row in curves.rows where try row.text("status") == "ok" {
      let key = try row.key(Self.curveColumns)
      let (load, latency) = (try row.load("offered"), try row.double("pkt_latency"))
      if lowest[key].map({ load < $0.load }) ?? true { lowest[key] = (load, latency) }
    }
    for row in curves.rows where try row.text("status") == "ok" {
      let key = try row.key(Self.curveColumns)
      guard let low = lowest[key], try row.double("pkt_latency") <= 3 * low.latency else { continue }
      loads[key] = max(loads[key] ?? 0, try row.load("offered"))
    }
    if holds(.saturation) {
      for row in try CSVTable.read(path(File.saturation.rawValue)).rows {
        if let load = Double(try row.text("sat_mid")) { loads[try row.key(Self.curveColumns)] = load }
      }
    }
    return loads
  }

  func saturationRows(_ table: CSVTable, _ progress: (Double) -> Void) throws -> [ValidationRow] {
    try table.rows.concurrentMap(progress: progress) { row -> ValidationRow in
      var search = SaturationSearch(try measurement(row))
      search.lowLoad = try row.load("low_load")
      let result = search.run()
      let key = try row.key(Self.curveColumns)
      let text = try row.text("sat_mid")
      guard let reference = Double(text) else {
        // “>0.8”: the reference did not look further.
        guard text.hasPrefix(">"), let bound = Double(text.dropFirst()) else {
          throw InputError(at: "\(row.place), sat_mid", "is “\(text)”", remedy: "a load, or > and a load")
        }
        return ValidationRow(
          key, "load of saturation, at least", ours: min(result.load, bound), reference: bound,
          bound: Self.saturationBound)
      }
      return ValidationRow(
        key, "load of saturation", ours: result.load, reference: reference,
        bound: max(Self.saturationBound, 0.04 * reference))
    }
  }

  func measurement(_ row: CSVRow) throws -> LoadMeasurement {
    let topology = try row.topology()
    let traffic = try row.text("traffic")
    // All nodes to node 0 has another name here.
    guard let pattern = traffic == "to_node0" ? .gather : TrafficPattern(rawValue: traffic) else {
      throw InputError(
        at: "\(row.place), traffic", "is “\(traffic)”",
        remedy: suggestion(for: traffic, among: TrafficPattern.allCases.map(\.rawValue) + ["to_node0"]))
    }
    if let obstacle = pattern.obstacle(on: topology) { throw InputError(at: row.place, obstacle) }
    var measurement = LoadMeasurement(
      topology, try row.router(for: topology), pattern, packetFlits: try row.integer("pkt", in: 1...4096))
    if row.optional("seed") != nil { measurement.seed = UInt64(try row.integer("seed", in: 0...Int.max)) }
    return measurement
  }
}
