import Foundation

/// Areas and distances that energies go with, in millimetres, each core having an equal share.
struct EnergyLayout {
  let coreCount: Int
  let matrixMillimetres: Double
  let vectorMillimetres: Double
  /// Of one core: what is clocked whatever its engines do.
  let standingMillimetres: Double
  let networkMillimetres: Double
  private let sharedBuffer: SharedBuffer?
  private let sharedMillimetres: Double
  private let linkMillimetres: Double
  /// Those with buffers.
  private let routers: [Topology.Routers]

  init(_ chip: Chip, _ area: ChipArea) {
    coreCount = max(1, chip.cores.count)
    func share(_ name: String, of cores: Int) -> Double {
      area.squareMillimetres(of: name) / Double(max(1, cores))
    }
    matrixMillimetres = share("matrix", of: chip.cores.count { $0.matrix != nil })
    vectorMillimetres = share("vector", of: chip.cores.count { $0.vector != nil })
    standingMillimetres = ["scratchpad", "accumulator", "control", "other"].reduce(0) {
      $0 + share($1, of: chip.cores.count)
    }
    sharedBuffer = chip.sharedBuffer
    sharedMillimetres = area.squareMillimetres(of: "shared buffer")
    networkMillimetres = area.squareMillimetres(of: "network") + sharedMillimetres
    linkMillimetres = Self.linkLength(chip, area)
    let topology = chip.network.topology
    routers = topology.isRouted ? topology.routers(endpoints: chip.networkNodeCount) : []
  }

  /// The mean length of the links that a packet takes. Those of a crossbar cross the chip's half; those of rings and
  /// grids, one router's tile. A link between the upper two rows of a fat tree laid out in squares crosses the chip's
  /// half, each row below 1/√arity of it, down to the endpoints; the stages of a butterfly, one of whose routers from
  /// each stage stand together, the same, and packets take the endpoints' links twice and every other stage's once.
  private static func linkLength(_ chip: Chip, _ area: ChipArea) -> Double {
    let side = area.squareMillimetres.squareRoot()
    func stages(_ arity: Int, _ levels: Int) -> [Double] {
      (0..<levels).map { side / 2 / pow(Double(arity), Double($0) / 2) }
    }
    switch chip.network.topology {
    case .crossbar: return side / 2
    case .ring, .mesh, .torus: return side / Double(chip.networkNodeCount).squareRoot()
    case .concentratedMesh(_, _, let endpoints):
      return side / (Double(chip.networkNodeCount) / Double(endpoints)).squareRoot()
    case .butterfly(let arity, let levels):
      let lengths = stages(arity, levels)
      return (lengths.reduce(0, +) + (lengths.last ?? 0)) / Double(levels + 1)
    case .fatTree(let arity, let levels):
      return stages(arity, levels).reduce(0, +) / Double(levels)
    }
  }

  /// Picojoules of a bit over a link and through the router behind it, the mean of the topology's routers. A crossbar
  /// is wires and switches; the others have a router with buffers behind each link.
  func linkBit(at node: TechnologyNode) -> Double {
    let count = routers.reduce(0) { $0 + $1.count }
    let router = routers.reduce(0) {
      $0 + Double($1.count) / Double(count) * WireEnergy.routerBit(ports: $1.ports, at: node)
    }
    return router + WireEnergy.bit(millimetres: linkMillimetres, at: node)
  }

  func sharedBufferByte(at node: TechnologyNode) -> Double {
    guard let sharedBuffer else { return 0 }
    return MemoryEnergy.byte(
      capacityBytes: sharedBuffer.capacityBytes, banks: sharedBuffer.banks,
      squareMillimetres: sharedMillimetres, at: node)
  }
}
