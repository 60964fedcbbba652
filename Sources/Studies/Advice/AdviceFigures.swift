/// Figures of a run that advice is given by. Energy, power and area are estimates.
public struct AdviceFigures: Sendable, Hashable {
  public var cycles: Int
  public var seconds: Double
  /// Samples computed at once.
  public var batch: Int
  /// DRAM and host included.
  public var joules: Double
  public var averageWatts: Double
  /// Without DRAM and host, which the chip's cooling is for.
  public var chipWatts: Double
  public var squareMillimetres: Double
  /// Part of the data set's samples that are classified right; nil without a data set.
  public var accuracy: Double?
  /// Heat that the chip's package carries away; nil where nobody says.
  public var thermalWatts: Double?

  public var joulesPerSample: Double { joules / Double(max(1, batch)) }

  init(_ result: SimulationResult, accuracy: Double?) {
    seconds = result.record.seconds
    cycles = result.record.elapsedCycles
    batch = result.batch
    joules = result.energy.total.total.joules
    averageWatts = result.averageWatts ?? 0
    chipWatts = result.chipWatts ?? 0
    squareMillimetres = result.area.squareMillimetres
    thermalWatts = result.chip.technology.thermalDesignNanowatts.map { Double($0) / 1e9 }
    self.accuracy = accuracy
  }
}
