/// Energy of a byte of DRAM with its interface, by the standard's name: an estimate for devices at work, standby included,
/// that makes DRAM energy proportional to the bytes moved.
public struct DRAMByteEnergy: Sendable, Hashable {
  public var picojoulesPerBit: Double
  public var source: String

  /// - Parameter standard: as chip files write it, such as `LPDDR5-6400`; a name that begins with none of the families
  ///   counts as DDR4.
  public init(standard: String) { self = Self.families[standard] }

  static let families = DRAMFamilies(rows: [
    ("LPDDR5", DRAMByteEnergy(4.0, "our choice: a fifth below LPDDR4X, as the vendors of LPDDR5 state")),
    ("LPDDR4X", DRAMByteEnergy(5.0, "our choice: LPDDR4 with an interface of 0.6 V")),
    ("LPDDR4", DRAMByteEnergy(6.0, "our choice: half of LPDDR3's published 10 to 14 pJ a bit")),
    ("LPDDR", DRAMByteEnergy(12.0, "our choice: within LPDDR3's published 10 to 14 pJ a bit")),
    ("HBM", DRAMByteEnergy(5.5, "Jouppi et al., ISCA 2021, Table 2: HBM2, 250 to 450 pJ for 64 bits")),
    ("GDDR", DRAMByteEnergy(6.5, "Jouppi et al., ISCA 2021, Table 2: GDDR6, 350 to 480 pJ for 64 bits")),
    ("DDR", DRAMByteEnergy(20.3, "Jouppi et al., ISCA 2021, Table 2: DDR3 and DDR4, 1300 pJ for 64 bits")),
    ("", DRAMByteEnergy(20.3, "as DDR4, for want of a standard's name")),
  ])

  private init(_ picojoulesPerBit: Double, _ source: String) {
    self.picojoulesPerBit = picojoulesPerBit
    self.source = source
  }
}
