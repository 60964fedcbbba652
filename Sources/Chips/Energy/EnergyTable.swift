import Tensors

/// What every counted event of a chip costs at its present clocks and supplies, in attojoules: an estimate, but for figures
/// of the user's own. Dynamic energy goes with the square of the supply, leakage with the supply itself.
public struct EnergyTable: Sendable, Hashable {
  /// By core.
  public var cores: [CoreEnergy]
  public var hostOperation: Int
  public var sharedBufferByte: Int
  /// A byte, heads included, over one link and through the router behind it: a flit-hop over the bytes of a flit.
  public var linkByte: Int
  public var dramByte: Int
  /// Clock tree of network and shared buffer, a network cycle.
  public var networkCycle: Int
  /// Of the whole chip, in nanowatts.
  public var leakageNanowatts: Int
  /// Of clock trees that are never gated, in nanowatts.
  public var standingClockNanowatts: Int

  /// What the chip takes whatever it does.
  public var standingWatts: Double { (Double(leakageNanowatts) + Double(standingClockNanowatts)) / 1e9 }

  public struct CoreEnergy: Sendable, Hashable {
    public var multiplyAccumulate: [ElementType: Int]
    /// A bit through a multiplexer of two, where weights are unpacked and operands selected: what such a multiplexer has of
    /// a flip-flop's area, times a flip-flop's energy. Our choice: nobody publishes this part of an engine.
    public var selectedBit: Int
    public var vectorOperation: Int
    public var scratchpadByte: Int
    public var accumulatorByte: Int
    /// Clock tree, a cycle in which the engine is clocked.
    public var matrixCycle: Int
    public var vectorCycle: Int
    /// Of what is never gated: memories, DMA engines, and the die's share that no component explains.
    public var standingCycle: Int
  }

  public init(_ chip: Chip) {
    let technology = chip.technology
    let own = technology.energy
    let area = ChipArea(chip)
    let scale = SupplyScale(technology)
    let layout = EnergyLayout(chip, area)
    cores = []
    for (index, core) in chip.cores.enumerated() {
      // Most chips repeat one core, some more than a hundred times.
      let isRepeated = index > 0 && core.hasPartsOf(chip.cores[index - 1])
      cores.append(isRepeated ? cores[index - 1] : CoreEnergy(core, technology, layout, scale))
    }
    hostOperation =
      own.hostOperation ?? attojoules(OperationEnergy.hostOperation(at: technology.node))
    sharedBufferByte = scale.network(
      own.sharedBufferByte,
      estimate: technology.constants.memory * layout.sharedBufferByte(at: technology.node))
    let flitHop = scale.network(
      own.flitHop,
      estimate: Double(8 * chip.network.linkWidthBytes) * layout.linkBit(at: technology.node))
    linkByte = (flitHop + chip.network.linkWidthBytes / 2) / chip.network.linkWidthBytes
    dramByte =
      own.dramByte ?? attojoules(8 * DRAMByteEnergy(standard: chip.dram.standard).picojoulesPerBit)
    networkCycle =
      own.clockCycle == nil
      ? scale.network(
        nil, estimate: layout.networkMillimetres * technology.constants.clockPicojoulesPerSquareMillimetre)
      : 0
    let leakage =
      own.leakageNanowatts.map(Double.init)
      ?? area.squareMillimetres * technology.constants.leakage(at: technology.node) * 1e6
    leakageNanowatts = Int(min(9e18, leakage * scale.leakage(isOwn: own.leakageNanowatts != nil)))
    // Attojoules times hertz are billionths of nanowatts.
    let coreClocks = zip(chip.cores, cores).reduce(Int128(0)) {
      $0 + Int128($1.1.standingCycle) * Int128($1.0.clockHertz)
    }
    let networkClock = Int128(networkCycle) * Int128(chip.network.clockHertz)
    standingClockNanowatts = Int(min(Int128(Int.max), (coreClocks + networkClock) / 1_000_000_000))
  }
}

