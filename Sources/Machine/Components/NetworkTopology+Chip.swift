import Chips
import Network

extension NetworkTopology {
  /// The network of a chip: cores, ports of the shared buffer and of the DRAM, and the host are its nodes.
  public init(_ chip: Chip) { self.init(chip.network.topology, endpoints: chip.networkNodeCount) }

  /// Endpoint `i` is node `i`.
  init(_ topology: Topology, endpoints: Int) {
    switch topology {
    case .crossbar: self = .crossbar(nodes: endpoints)
    case .ring: self = .ring(endpoints)
    case .mesh(let columns, let rows): self = .mesh(columns, rows)
    case .torus(let columns, let rows): self = .torus(columns, rows)
    case .concentratedMesh(let columns, let rows, let endpoints):
      self = .grid(extents: [columns, rows], wraps: false, concentration: .init(nodes: endpoints))
    case .butterfly(let arity, let levels): self = .butterfly(arity: arity, stages: levels)
    case .fatTree(let arity, let levels): self = .fatTree(arity: arity, levels: levels)
    }
  }
}

extension NetworkTopology.Concentration {
  /// As square a block as so many nodes make, no higher than wide.
  public init(nodes: Int) {
    let rows = (1...nodes).last { $0 * $0 <= nodes && nodes % $0 == 0 } ?? 1
    self.init(columns: nodes / rows, rows: rows)
  }
}
