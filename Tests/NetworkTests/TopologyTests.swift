import Network
import Testing

struct TopologyTests {
  @Test(arguments: manyTopologies)
  func everyNodeIsAttachedOnceAndEveryLinkHasTwoEnds(_ topology: NetworkTopology) {
    let wiring = Wiring(topology)
    #expect(Set(wiring.entry).count == topology.nodeCount)
    #expect(Set(wiring.exit).count == topology.nodeCount)
    for (output, target) in wiring.target.enumerated() {
      if let target, target >= 0 { #expect(wiring.source[target] == output) }
    }
    #expect(wiring.target.count { ($0 ?? 0) < 0 } == topology.nodeCount)
  }

  @Test(arguments: manyTopologies)
  func theShortNameNamesTheTopology(_ topology: NetworkTopology) throws {
    #expect(try NetworkTopology(parsing: "\(topology)") == topology)
  }

  @Test func routersPassedAreThoseOfTheShortestWay() throws {
    func routers(_ topology: NetworkTopology, _ source: Int, _ destination: Int) throws -> Int {
      var network = FlitNetwork(topology, .init(.def4))
      network.send(from: source, to: destination, flits: 1)
      var count = 0
      try network.drain { count = Int($0.routers) }
      return count
    }
    #expect(try routers(.mesh(4, 4), 0, 15) == 7)
    #expect(try routers(.torus(4, 4), 0, 15) == 3)
    #expect(try routers(.ring(8), 1, 6) == 4)
    #expect(try routers(.crossbar(nodes: 16), 0, 15) == 1)
    #expect(try routers(.butterfly(arity: 4, stages: 2), 0, 0) == 2)
    #expect(try routers(.fatTree(arity: 4, levels: 2), 0, 3) == 1)
    #expect(try routers(.fatTree(arity: 4, levels: 2), 0, 4) == 3)
  }

  @Test(
    arguments: [
      ("mesch4x4", "did you mean “mesh”?"), ("mesh4x", "such as"), ("ring0", "such as"),
      ("fly1ary2", "2 to 512"),
      ("mesh99999x99999", "such as"), ("mesh60000x60000", "at most"), ("fattree512ary16", "at most"),
      ("", "such as"), ("crossbar5000", "1024"),
    ])
  func anythingElseIsAnErrorWithARemedy(_ name: String, _ remedy: String) throws {
    let error = try #require(throws: (any Error).self) { try NetworkTopology(parsing: name) }
    #expect("\(error)".contains(remedy))
  }
}
