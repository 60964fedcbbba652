import Tensors

/// What a chip is made in and runs at: what energy, area and cost are estimated from.
public struct Technology: Sendable, Hashable {
  public var node: TechnologyNode
  /// Whether the chip file says nothing of it, so that the generation is assumed.
  public var isAssumed: Bool
  /// Cores with their memories, and the network with the shared buffer.
  public var cores: VoltageDomain
  public var network: VoltageDomain
  /// Heat that the package takes away, in nanowatts; nil where nobody says.
  public var thermalDesignNanowatts: Int?
  /// The whole die as published, in square micrometres; nil to take the estimate.
  public var dieSquareMicrometres: Int?
  /// Part of the tables' energy that arithmetic and memories take on the data at hand: 1 for random operands, less where many
  /// are zero.
  public var operandActivity: Double
  /// Figures of the user's own, at the rated supply.
  public var energy: EnergyOverrides
  public var wafer: Wafer
  /// What the estimates stand on, beside the tables.
  public var constants = SiliconConstants()

  /// Of chips whose file says nothing.
  public static let assumedNode = TechnologyNode.nm28
}

extension Technology {
  /// That of a file without one.
  static func assumed(coreHertz: Int, networkHertz: Int) -> Technology {
    let node = assumedNode
    func domain(_ hertz: Int) -> VoltageDomain {
      let point = OperatingPoint(clockHertz: hertz, microvolts: node.nominalMicrovolts)
      return VoltageDomain(
        rated: point, present: point, points: [], thresholdMicrovolts: node.thresholdMicrovolts,
        alpha: TechnologyFields.usualAlpha)
    }
    return Technology(
      node: node, isAssumed: true, cores: domain(coreHertz), network: domain(networkHertz),
      operandActivity: 1, energy: EnergyOverrides(), wafer: Wafer())
  }
}

/// Energies of a user's own, in attojoules at the rated supply, each instead of the estimate; powers in nanowatts.
public struct EnergyOverrides: Sendable, Hashable {
  /// Product and sum with all that moves in the array for them.
  public var multiplyAccumulate: [ElementType: Int] = [:]
  public var vectorOperation: Int?
  public var hostOperation: Int?
  public var scratchpadByte: Int?
  public var accumulatorByte: Int?
  public var sharedBufferByte: Int?
  /// A link's width over one link.
  public var flitHop: Int?
  public var dramByte: Int?
  /// The whole chip's clock tree, for a cycle of the fastest core.
  public var clockCycle: Int?
  /// The whole chip's.
  public var leakageNanowatts: Int?

  public init() {}
}
