extension Topology {
  /// Routers of one kind.
  struct Routers: Sendable, Hashable {
    var count: Int
    /// Ways in, and as many out.
    var ports: Int
  }

  /// The ports of a mesh's router: four to its neighbours and one to its endpoint.
  static let meshRouterPorts = 5

  /// The routers of a network of so many endpoints, by their ports. Those at the edges of a grid count as the others;
  /// a crossbar's endpoints each have a mesh router's share of its switch, an estimate.
  func routers(endpoints: Int) -> [Routers] {
    func power(_ base: Int, _ exponent: Int) -> Int {
      (0..<exponent).reduce(1) { product, _ in product * base }
    }
    switch self {
    case .crossbar: return [Routers(count: endpoints, ports: Self.meshRouterPorts)]
    case .ring: return [Routers(count: endpoints, ports: 3)]
    case .mesh(let columns, let rows), .torus(let columns, let rows):
      return [Routers(count: columns * rows, ports: Self.meshRouterPorts)]
    case .concentratedMesh(let columns, let rows, let endpointsPerRouter):
      return [Routers(count: columns * rows, ports: Self.meshRouterPorts - 1 + endpointsPerRouter)]
    case .butterfly(let arity, let levels):
      return [Routers(count: levels * power(arity, levels - 1), ports: arity)]
    case .fatTree(let arity, let levels):
      let row = power(arity, levels - 1)
      return [Routers(count: row, ports: arity), Routers(count: (levels - 1) * row, ports: 2 * arity)]
    }
  }
}