extension EnergyTable.CoreEnergy {
  fileprivate init(
    _ core: Core, _ technology: Technology, _ layout: EnergyLayout, _ scale: SupplyScale
  ) {
    let (node, own) = (technology.node, technology.energy)
    multiplyAccumulate = [:]
    for element in ElementType.allCases {
      let bits = AreaTable.registerBits(operandBits: element.bitWidth)
      let estimate =
        OperationEnergy.multiplyAccumulate(element, at: node)
        + Double(bits) * OperationEnergy.flipFlop.picojoules(at: node)
      multiplyAccumulate[element] = scale.cores(
        own.multiplyAccumulate[element == .uint8 ? .int8 : element],
        estimate: estimate * technology.constants.datapath * technology.operandActivity)
    }
    selectedBit = scale.cores(
      nil,
      estimate: OperationEnergy.flipFlop.picojoules(at: node) * AreaTable.selectorSquareMicrometres
        / AreaTable.flipFlopSquareMicrometres * technology.constants.datapath
        * technology.operandActivity)
    vectorOperation = scale.cores(own.vectorOperation, estimate: OperationEnergy.vectorOperation(at: node))
    let pad = core.scratchpad
    let silicon = technology.constants.memory * technology.operandActivity
    scratchpadByte = scale.cores(
      own.scratchpadByte,
      estimate: silicon
        * MemoryEnergy.byte(
          capacityBytes: pad.capacityBytes, banks: pad.banks,
          squareMillimetres: AreaTable.memory(bytes: pad.capacityBytes, at: node, technology.constants) / 1e6,
          at: node))
    // Sums lie in a memory below each column of the array, with no way to go.
    let columns = max(1, core.matrix?.columns ?? 1)
    accumulatorByte =
      core.accumulator.map {
        scale.cores(
          own.accumulatorByte,
          estimate: silicon
            * MemoryEnergy.access(bits: 8, capacityBytes: $0.capacityBytes / columns, at: node))
      } ?? 0
    let clock = technology.constants.clockPicojoulesPerSquareMillimetre
    guard own.clockCycle == nil else {
      matrixCycle = 0
      vectorCycle = 0
      standingCycle = scale.cores(own.clockCycle.map { $0 / layout.coreCount }, estimate: 0)
      return
    }
    matrixCycle = core.matrix == nil ? 0 : scale.cores(nil, estimate: clock * layout.matrixMillimetres)
    vectorCycle = core.vector == nil ? 0 : scale.cores(nil, estimate: clock * layout.vectorMillimetres)
    standingCycle = scale.cores(nil, estimate: clock * layout.standingMillimetres)
  }
}

extension Core {
  /// Whether all that energies depend on is the same; a core's clock is not among it.
  fileprivate func hasPartsOf(_ other: Core) -> Bool {
    matrix == other.matrix && vector == other.vector && scratchpad == other.scratchpad
      && accumulator == other.accumulator
  }
}

/// Picojoules as whole attojoules.
func attojoules(_ picojoules: Double) -> Int { Int(min(9e18, max(0, picojoules * 1e6)).rounded()) }

/// What the present supplies make of figures.
private struct SupplyScale {
  private let coreNominal: Double
  private let coreRated: Double
  private let networkNominal: Double
  private let networkRated: Double

  init(_ technology: Technology) {
    func ratio(_ domain: VoltageDomain, to microvolts: Int) -> Double {
      Double(domain.present.microvolts) / Double(microvolts)
    }
    coreNominal = ratio(technology.cores, to: technology.node.nominalMicrovolts)
    coreRated = ratio(technology.cores, to: technology.cores.rated.microvolts)
    networkNominal = ratio(technology.network, to: technology.node.nominalMicrovolts)
    networkRated = ratio(technology.network, to: technology.network.rated.microvolts)
  }

  func cores(_ own: Int?, estimate: Double) -> Int {
    own.map { attojoules(Double($0) / 1e6 * coreRated * coreRated) }
      ?? attojoules(estimate * coreNominal * coreNominal)
  }

  func network(_ own: Int?, estimate: Double) -> Int {
    own.map { attojoules(Double($0) / 1e6 * networkRated * networkRated) }
      ?? attojoules(estimate * networkNominal * networkNominal)
  }

  /// The cores' supply stands for the whole chip's leakage.
  func leakage(isOwn: Bool) -> Double { isOwn ? coreRated : coreNominal }
}
