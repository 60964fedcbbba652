import Chips
import Machine
import Network

/// Where routers and endpoints stand in the picture of a network.
///
/// On a crossbar, ring, mesh or torus a box is an endpoint and its router. Elsewhere they are apart: a concentrated mesh's
/// router has its endpoints in a block to its lower right; the stages of a butterfly and the rows of a fat tree lie one
/// above the other, and below each router of the last one are its endpoints.
struct NetworkPlaces {
  let topology: String
  private let endpoints: [String]
  private let arrangement: Arrangement

  private enum Arrangement {
    case together(columns: Int)
    case blocks(routerColumns: Int, width: Int, height: Int)
    case stages(arity: Int, width: Int)
  }

  init(_ topology: Chips.Topology, endpoints: [String]) {
    self.endpoints = endpoints
    func stages(_ arity: Int, _ levels: Int) -> Arrangement {
      .stages(arity: arity, width: (1..<levels).reduce(1) { width, _ in width * arity })
    }
    switch topology {
    case .crossbar: (self.topology, arrangement) = ("crossbar", .together(columns: endpoints.count))
    case .ring: (self.topology, arrangement) = ("ring", .together(columns: endpoints.count))
    case .mesh(let columns, _): (self.topology, arrangement) = ("mesh", .together(columns: columns))
    case .torus(let columns, _): (self.topology, arrangement) = ("torus", .together(columns: columns))
    case .concentratedMesh(let columns, _, let count):
      let block = NetworkTopology.Concentration(nodes: count)
      self.topology = "cmesh"
      arrangement = .blocks(routerColumns: columns, width: block.columns, height: block.rows)
    case .butterfly(let arity, let levels):
      (self.topology, arrangement) = ("butterfly", stages(arity, levels))
    case .fatTree(let arity, let levels): (self.topology, arrangement) = ("fattree", stages(arity, levels))
    }
  }

  /// What a router is called in links.
  func name(_ router: Int) -> String {
    if case .together = arrangement, router < endpoints.count { return endpoints[router] }
    return "router \(router)"
  }

  func nodes(routers: Int) -> [NetworkPicture.Node] {
    switch arrangement {
    case .together(let columns):
      return (0..<max(endpoints.count, routers)).map {
        NetworkPicture.Node(name: name($0), column: $0 % columns, row: $0 / columns)
      }
    case .blocks(let routerColumns, let width, let height):
      let perRow = routerColumns * width
      return (0..<routers).map {
        NetworkPicture.Node(
          name: name($0), column: $0 % routerColumns * (width + 1), row: $0 / routerColumns * (height + 1))
      }
        + endpoints.enumerated().map { index, endpoint in
          let (column, row) = (index % perRow, index / perRow)
          return NetworkPicture.Node(
            name: endpoint, column: column / width * (width + 1) + 1 + column % width,
            row: row / height * (height + 1) + 1 + row % height)
        }
    case .stages(let arity, let width):
      return (0..<routers).map {
        NetworkPicture.Node(name: name($0), column: $0 % width, row: $0 / width)
      }
        + endpoints.enumerated().map {
          NetworkPicture.Node(name: $1, column: $0 / arity, row: routers / width + $0 % arity)
        }
    }
  }
}
