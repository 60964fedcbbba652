/// The network of a sampled measurement, its sources, and what is counted.
///
/// In every cycle each node whose last packet has left tosses a coin for each cycle since it last did so, until a
/// packet comes of it: so packets queue, though none waits behind another in the network's own source queues. The
/// coins are Knuth's real numbers, the destinations his integers, of which one more is drawn for each packet, and
/// which ties of the routing draw from as well.
struct SampledRun: ~Copyable {
  private var network: FlitNetwork
  private let nodes: Int
  private let packetFlits: Int
  private let probability: Double
  private var destinations: Destinations
  private var coins: LaggedFractions
  /// The cycle for which each node will toss next.
  private var tossed: [Int]
  private var isMeasuring = false
  /// Cycle in which measuring ended.
  private var end = Int.max
  private var countedFrom = 0
  private var flitsBefore = 0
  private var (latencySum, packets) = (0, 0)
  /// Measured packets on their way.
  private var outstanding = 0

  /// What a packet carries to its destination.
  private struct Note {
    var created: Int
    var isMeasured: Bool

    init(created: Int, isMeasured: Bool) {
      self.created = created
      self.isMeasured = isMeasured
    }

    init(tag: Int) { self.init(created: tag >> 1, isMeasured: tag & 1 == 1) }

    var tag: Int { created << 1 | (isMeasured ? 1 : 0) }
  }

  init(_ measurement: LoadMeasurement, offered: Double) {
    network = FlitNetwork(measurement.topology, measurement.router, seed: measurement.seed)
    // They are drawn here, with the destinations.
    network.drawsForPackets = false
    nodes = measurement.topology.nodeCount
    packetFlits = measurement.packetFlits
    probability = offered / Double(measurement.packetFlits)
    destinations = Destinations(measurement.pattern, on: measurement.topology)
    coins = LaggedFractions(seed: measurement.seed)
    tossed = [Int](repeating: 0, count: destinations.senders)
  }

  var cycle: Int { network.cycle }

  /// Of the packets counted so far.
  var meanLatency: Double { Double(latencySum) / Double(packets) }

  /// The same with every flit on its way, as long as it has been so.
  var meanLatencySoFar: Double {
    var (sum, count) = (latencySum, packets)
    for index in 0..<network.packets.count {
      let packet = network.packets[index]
      let flits = Int(packet.flits - packet.arrived)
      sum += flits * (network.cycle - Note(tag: packet.tag).created)
      count += flits
    }
    return Double(sum) / Double(count)
  }

  /// Flits a node and cycle.
  var accepted: Double {
    Double(network.deliveredFlits - flitsBefore) / Double((network.cycle - countedFrom) * nodes)
  }

  /// All packets have arrived that the sources were to create while measured.
  var hasAllMeasured: Bool { outstanding == 0 && !tossed.contains { $0 <= end } }

  /// What was counted before, in the warm-up, is forgotten.
  mutating func beginMeasuring() {
    isMeasuring = true
    (latencySum, packets) = (0, 0)
    countedFrom = network.cycle
    flitsBefore = network.deliveredFlits
  }

  mutating func endMeasuring() { end = network.cycle }

  mutating func advance(by cycles: Int) {
    for _ in 0..<cycles { step() }
  }

  /// No more packets are created, and those on their way arrive, and the credits for them.
  mutating func empty() {
    for node in 0..<tossed.count { tossed[node] = .max }
    while !network.isIdle { step() }
  }

  mutating func step() {
    for node in 0..<tossed.count where tossed[node] <= network.cycle && network.isSourceIdle(node) {
      toss(node)
    }
    network.step()
    network.takeDelivered { packet in
      let note = Note(tag: packet.tag)
      if note.isMeasured { outstanding -= 1 }
      guard note.isMeasured || !isMeasuring else { return }
      latencySum += packet.tailArrived - note.created
      packets += 1
    }
  }

  private mutating func toss(_ node: Int) {
    while tossed[node] <= network.cycle {
      let created = tossed[node]
      tossed[node] += 1
      guard coins.next() < probability else { continue }
      let destination = destinations.next(from: node, &network.random)
      network.random.skip()
      let isMeasured = isMeasuring && created < end
      network.send(
        from: node, to: destination, flits: packetFlits,
        tag: Note(created: created, isMeasured: isMeasured).tag)
      if isMeasured { outstanding += 1 }
      return
    }
  }
}
