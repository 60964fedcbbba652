import Documents
import Network

/// A packet of a log: what was sent, and when the reference's arrived.
struct LoggedPacket {
  let source: Int
  let destination: Int
  let flits: Int
  let created: Int
  let injected: Int?
  let headArrived: Int?
  let tailArrived: Int

  init(_ row: CSVRow, nodes: Int) throws {
    source = try row.integer("src", in: 0...nodes - 1)
    destination = try row.integer("dst", in: 0...nodes - 1)
    flits = try row.integer("flits", in: 1...65_536)
    created = try row.integer("t_create", in: 0...1 << 40)
    injected = try row.optional("t_inject").map { _ in try row.integer("t_inject") }
    headArrived = try row.optional("t_head").map { _ in try row.integer("t_head") }
    tailArrived = try row.integer("t_tail")
  }

  func equals(_ packet: PacketRecord) -> Bool {
    packet.tailArrived == tailArrived && packet.headArrived == headArrived ?? packet.headArrived
      && packet.injected == injected ?? packet.injected
  }
}

/// What became of a log's packets here.
struct ReplayedLog {
  /// Packets that did not arrive in the cycle of the reference, or not at all.
  var mismatches = 0
  var latencySum = 0
  var arrived = 0

  /// - Parameter packets: in any order; those of one node and cycle in the order of sending.
  init(_ packets: [LoggedPacket], _ topology: NetworkTopology, _ router: RouterSpecification) {
    var network = FlitNetwork(topology, router)
    let order = packets.indices.sorted { (packets[$0].created, $0) < (packets[$1].created, $1) }
    let flits = packets.reduce(0) { $0 + $1.flits }
    var next = 0
    while arrived < packets.count {
      while next < order.count, packets[order[next]].created == network.cycle {
        let packet = packets[order[next]]
        network.send(from: packet.source, to: packet.destination, flits: packet.flits, tag: order[next])
        next += 1
      }
      let isLast = next == order.count
      // Each flit crosses at most every link once; a network that has not drained by then never will.
      let limit = network.cycle + 1000 * (flits + 1000)
      network.advance(to: isLast ? network.cycle + 1024 : packets[order[next]].created)
      network.takeDelivered { record in
        arrived += 1
        latencySum += record.latency
        if !packets[record.tag].equals(record) { mismatches += 1 }
      }
      if isLast, network.cycle > limit { break }
    }
    mismatches += packets.count - arrived
  }
}

extension NetworkValidation {
  func traceRows(_ index: CSVTable) throws -> [ValidationRow] {
    try index.rows.flatMap { row -> [ValidationRow] in
      let name = try row.text("file")
      let topology = try row.topology(isSquare: true)
      let table = try CSVTable.read(path("traces/\(name).csv"))
      let packets = try table.rows.map { try LoggedPacket($0, nodes: topology.nodeCount) }
      return rows(of: packets, name, topology, try row.router(for: topology))
    }
  }

  func microRows(_ table: CSVTable) throws -> [ValidationRow] {
    var cases: [(name: String, rows: [CSVRow])] = []
    for row in table.rows {
      let name = try row.text("case")
      if cases.last?.name != name { cases.append((name, [])) }
      cases[cases.count - 1].rows.append(row)
    }
    return try cases.flatMap { name, rows -> [ValidationRow] in
      let topology = try rows[0].topology(isSquare: true)
      let packets = try rows.map { try LoggedPacket($0, nodes: topology.nodeCount) }
      let words = try rows[0].key(["pipeline", "vcs", "buf"])
      return self.rows(of: packets, "case \(name) \(words)", topology, try rows[0].router(for: topology))
    }
  }

  private func rows(
    of packets: [LoggedPacket], _ name: String, _ topology: NetworkTopology, _ router: RouterSpecification
  ) -> [ValidationRow] {
    let log = ReplayedLog(packets, topology, router)
    guard !topology.isDeterministic else {
      return [
        ValidationRow(
          name, "packets not in the reference's cycle", ours: Double(log.mismatches), reference: 0, bound: 0)
      ]
    }
    let sum = packets.reduce(0) { $0 + $1.tailArrived - $1.created }
    let reference = Double(sum) / Double(max(packets.count, 1))
    return [
      ValidationRow(
        name, "mean latency of a trace, relative", ours: Double(log.latencySum) / Double(max(log.arrived, 1)),
        reference: reference, scale: reference, bound: Self.relativeBound)
    ]
  }

