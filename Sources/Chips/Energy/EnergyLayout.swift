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
  /// A crossbar is wires and switches; the others have a router with buffers behind each link.
  private let hasRouters: Bool

  init(_ chip: Chip, _ area: ChipArea) {
    coreCount = max(1, chip.cores.count)
    func share(_ name: String, of cores: Int) -> Double {
      area.squareMillimetres(of: name) / Double(max(1, cores))
    }
    matrixMillimetres = share("matrix", of: chip.cores.count { $0.matrix != nil })
    vectorMillimetres = share("vector", of: chip.cores.count { $0.vector != nil })
    standingMillimetres = ["scratchpad", "accumulator", "other"].reduce(0) {
      $0 + share($1, of: chip.cores.count)
    }
    sharedBuffer = chip.sharedBuffer
    sharedMillimetres = area.squareMillimetres(of: "shared buffer")
    networkMillimetres = area.squareMillimetres(of: "network") + sharedMillimetres
    linkMillimetres = Self.linkLength(chip, area)
    hasRouters = chip.network.topology != .crossbar
  }

  /// Links of a crossbar or butterfly cross the chip's half; those of rings and grids, one router's tile. A link at the
  /// top of a fat tree laid out in squares crosses the chip's half, each row below 1/√arity of it: the mean over rows.
  private static func linkLength(_ chip: Chip, _ area: ChipArea) -> Double {
    let side = area.squareMillimetres.squareRoot()
    switch chip.network.topology {
    case .crossbar, .butterfly: return side / 2
    case .ring, .mesh, .torus: return side / Double(chip.networkNodeCount).squareRoot()
    case .concentratedMesh(_, _, let endpoints):
      return side / (Double(chip.networkNodeCount) / Double(endpoints)).squareRoot()
    case .fatTree(let arity, let levels):
      let rows = max(1, levels - 1)
      let lengths = (0..<rows).map { side / 2 / pow(Double(arity), Double($0) / 2) }
      return lengths.reduce(0, +) / Double(rows)
    }
  }

  /// Picojoules of a bit over a link and through the router behind it.
  func linkBit(at node: TechnologyNode) -> Double {
    (hasRouters ? WireEnergy.routerBit(at: node) : 0) + WireEnergy.bit(millimetres: linkMillimetres, at: node)
  }

  func sharedBufferByte(at node: TechnologyNode) -> Double {
    guard let sharedBuffer else { return 0 }
    return MemoryEnergy.byte(
      capacityBytes: sharedBuffer.capacityBytes, banks: sharedBuffer.banks,
      squareMillimetres: sharedMillimetres, at: node)
  }
}
