/// Energy of a bit over a DRAM's data pins, both ends' drivers and terminations, by the standard's name: an estimate, without
/// the clocks and serialisers of the chip's own interface.
///
/// A pin that is terminated to one rail draws direct current through driver and termination while the bit is at the other
/// rail, half the time for random data: ½ · V² ÷ (driver + termination) ÷ rate. DDR3 is terminated to half of its supply
/// instead and draws current all the time. Supplies are those of the JEDEC standards
/// named, resistances usual settings of them, 40 Ω and 40 Ω unless said otherwise.
public struct DRAMInterfaceEnergy: Sendable, Hashable {
  public var picojoulesPerBit: Double
  public var source: String

  /// - Parameter standard: as chip files write it, such as `LPDDR5-6400`; a name that begins with none of the families
  ///   counts as DDR4.
  public init(standard: String) { self = Self.families[standard] }

  static let families = DRAMFamilies(rows: [
    ("LPDDR5", terminated(volts: 0.5, ohms: 80, gigabits: 6.4, "JESD209-5, 0.5 V at 6.4 Gb/s")),
    ("LPDDR4X", terminated(volts: 0.6, ohms: 80, gigabits: 4.266, "JESD209-4-1, 0.6 V at 4.266 Gb/s")),
    // The pull-up regulates the high level to a third of the supply: current through the termination alone.
    (
      "LPDDR4",
      terminated(volts: 1.1, ohms: 120, gigabits: 3.2, "JESD209-4, 1.1 V, high at a third, 3.2 Gb/s")
    ),
    (
      "HBM",
      DRAMInterfaceEnergy(
        0.8, "O'Connor et al., MICRO 2017, Table 3 (recalled): HBM2, half of the bits toggle")
    ),
    ("GDDR", terminated(volts: 1.35, ohms: 100, gigabits: 14, "JESD250, 1.35 V, 60 Ω up, 14 Gb/s")),
    ("DDR5", terminated(volts: 1.1, ohms: 74, gigabits: 4.8, "JESD79-5, 1.1 V, 34 Ω driver, 4.8 Gb/s")),
    (
      "DDR3",
      centred(
        volts: 1.5, driver: 34, termination: 60, gigabits: 1.6,
        "JESD79-3, 1.5 V at 1.6 Gb/s; 34 Ω and 60 Ω: RZQ/7 and RZQ/4 of Micron's 1 Gb DDR3 data sheet")
    ),
    ("", terminated(volts: 1.2, ohms: 74, gigabits: 3.2, "JESD79-4, 1.2 V, 34 Ω driver, 3.2 Gb/s")),
  ])

  private static func terminated(
    volts: Double, ohms: Double, gigabits: Double, _ source: String
  ) -> DRAMInterfaceEnergy {
    DRAMInterfaceEnergy(0.5 * volts * volts / ohms / gigabits * 1e3, source)
  }

  /// A termination of twice the resistance to either rail, which draws current from the supply at both levels alike:
  /// V ÷ (4 · termination) · (1 + termination ÷ (driver + termination)).
  private static func centred(
    volts: Double, driver: Double, termination: Double, gigabits: Double, _ source: String
  ) -> DRAMInterfaceEnergy {
    let amperes = volts / (4 * termination) * (1 + termination / (driver + termination))
    return DRAMInterfaceEnergy(volts * amperes / gigabits * 1e3, source)
  }

  private init(_ picojoulesPerBit: Double, _ source: String) {
    self.picojoulesPerBit = picojoulesPerBit
    self.source = source
  }
}
