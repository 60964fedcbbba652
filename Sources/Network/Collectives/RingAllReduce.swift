/// The sum of a vector on every chip of a ring: each chip passes a share of the vector on, 2 (N − 1) times.
///
/// In the first N − 1 steps shares are added up on their way round, in the others the sums go round (Patarasuk and
/// Yuan, "Bandwidth optimal all-reduce algorithms for clusters of workstations", J. Parallel Distrib. Comput. 2009).
public struct RingAllReduce: Sendable {
  public var chips: Int
  public var bytes: Int
  /// Of a link, in one direction.
  public var bytesPerSecond: Double
  /// From the first byte leaving a chip to its arrival at the next.
  public var linkNanoseconds: Double

  public init(chips: Int, bytes: Int, bytesPerSecond: Double, linkNanoseconds: Double) {
    precondition(chips >= 2 && bytes > 0 && bytesPerSecond > 0 && linkNanoseconds >= 0)
    self.chips = chips
    self.bytes = bytes
    self.bytesPerSecond = bytesPerSecond
    self.linkNanoseconds = linkNanoseconds
  }

  public var steps: Int { 2 * (chips - 1) }

  /// 2 (N − 1) (α + M ÷ (N B)): without anybody else on the links.
  public var closedFormNanoseconds: Double {
    Double(steps) * (linkNanoseconds + Double(bytes) / (Double(chips) * bytesPerSecond) * 1e9)
  }

  /// Cycles in a nanosecond of the simulation, and what a link does in one.
  private static let cyclesPerNanosecond = 10.0

  /// Every share a packet on a ring at packet level; a flit is what a link carries in a tenth of a nanosecond.
  ///
  /// - Parameter background: packets (source, destination, bytes) that are on the links from the beginning on.
  public func simulatedNanoseconds(background: [(source: Int, destination: Int, bytes: Int)] = []) -> Double {
    func flits(_ bytes: Double) -> Int {
      max(1, Int((bytes / bytesPerSecond * 1e9 * Self.cyclesPerNanosecond).rounded(.up)))
    }
    var router = RouterSpecification(.fast1)
    // Two links of nodes and two routers of a cycle each are part of the way.
    router.linkCycles = max(1, Int((linkNanoseconds * Self.cyclesPerNanosecond).rounded()) - 4)
    // Buffers that keep a link busy while credits are on their way.
    router.bufferFlits = ClosedForms(router).creditCycles
    var network = PacketLevelNetwork(.ring(chips), router)
    for packet in background {
      network.send(
        from: packet.source, to: packet.destination, flits: flits(Double(packet.bytes)), tag: -1)
    }
    let share = flits(Double(bytes) / Double(chips))
    for chip in 0..<chips { network.send(from: chip, to: (chip + 1) % chips, flits: share, tag: 1) }
    var finished = 0
    var end = 0
    var arrivals: [(chip: Int, step: Int)] = []
    while finished < chips {
      network.advanceToArrival()
      arrivals.removeAll(keepingCapacity: true)
      network.takeDelivered { packet in
        guard packet.tag > 0 else { return }
        arrivals.append((Int(packet.destination), packet.tag))
        end = max(end, packet.tailArrived)
      }
      for (chip, step) in arrivals {
        if step == steps {
          finished += 1
        } else {
          network.send(from: chip, to: (chip + 1) % chips, flits: share, tag: step + 1)
        }
      }
    }
    return Double(end) / Self.cyclesPerNanosecond
  }
}
