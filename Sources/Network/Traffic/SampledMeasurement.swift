/// A steady load measured as BookSim 2 measures it: the same packets from the same seed, sampled in periods until the
/// mean latency no longer changes.
///
/// In every cycle each node whose last packet has left tosses a coin for each cycle since it last did so, until a
/// packet comes of it; coins are Knuth's real numbers, destinations his integers, which ties of the routing draw from
/// as well. Two periods of warm-up are followed by periods that are measured, until from one to the next the mean
/// latency has changed by at most 3 % and the throughput by at most 5 % three times in a row, or their number is
/// reached; then all packets created by then are waited for.
public struct SampledMeasurement: Sendable {
  public struct Result: Sendable {
    /// Creation to arrival of the tail, averaged over the packets created in the measured periods.
    public var meanLatency = 0.0
    /// Flits that arrived a node and cycle in those periods.
    public var accepted = 0.0
    public var cycles = 0
    /// The latency stayed below the limit and settled.
    public var isStable = false
  }

  public var topology: NetworkTopology
  public var router: RouterSpecification
  public var pattern: TrafficPattern
  public var packetFlits: Int
  public var seed: UInt64
  /// Cycles of a period.
  public var periodCycles: Int
  public var mostPeriods = 40
  /// Mean latency, with the packets on their way, from which the run is given up.
  public var latencyLimit = 600.0

  private static let warmUpPeriods = 2
  private static let settledPeriods = 3
  private static let settledLatencyChange = 0.03
  private static let settledAcceptedChange = 0.03

  public init(_ measurement: LoadMeasurement, seed: Int, periodCycles: Int) {
    topology = measurement.topology
    router = measurement.router
    pattern = measurement.pattern
    packetFlits = measurement.packetFlits
    self.seed = UInt64(seed)
    self.periodCycles = periodCycles
  }

  /// - Parameter offered: flits a node and cycle.
  public func run(offered: Double) -> Result {
    var run = SampledRun(self, probability: offered / Double(packetFlits))
    var result = Result()
    var settled = 0
    var before = (latency: 0.0, accepted: 0.0)
    for period in 0..<mostPeriods {
      run.isMeasured = period >= Self.warmUpPeriods
      if period == 0 || period == Self.warmUpPeriods { run.clear() }
      run.advance(by: periodCycles)
      let now = (latency: run.meanLatency, accepted: run.accepted)
      result.accepted = now.accepted
      result.isStable = run.meanWithWaiting <= latencyLimit
      guard result.isStable else { break }
      let isSettled =
        abs(now.latency - before.latency) <= Self.settledLatencyChange * now.latency
        && abs(now.accepted - before.accepted) <= Self.settledAcceptedChange * now.accepted
      before = now
      if run.isMeasured { settled = isSettled ? settled + 1 : 0 }
      if settled == Self.settledPeriods { break }
    }
    if result.isStable {
      run.drain(upTo: 100 * periodCycles)
      run.empty()
    }
    result.meanLatency = run.meanLatency
    result.cycles = run.network.cycle
    return result
  }
}

/// The network of a sampled measurement, its sources, and what was counted.
private struct SampledRun: ~Copyable {
  var network: FlitNetwork
  let nodes: Int
  let packetFlits: Int
  let probability: Double
  var destinations: Destinations
  var coins: LaggedFractions
  /// The cycle for which each node will toss next.
  var tossed: [Int]
  var isMeasured = false
  /// Cycle in which the measured periods ended.
  private var end = Int.max
  private var clearedAt = 0
  private var flitsBefore = 0
  private var (latencySum, packets) = (0, 0)
  /// Packets on their way: the cycle of their creation by number; and how many of them are measured.
  private var waiting: [Int: Int] = [:]
  private var outstanding = 0

  init(_ measurement: SampledMeasurement, probability: Double) {
    network = FlitNetwork(measurement.topology, measurement.router, seed: measurement.seed)
    network.drawsForPackets = false
    nodes = measurement.topology.nodeCount
    packetFlits = measurement.packetFlits
    self.probability = probability
    destinations = Destinations(measurement.pattern, on: measurement.topology)
    coins = LaggedFractions(seed: measurement.seed)
    tossed = [Int](repeating: 0, count: nodes)
  }

  var meanLatency: Double { Double(latencySum) / Double(packets) }

  /// The same with every flit on its way, as long as it has been so.
  var meanWithWaiting: Double {
    var (sum, count) = (latencySum, packets)
    for (number, created) in waiting {
      let flits = packetFlits - Int(network.packets[number].arrived)
      sum += flits * (network.cycle - created)
      count += flits
    }
    return Double(sum) / Double(count)
  }

  var accepted: Double {
    Double(network.deliveredFlits - flitsBefore) / Double((network.cycle - clearedAt) * nodes)
  }

  mutating func clear() {
    (latencySum, packets) = (0, 0)
    clearedAt = network.cycle
    flitsBefore = network.deliveredFlits
  }

  mutating func advance(by cycles: Int) {
    for _ in 0..<cycles { step() }
  }

  /// Traffic goes on until all packets that were to be created by now have arrived.
  mutating func drain(upTo limit: Int) {
    end = network.cycle
    while network.cycle < end + limit, outstanding > 0 || tossed.contains(where: { $0 <= end }) { step() }
  }

  /// No more packets are created, and those on their way arrive.
  mutating func empty() {
    tossed = [Int](repeating: .max, count: nodes)
    while network.deliveredPackets < network.sentPackets { step() }
  }

  private mutating func step() {
    for node in 0..<nodes where network.isSourceIdle(node) { toss(node) }
    network.step()
    for index in 0..<network.delivered.count { waiting[Int(network.delivered[index])] = nil }
    network.takeDelivered { packet in
      let created = packet.tag >> 1
      let counts = packet.tag & 1 == 1
      if counts { outstanding -= 1 }
      guard counts || !isMeasured else { return }
      latencySum += packet.tailArrived - created
      packets += 1
    }
  }

  private mutating func toss(_ node: Int) {
    while tossed[node] <= network.cycle {
      tossed[node] += 1
      guard coins.next() < probability else { continue }
      let created = tossed[node] - 1
      let destination = destinations.next(from: node, &network.random)
      network.random.skip()
      let counts = isMeasured && created < end
      let number = network.send(
        from: node, to: destination, flits: packetFlits, tag: created << 1 | (counts ? 1 : 0))
      waiting[number] = created
      if counts { outstanding += 1 }
      return
    }
  }
}
