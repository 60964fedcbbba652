import Tensors

/// Area of a chip by component: an estimate (see `AreaTable`), without pads, memory interfaces and the host core.
public struct ChipArea: Sendable, Hashable {
  public struct Component: Sendable, Hashable {
    public var name: String
    public var squareMillimetres: Double
  }

  /// Cores' parts summed over the cores; `other` is what the die's stated area holds besides.
  public var components: [Component]

  public var squareMillimetres: Double { components.reduce(0) { $0 + $1.squareMillimetres } }

  public init(_ chip: Chip) {
    let node = chip.technology.node
    let constants = chip.technology.constants
    func total(_ part: (Core) -> Double) -> Double { chip.cores.reduce(0) { $0 + part($1) } / 1e6 }
    components = [
      Component(name: "matrix", squareMillimetres: total { $0.matrixSquareMicrometres(at: node, constants) }),
      Component(name: "vector", squareMillimetres: total { $0.vectorSquareMicrometres(at: node, constants) }),
      Component(
        name: "scratchpad",
        squareMillimetres: total { AreaTable.memory(bytes: $0.scratchpad.capacityBytes, at: node, constants) }
      ),
      Component(
        name: "accumulator",
        squareMillimetres: total {
          AreaTable.memory(bytes: $0.accumulator?.capacityBytes ?? 0, at: node, constants)
        }),
      Component(
        name: "control",
        squareMillimetres: Double(chip.cores.count) * constants.controlSquareMillimetres
          * node.logicAreaFactor
          / TechnologyNode.nm22.logicAreaFactor),
      Component(
        name: "shared buffer",
        squareMillimetres: AreaTable.memory(bytes: chip.sharedBuffer?.capacityBytes ?? 0, at: node, constants)
          / 1e6),
      Component(
        name: "network",
        squareMillimetres: chip.network.topology.routers(endpoints: chip.networkNodeCount).reduce(0) {
          $0 + Double($1.count)
            * AreaTable.router(ports: $1.ports, linkWidthBytes: chip.network.linkWidthBytes, at: node) / 1e6
        }),
    ]
    let estimated = components.reduce(0) { $0 + $1.squareMillimetres }
    guard let stated = chip.technology.dieSquareMicrometres.map({ Double($0) / 1e6 }) else { return }
    guard stated < estimated else {
      components.append(Component(name: "other", squareMillimetres: stated - estimated))
      return
    }
    for index in components.indices { components[index].squareMillimetres *= stated / estimated }
  }

  public func squareMillimetres(of name: String) -> Double {
    components.first { $0.name == name }?.squareMillimetres ?? 0
  }
}

extension Core {
  fileprivate func matrixSquareMicrometres(at node: TechnologyNode, _ constants: SiliconConstants) -> Double {
    guard let matrix else { return 0 }
    return Double(matrix.rows * matrix.columns)
      * AreaTable.processingElement(matrix.fullRateElements, sparsity: matrix.sparsity, at: node, constants)
  }

  fileprivate func vectorSquareMicrometres(at node: TechnologyNode, _ constants: SiliconConstants) -> Double {
    Double(vector?.lanes ?? 0) * AreaTable.vectorLane(at: node, constants)
  }
}

extension MatrixEngine {
  /// Types that its multipliers are built for: those that take a step of one cycle. Slower ones use the same multipliers
  /// several times.
  var fullRateElements: [ElementType] {
    let fastest = precisions.map(\.cyclesPerStep).min() ?? 1
    return precisions.filter { $0.cyclesPerStep == fastest }.map(\.element)
  }
}
