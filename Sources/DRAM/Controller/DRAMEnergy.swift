/// What a memory used, in joules: the closed forms of the data sheets' currents (Micron TN-40-07), without input, output
/// and termination. An estimate: typical devices draw less than the currents that data sheets guarantee.
public struct DRAMEnergy: Sendable, Hashable {
  public var activationJoules: Double
  public var readJoules: Double
  public var writeJoules: Double
  public var refreshJoules: Double
  public var standbyJoules: Double

  public var totalJoules: Double {
    activationJoules + readJoules + writeJoules + refreshJoules + standbyJoules
  }

  /// - Parameters:
  ///   - bankRefreshes: of one bank, each the share of a bank in a refresh of all.
  ///   - openRankCycles: cycles with an open bank, summed over ranks; in the other cycles of `rankCycles` all are closed.
  public init(
    _ standard: DRAMStandard, currents: DRAMCurrents, activations: Int, reads: Int, writes: Int,
    refreshes: Int, bankRefreshes: Int = 0,
    openRankCycles: Int, rankCycles: Int
  ) {
    let timing = standard.timing
    func cycles(_ name: String) -> Double { Double(timing[name] ?? 0) }
    // Volts × milliamperes × cycles × devices, in joules.
    let unit =
      currents.supplyVolts * 1e-3 * standard.clockPicoseconds * 1e-12
      * Double(standard.organisation.devicesPerRank)
    let activation =
      currents.idd0 * cycles("tRC") - currents.idd3n * cycles("tRAS") - currents.idd2n * cycles("tRP")
    activationJoules = Double(activations) * activation * unit
    readJoules = Double(reads) * (currents.idd4r - currents.idd3n) * cycles("BL") * unit
    writeJoules = Double(writes) * (currents.idd4w - currents.idd3n) * cycles("BL") * unit
    let wholeRefreshes =
      Double(refreshes) + Double(bankRefreshes) / Double(max(1, standard.organisation.banksPerRank))
    refreshJoules = wholeRefreshes * (currents.idd5 - currents.idd3n) * cycles("tRFC") * unit
    standbyJoules =
      (Double(openRankCycles) * currents.idd3n + Double(rankCycles - openRankCycles) * currents.idd2n) * unit
  }
}

extension DRAMStandard {
  /// Of the devices of all channels, by what the channels counted together in so many cycles; nil where the file gives no
  /// currents.
  public func energy(of statistics: DRAMStatistics, cycles: Int) -> DRAMEnergy? {
    guard let currents else { return nil }
    return DRAMEnergy(
      self, currents: currents, activations: statistics.count(of: .activate),
      reads: statistics.count(of: .read), writes: statistics.count(of: .write),
      refreshes: statistics.count(of: .refresh), bankRefreshes: statistics.count(of: .refreshBank),
      openRankCycles: statistics.openRankCycles,
      rankCycles: cycles * organisation.ranks * organisation.channels)
  }
}