  func zeroLoadRows(_ table: CSVTable) throws -> [ValidationRow] {
    /// Latencies of all pairs of a configuration, by hops: the least and the greatest.
    var known: [String: [Int: ClosedRange<Int>]] = [:]
    return try table.rows.flatMap { row -> [ValidationRow] in
      let topology = try row.topology()
      let router = try row.router(for: topology)
      let flits = try row.integer("pkt", in: 1...4096)
      let hops = try row.integer("link_hops", in: 0...10_000)
      let key = try row.key(["topology", "pipeline", "vcs", "buf", "pkt"])
      if known[key] == nil { known[key] = Self.lonelyLatencies(topology, router, flits: flits) }
      let reference = Double(try row.integer("latency"))
      let subject = "\(key), \(hops) hops"
      guard let latencies = known[key]?[hops] else {
        return [ValidationRow(subject, "latency of a lonely packet", failure: "no pair is so far apart")]
      }
      let farther =
        abs(Double(latencies.lowerBound) - reference) > abs(Double(latencies.upperBound) - reference)
        ? latencies.lowerBound : latencies.upperBound
      let formula = ClosedForms(router).latencyCycles(hops: hops, flits: flits)
      return [
        ValidationRow(
          subject, "latency of a lonely packet, cycles", ours: Double(farther), reference: reference, bound: 0
        ),
        ValidationRow(
          subject, "closed form of the same, cycles", ours: Double(formula), reference: reference, bound: 0),
      ]
    }
  }

  /// The pairs tried: all of small networks, a spread of larger ones.
  private static let pairLimit = 4096

  private static func lonelyLatencies(
    _ topology: NetworkTopology, _ router: RouterSpecification, flits: Int
  ) -> [Int: ClosedRange<Int>] {
    var network = FlitNetwork(topology, router)
    var latencies: [Int: ClosedRange<Int>] = [:]
    let nodes = topology.nodeCount
    // An odd stride meets all differences of places.
    let stride = nodes * nodes <= pairLimit ? 1 : nodes * nodes / pairLimit | 1
    for pair in Swift.stride(from: 0, to: nodes * nodes, by: stride) {
      network.send(from: pair / nodes, to: pair % nodes, flits: flits)
      while !network.isIdle { network.advance(to: network.cycle + 64) }
      network.takeDelivered { packet in
        let (hops, latency) = (Int(packet.routers) - 1, packet.latency)
        let old = latencies[hops] ?? latency...latency
        latencies[hops] = min(old.lowerBound, latency)...max(old.upperBound, latency)
      }
    }
    return latencies
  }

  func streamRows(_ table: CSVTable) throws -> [ValidationRow] {
    try table.rows.flatMap { row -> [ValidationRow] in
      let topology = NetworkTopology.mesh(4, 4)
      var network = FlitNetwork(topology, try row.router(for: topology))
      let packets = try row.integer("packets", in: 1...100_000)
      let flits = try row.integer("pkt", in: 1...4096)
      for _ in 0..<packets { network.send(from: 0, to: 3, flits: flits) }
      var (first, last, arrived) = (Int.max, 0, 0)
      while arrived < packets, network.cycle < 1000 * packets * flits {
        network.advance(to: network.cycle + 256)
        network.takeDelivered { packet in
          arrived += 1
          first = min(first, packet.tailArrived)
          last = max(last, packet.tailArrived)
        }
      }
      let subject = "stream \(try row.key(["pipeline", "vcs", "buf", "pkt"]))"
      return [
        ValidationRow(
          subject, "first tail of a stream, cycle", ours: Double(first),
          reference: Double(try row.integer("first_tail")), bound: 0),
        ValidationRow(
          subject, "last tail of a stream, cycle", ours: Double(last),
          reference: Double(try row.integer("last_tail")), bound: 0),
      ]
    }
  }
}
