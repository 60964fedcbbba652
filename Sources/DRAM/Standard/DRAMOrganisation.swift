/// What one channel is made of. Columns are counted in bursts: what one read or write moves.
public struct DRAMOrganisation: Sendable, Hashable {
  public var channels: Int
  public var ranks: Int
  public var bankGroups: Int
  public var banksPerGroup: Int
  public var rows: Int
  /// Bursts in a row.
  public var columns: Int
  /// Bytes that one burst moves.
  public var burstBytes: Int
  /// Devices of a rank that work in lockstep (for energy).
  public var devicesPerRank: Int
  /// Whether row commands and column commands go over buses of their own, one each a cycle (HBM).
  public var hasSeparateBuses: Bool
  /// Cycles that an activation takes on its bus; timings count from the last of them.
  public var activationSlots: Int
  /// The same for a read or write (two in DDR5).
  public var columnSlots: Int

  public init(
    channels: Int = 1, ranks: Int = 1, bankGroups: Int, banksPerGroup: Int, rows: Int, columns: Int,
    burstBytes: Int, devicesPerRank: Int, hasSeparateBuses: Bool = false, activationSlots: Int = 1,
    columnSlots: Int = 1
  ) {
    self.channels = channels
    self.ranks = ranks
    self.bankGroups = bankGroups
    self.banksPerGroup = banksPerGroup
    self.rows = rows
    self.columns = columns
    self.burstBytes = burstBytes
    self.devicesPerRank = devicesPerRank
    self.hasSeparateBuses = hasSeparateBuses
    self.activationSlots = activationSlots
    self.columnSlots = columnSlots
  }

  public var banksPerRank: Int { bankGroups * banksPerGroup }
  public var banksPerChannel: Int { ranks * banksPerRank }
  /// Bytes that an open row holds ready.
  public var rowBytes: Int { columns * burstBytes }
  /// Bytes of all channels.
  public var capacityBytes: Int { channels * banksPerChannel * rows * rowBytes }
}

/// Currents in milliamperes and the supply in volts, by the names of the data sheets.
public struct DRAMCurrents: Sendable, Hashable {
  public var supplyVolts: Double
  public var idd0: Double
  public var idd2n: Double
  public var idd3n: Double
  public var idd4r: Double
  public var idd4w: Double
  public var idd5: Double

  public init(
    supplyVolts: Double, idd0: Double, idd2n: Double, idd3n: Double, idd4r: Double, idd4w: Double,
    idd5: Double
  ) {
    self.supplyVolts = supplyVolts
    self.idd0 = idd0
    self.idd2n = idd2n
    self.idd3n = idd3n
    self.idd4r = idd4r
    self.idd4w = idd4w
    self.idd5 = idd5
  }
}
