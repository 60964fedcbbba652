import Network
import Testing

struct CollectiveTests {
  /// One megabyte over eight chips, 50 × 2³⁰ bytes a second, 500 ns: 2 · 7 · (500 + 2441.4) ns.
  @Test func ringAllReduceTakesTheClosedFormWhenNobodyElseIsThere() {
    let reduce = RingAllReduce(
      chips: 8, bytes: 1 << 20, bytesPerSecond: 50 * Double(1 << 30), linkNanoseconds: 500)
    #expect(abs(reduce.closedFormNanoseconds - 41_180) < 1)
    // Each step ends a cycle of a tenth of a nanosecond late at most.
    #expect(abs(reduce.simulatedNanoseconds() - reduce.closedFormNanoseconds) < 14 * 0.2)
  }

  @Test(arguments: [(2, 500.0), (4, 0.5), (16, 20.0)])
  func soDoOtherRings(_ chips: Int, _ latency: Double) {
    let reduce = RingAllReduce(chips: chips, bytes: 3_000_000, bytesPerSecond: 25e9, linkNanoseconds: latency)
    #expect(abs(reduce.simulatedNanoseconds() / reduce.closedFormNanoseconds - 1) < 0.001)
  }

  @Test func othersOnTheLinksDelayIt() {
    let reduce = RingAllReduce(chips: 8, bytes: 1 << 20, bytesPerSecond: 50e9, linkNanoseconds: 500)
    let disturbed = reduce.simulatedNanoseconds(background: [(source: 2, destination: 3, bytes: 1 << 20)])
    #expect(disturbed > reduce.simulatedNanoseconds() + 15_000)
  }

  /// On a ring, a step of F flits in P packets to the neighbour takes 3 + 2 · 4 + F + (P − 1) · 2 cycles.
  @Test(arguments: [(1, 1, 12), (4, 4, 15), (16, 16, 27), (64, 16, 81), (256, 16, 297), (64, 4, 105)])
  func aStepToTheNeighbourOnARingIsAFormula(_ message: Int, _ packet: Int, _ cycles: Int) {
    let result = Collective.shift1.run(
      flitLevel: .ring(8), .init(.def4), root: 0, messageFlits: message, packetFlits: packet)
    #expect(result.completionCycles == cycles)
  }

  @Test(arguments: [NetworkTopology.mesh(4, 4), .mesh(5, 3), .torus(4, 4), .ring(7), .crossbar(nodes: 11)])
  func aTreeReachesEveryNodeOnceAndBeatsUnicasts(_ topology: NetworkTopology) {
    for root in [0, topology.nodeCount / 2] {
      let tree = BroadcastTree(topology, root: root)
      #expect(Set(tree.children.joined()).union([root]).count == topology.nodeCount)
      #expect(tree.children.joined().count == topology.nodeCount - 1)
      let forwarded = tree.run(topology, .init(.def4), messageFlits: 256, packetFlits: 4)
      let unicasts = Collective.scatter.run(
        flitLevel: topology, .init(.def4), root: root, messageFlits: 256, packetFlits: 4)
      #expect(forwarded.packets == unicasts.packets)
      #expect(forwarded.completionCycles < unicasts.completionCycles)
      #expect(forwarded.flitTraversals <= unicasts.flitTraversals * 2)
    }
  }

  /// One after another out of the root, with nobody in the way, packet level is exact.
  @Test(arguments: [4, 16])
  func scatterAndShiftAreExactAtPacketLevel(_ packet: Int) {
    for collective in [Collective.scatter, .shift1] {
      for topology in [NetworkTopology.mesh(4, 4), .mesh(8, 8)] {
        let exact = collective.run(
          flitLevel: topology, .init(.def4), root: 0, messageFlits: 64, packetFlits: packet)
        let fast = collective.run(
          packetLevel: topology, .init(.def4), root: 0, messageFlits: 64, packetFlits: packet)
        #expect(exact.completionCycles == fast.completionCycles)
      }
    }
  }
}
