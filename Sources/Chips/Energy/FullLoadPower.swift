import Tensors

/// Power of a chip whose matrix engines work in every cycle, and of one whose engines all wait: estimates, of what the
/// cooling has to carry and of what is left when nothing runs. Vector engines work where there is no matrix engine: beside
/// one, they wait for its sums.
public struct FullLoadPower: Sendable, Hashable {
  public struct Part: Sendable, Hashable {
    public var name: String
    public var watts: Double
  }

  /// Of the chip; its DRAM apart.
  public var parts: [Part]
  /// DRAM at its full bandwidth.
  public var dramWatts: Double

  /// Clocks that are never gated, and leakage.
  public var idleWatts: Double

  public var chipWatts: Double { parts.reduce(0) { $0 + $1.watts } }

  /// - Parameter element: what the matrix engines multiply; cores that do not take it leave theirs idle.
  public init(_ chip: Chip, element: ElementType) {
    let table = EnergyTable(chip)
    var watts: [String: Double] = [:]
    for (core, energy) in zip(chip.cores, table.cores) {
      let perSecond = Double(core.clockHertz) * 1e-18
      func add(_ name: String, _ attojoulesPerCycle: Double) {
        watts[name, default: 0] += attojoulesPerCycle * perSecond
      }
      if let matrix = core.matrix, let cyclesPerStep = matrix.cyclesPerStep(element) {
        let steps = 1 / Double(cyclesPerStep)
        add(
          "matrix",
          Double(matrix.rows * matrix.columns) * steps * Double(energy.multiplyAccumulate[element] ?? 0))
        add("scratchpad", matrix.operandBytesPerStep(element) * steps * Double(energy.scratchpadByte))
        add("accumulator", matrix.sumBytesPerStep * steps * Double(energy.accumulatorByte))
      }
      if core.matrix == nil {
        add("vector", Double(core.vector?.lanes ?? 0) * Double(energy.vectorOperation))
      }
      add("gated clock", Double(core.matrix == nil ? energy.vectorCycle : energy.matrixCycle))
    }
    watts["standing clock"] = Double(table.standingClockNanowatts) * 1e-9
    watts["leakage"] = Double(table.leakageNanowatts) * 1e-9
    let bytesPerSecond = Double(chip.dram.bandwidthBytesPerSecond)
    watts["network"] = bytesPerSecond * Double(2 * table.linkByte) * 1e-18
    watts["shared buffer"] = bytesPerSecond * Double(table.sharedBufferByte) * 1e-18
    parts = watts.sorted { $0.key < $1.key }.map { Part(name: $0.key, watts: $0.value) }
    idleWatts = table.standingWatts
    dramWatts = bytesPerSecond * Double(table.dramByte) * 1e-18
  }
}

extension MatrixEngine {
  private var isOutputStationary: Bool {
    if case .systolic(let array) = array { array.dataflow == .outputStationary } else { false }
  }

  /// Of the operand that streams; of both where the sums stay.
  fileprivate func operandBytesPerStep(_ element: ElementType) -> Double {
    Double((isOutputStationary ? rows + columns : rows) * element.bitWidth) / 8
  }

  /// 32-bit sums read and written.
  fileprivate var sumBytesPerStep: Double { isOutputStationary ? 0 : Double(columns * 8) }
}
