import Chips
import Testing

@testable import Reports

@Suite struct NetworkPlacesTests {
  @Test(arguments: [
    (Topology.crossbar, 1), (.ring, 11), (.mesh(columns: 4, rows: 3), 12), (.torus(columns: 3, rows: 4), 12),
    (.concentratedMesh(columns: 2, rows: 2, endpointsPerRouter: 3), 4),
    (.concentratedMesh(columns: 3, rows: 1, endpointsPerRouter: 4), 3), (.butterfly(arity: 4, levels: 2), 8),
    (.butterfly(arity: 11, levels: 1), 1), (.fatTree(arity: 3, levels: 3), 27),
  ])
  func everyBoxHasAPlaceAndANameOfItsOwn(topology: Topology, routers: Int) {
    let endpoints = (0..<11).map { "endpoint \($0)" }
    let places = NetworkPlaces(topology, endpoints: endpoints)
    let nodes = places.nodes(routers: routers)
    #expect(Set(nodes.map { [$0.column, $0.row] }).count == nodes.count)
    #expect(Set(nodes.map(\.name)).count == nodes.count)
    #expect(Set(endpoints).isSubset(of: nodes.map(\.name)))
    for router in 0..<routers { #expect(nodes.contains { $0.name == places.name(router) }) }
  }

  @Test func endpointsStandBelowTheirRouter() {
    let tree = NetworkPlaces(.fatTree(arity: 2, levels: 2), endpoints: ["a", "b", "c"])
    #expect(
      tree.nodes(routers: 4).map { [$0.column, $0.row] } == [
        [0, 0], [1, 0], [0, 1], [1, 1], [0, 2], [0, 3], [1, 2],
      ])
    let mesh = NetworkPlaces(
      .concentratedMesh(columns: 1, rows: 2, endpointsPerRouter: 2), endpoints: ["a", "b", "c"])
    #expect(
      mesh.nodes(routers: 2).map { [$0.column, $0.row] } == [[0, 0], [0, 2], [1, 1], [2, 1], [1, 3]])
  }
}
