/// A DRAM standard at one speed: everything about the devices, nothing about the controller.
public struct DRAMStandard: Sendable {
  public var name: String
  public var clockPicoseconds: Double
  public var organisation: DRAMOrganisation
  /// Cycles by the standard's names; `BL` is the burst in cycles.
  public var timing: [String: Int]
  public var constraints: [DRAMConstraint]
  /// nil where no energy is asked for.
  public var currents: DRAMCurrents?

  /// - Parameter timing: what the standard leaves out follows from the rest, see `completed`.
  public init(
    name: String, clockPicoseconds: Double, organisation: DRAMOrganisation, timing: [String: Int],
    constraints: [DRAMConstraint] = DRAMConstraint.synchronous, currents: DRAMCurrents? = nil
  ) {
    self.name = name
    self.clockPicoseconds = clockPicoseconds
    self.organisation = organisation
    self.timing = Self.completed(timing)
    self.constraints = constraints
    self.currents = currents
  }

  /// Of all channels, when every cycle carries data.
  public var peakBytesPerSecond: Double {
    let burst = Double(timing["BL"] ?? 1) * clockPicoseconds * 1e-12
    return Double(organisation.burstBytes * organisation.channels) / burst
  }

  /// Timings that a standard does without equal another one, or are no rule at all (0).
  private static func completed(_ given: [String: Int]) -> [String: Int] {
    var timing = given
    func fill(_ name: String, _ cycles: Int?) {
      if timing[name] == nil { timing[name] = cycles }
    }
    fill("tRCDRD", timing["tRCD"])
    fill("tRCDWR", timing["tRCD"])
    for name in ["tRRD", "tCCD", "tWTR"] { fill(name + "_L", timing[name + "_S"]) }
    for name in ["tCCD_S", "tCCD_L"] { fill(name + "_WR", timing[name]) }
    if let row = timing["tRAS"], let precharge = timing["tRP"] { fill("tRC", row + precharge) }
    fill("tRPab", timing["tRP"])
    fill("tRTW", 2)
    for name in ["tRFCpb", "tRREFD", "tRTRS", "tPPD"] { fill(name, 0) }
    return timing
  }
}
