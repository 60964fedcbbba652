import Documents
import Network

/// The runs behind a table of loads, run again.
///
/// With the seed of a run, its packets are known; but the latency also depends on when the reference began to measure
/// and when it stopped, and a table does not say how long its periods were. The lengths of the runs do: each is a
/// number of whole periods and the time in which the last packets arrived, which is at most about twice the highest
/// latency. So round periods that fit all runs of a curve are tried on its shortest run, the longest first; the one
/// with which that run settles and is as long as the reference's, to the cycle, is taken. The figures that are compared
/// have no part in the choice.
extension NetworkValidation {
  /// Periods are multiples of this.
  private static let roundCycles = 250
  /// The most periods of a run that are reckoned with.
  private static let mostPeriods = 40
  /// Periods tried at most on a curve.
  private static let mostTrials = 8
  /// Node cycles of a run from which it is too long to be run again.
  private static let longestRun = 20_000_000
  /// Cycles of its last packets' way that are no latency, and the way home of the last credit.
  private static let spareCycles = 16
  /// Periods in which the last packets may arrive where a network is overloaded.
  private static let longestDrain = 2

  /// A row of a run that came to an end.
  private struct EndedRun {
    let row: CSVRow
    let cycles: Int
    let highestLatency: Double

    /// - Returns: nil for a run that was given up, or of which the table does not tell enough, or a very long one.
    init?(_ row: CSVRow) throws {
      guard try row.text("status") == "ok", row.optional("seed") != nil, row.optional("sim_cycles") != nil,
        row.optional("pkt_latency_max") != nil
      else { return nil }
      self.row = row
      cycles = try row.integer("sim_cycles")
      highestLatency = try row.double("pkt_latency_max")
      guard cycles > 0, cycles <= longestRun / (try row.topology().nodeCount) else { return nil }
    }

    /// Whether the run may be so many of these periods and the arrival of the last packets.
    func consists(ofPeriods cycles: Int) -> Bool {
      (SampledMeasurement.fewestPeriods...mostPeriods).contains { number in
        let rest = self.cycles - number * cycles
        return rest > 0 && Double(rest) <= 2 * highestLatency + Double(spareCycles)
      }
    }
  }

  /// The period of each curve whose runs can be run again.
  func samplingPeriods(_ table: CSVTable) throws -> [String: Int] {
    let curves = try Dictionary(grouping: table.rows.compactMap(EndedRun.init)) {
      try $0.row.key(Self.curveColumns)
    }.sorted { $0.key < $1.key }
    let periods = try curves.concurrentMap(progress: { _ in }, { try period(of: $0.value) })
    var found: [String: Int] = [:]
    for (curve, period) in zip(curves, periods) { found[curve.key] = period }
    return found
  }

  private func period(of runs: [EndedRun]) throws -> Int? {
    guard let shortest = runs.min(by: { $0.cycles < $1.cycles }) else { return nil }
    let longest = shortest.cycles / SampledMeasurement.fewestPeriods / Self.roundCycles * Self.roundCycles
    var trials = 0
    for cycles in stride(from: longest, to: 0, by: -Self.roundCycles)
    where runs.allSatisfy({ $0.consists(ofPeriods: cycles) }) {
      guard trials < Self.mostTrials else { return nil }
      trials += 1
      if let result = try repeated(shortest, periodCycles: cycles), result.isSettled { return cycles }
    }
    return nil
  }

  /// The result of a row's run, run again.
  ///
  /// - Returns: nil where our run is not as long as the reference's, or does not saturate as that did.
  func repeated(_ row: CSVRow, periodCycles: Int) throws -> SampledMeasurement.Result? {
    if let run = try EndedRun(row) { return try repeated(run, periodCycles: periodCycles) }
    guard try row.text("status") != "ok", row.optional("seed") != nil else { return nil }
    let result = try measurement(row).sampled(periodCycles: periodCycles, mostPeriods: Self.mostPeriods)
      .run(offered: row.load("offered"))
    return result.isStable ? nil : result
  }

  private func repeated(_ run: EndedRun, periodCycles: Int) throws -> SampledMeasurement.Result? {
    let measurement = try measurement(run.row)
    let offered = try run.row.load("offered")
    let whole = min(run.cycles / periodCycles, Self.mostPeriods)
    // A run that did not settle ended with the most periods allowed, and with a network full of packets.
    for number in stride(from: whole, through: max(whole - Self.longestDrain, 1), by: -1) {
      let result = measurement.sampled(periodCycles: periodCycles, mostPeriods: number).run(offered: offered)
      if result.isStable, result.cycles == run.cycles { return result }
      // It settled, and fewer periods would change nothing.
      if result.isStable, result.cycles < run.cycles { return nil }
    }
    return nil
  }
}

extension LoadMeasurement {
  fileprivate func sampled(periodCycles: Int, mostPeriods: Int) -> SampledMeasurement {
    SampledMeasurement(self, periodCycles: periodCycles, mostPeriods: mostPeriods)
  }
}
