/// A rule of a standard: at least so many cycles from a command to a later one in the same part of the channel.
public struct DRAMConstraint: Sendable, Hashable {
  public var scope: DRAMScope
  public var preceding: [DRAMCommand]
  public var following: [DRAMCommand]
  /// In timing names and whole numbers: `CWL + BL + tWTR_L`.
  public var latency: String
  /// Counts from the `window`-th last preceding command: 4 for the four-activation window.
  public var window: Int
  /// Whether the rule holds only between different ranks of the channel (bus turnaround between ranks).
  public var betweenRanks: Bool

  public init(
    _ scope: DRAMScope, _ preceding: [DRAMCommand], _ following: [DRAMCommand], _ latency: String,
    window: Int = 1, betweenRanks: Bool = false
  ) {
    self.scope = scope
    self.preceding = preceding
    self.following = following
    self.latency = latency
    self.window = window
    self.betweenRanks = betweenRanks
  }

  /// Rules that all JEDEC synchronous DRAM shares (JESD79-4, JESD235, JESD209-4: the timing diagrams of the command
  /// pairs), in the standards' own names. A standard in which a pair has no bank groups gives `_S` and `_L` the same
  /// value.
  public static let synchronous: [DRAMConstraint] = [
    DRAMConstraint(.bank, [.activate], [.read], "tRCDRD"),
    DRAMConstraint(.bank, [.activate], [.write], "tRCDWR"),
    DRAMConstraint(.bank, [.activate], [.precharge], "tRAS"),
    DRAMConstraint(.bank, [.activate], [.activate, .refreshBank], "tRC"),
    DRAMConstraint(.bank, [.precharge], [.activate, .refreshBank], "tRP"),
    DRAMConstraint(.bank, [.read], [.precharge], "tRTP"),
    DRAMConstraint(.bank, [.write], [.precharge], "CWL + BL + tWR"),
    DRAMConstraint(.bank, [.refreshBank], [.activate, .refreshBank], "tRFCpb"),
    DRAMConstraint(.bankGroup, [.activate], [.activate], "tRRD_L"),
    DRAMConstraint(.bankGroup, [.read], [.read], "tCCD_L"),
    DRAMConstraint(.bankGroup, [.write], [.write], "tCCD_L_WR"),
    DRAMConstraint(.bankGroup, [.write], [.read], "CWL + BL + tWTR_L"),
    DRAMConstraint(.rank, [.activate], [.activate], "tRRD_S"),
    DRAMConstraint(.rank, [.activate], [.activate], "tFAW", window: 4),
    DRAMConstraint(.rank, [.read], [.read], "tCCD_S"),
    DRAMConstraint(.rank, [.write], [.write], "tCCD_S_WR"),
    DRAMConstraint(.rank, [.read], [.write], "CL + BL + tRTW - CWL"),
    DRAMConstraint(.rank, [.write], [.read], "CWL + BL + tWTR_S"),
    DRAMConstraint(.rank, [.activate], [.prechargeAll], "tRAS"),
    DRAMConstraint(.rank, [.read], [.prechargeAll], "tRTP"),
    DRAMConstraint(.rank, [.write], [.prechargeAll], "CWL + BL + tWR"),
    DRAMConstraint(.rank, [.activate], [.refresh], "tRC"),
    DRAMConstraint(.rank, [.precharge], [.refresh], "tRP"),
    DRAMConstraint(.rank, [.prechargeAll], [.activate, .refresh], "tRPab"),
    DRAMConstraint(.rank, [.precharge, .prechargeAll], [.precharge, .prechargeAll], "tPPD"),
    DRAMConstraint(.rank, [.refresh], [.activate, .refresh, .precharge, .prechargeAll], "tRFC"),
    DRAMConstraint(.rank, [.refreshBank], [.refreshBank], "tRREFD"),
    DRAMConstraint(.rank, [.refreshBank], [.activate], "tRREFD"),
    DRAMConstraint(.channel, [.read], [.read], "BL + tRTRS", betweenRanks: true),
    DRAMConstraint(.channel, [.write], [.write], "BL + tRTRS", betweenRanks: true),
    DRAMConstraint(.channel, [.read], [.write], "CL + BL + tRTRS - CWL", betweenRanks: true),
    DRAMConstraint(.channel, [.write], [.read], "CWL + BL + tRTRS - CL", betweenRanks: true),
  ]
}
