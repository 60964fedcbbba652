import Network
import Testing

/// No routing function deadlocks, and the watchdog sees one that does.
struct DeadlockTests {
  /// The smallest buffers and longest packets, everybody sending as fast as possible.
  @Test(arguments: manyTopologies)
  func saturatingTrafficDrains(_ topology: NetworkTopology) throws {
    for channels in [2, 3] {
      for seed in [1, 2] as [UInt64] {
        let router = RouterSpecification(.def4, virtualChannels: channels, bufferFlits: 2)
        var network = FlitNetwork(topology, router, seed: seed)
        network.flood(packets: 30, longest: 24, seed: seed)
        try network.drain()
        #expect(network.deliveredPackets == 30 * topology.nodeCount)
      }
    }
  }

  @Test func theWatchdogNamesTheCircleOfWaitingRouters() throws {
    let router = RouterSpecification(.def4, virtualChannels: 2, bufferFlits: 2)
    var network = FlitNetwork(.ring(8), router, routing: .shortestWayInOneClass)
    for _ in 0..<50 {
      for node in 0..<8 { network.send(from: node, to: (node + 3) % 8, flits: 32) }
    }
    let deadlock = try #require(throws: Deadlock.self) { try network.drain() }
    #expect(deadlock.waits.count >= 8)
    // Each waits for the router one further round the ring.
    for (wait, next) in zip(deadlock.waits, deadlock.waits.dropFirst() + deadlock.waits.prefix(1)) {
      #expect(next.router == wait.router || next.router == (wait.router + 1) % 8)
    }
    #expect("\(deadlock)".contains("deadlock in cycle"))
  }

  @Test func aRingWithOneChannelIsRefused() {
    #expect(throws: (any Error).self) {
      try RouterSpecification(.def4, virtualChannels: 1).validate(for: .ring(8))
    }
  }
}
