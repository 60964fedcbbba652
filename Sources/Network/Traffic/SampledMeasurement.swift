/// A steady load measured as BookSim 2 measures it (Jiang et al., "A detailed and flexible cycle-accurate
/// network-on-chip simulator", ISPASS 2013): the very packets it creates from the same seed, sampled in periods until
/// the mean latency no longer changes.
///
/// Two periods of warm-up are followed by periods that are measured, until three times in a row the means so far have
/// changed by at most 3 % from one period to the next, or until there were enough. Then traffic goes on until all
/// packets created in the measured periods have arrived; and then it ends, and the network empties.
///
/// The periods and the number of them are an experimenter's choice; all else is fixed. Where they are chosen as in a
/// run of BookSim 2, the result is that run's, to the last digit.
public struct SampledMeasurement: Sendable {
  public struct Result: Sendable {
    /// Creation to arrival of the tail, averaged over the packets created in the measured periods.
    public var meanLatency = 0.0
    /// Flits that arrived a node and cycle in those periods.
    public var accepted = 0.0
    /// From the first cycle until the last credit is home.
    public var cycles = 0
    /// The mean latency stayed below the limit.
    public var isStable = false
    /// The means no longer changed when measuring ended.
    public var isSettled = false
  }

  public var measurement: LoadMeasurement
  public var periodCycles: Int
  public var mostPeriods: Int

  private static let warmUpPeriods = 2
  private static let settledPeriods = 3
  private static let settledChange = 0.03
  /// The fewest periods of a run: in the first after the warm-up the means may have settled already.
  public static let fewestPeriods = warmUpPeriods + settledPeriods
  /// Cycles of waiting for the last packets between two looks at the latency.
  private static let drainCheckCycles = 1000
  /// Periods of waiting for them, from which a run is given up.
  private static let drainPeriods = 100

  /// - Parameters:
  ///   - measurement: what to measure; its own cycles of warm-up and measuring are not used.
  ///   - periodCycles: at least 1.
  ///   - mostPeriods: with the warm-up.
  public init(_ measurement: LoadMeasurement, periodCycles: Int, mostPeriods: Int) {
    precondition(periodCycles > 0 && mostPeriods > 0, "no period to measure in")
    self.measurement = measurement
    self.periodCycles = periodCycles
    self.mostPeriods = mostPeriods
  }

  /// - Parameter offered: flits a node and cycle.
  public func run(offered: Double) -> Result {
    var run = SampledRun(measurement, offered: offered)
    var result = Result(isStable: true)
    var settled = 0
    var before = (latency: 0.0, accepted: 0.0)
    for period in 0..<mostPeriods where settled < Self.settledPeriods && result.isStable {
      if period == Self.warmUpPeriods { run.beginMeasuring() }
      run.advance(by: periodCycles)
      let now = (latency: run.meanLatency, accepted: run.accepted)
      result.isStable = isBelowLimit(run.meanLatencySoFar)
      let isSettled =
        !Self.hasChanged(now.latency, before.latency) && !Self.hasChanged(now.accepted, before.accepted)
      settled = period >= Self.warmUpPeriods && isSettled ? settled + 1 : 0
      before = now
    }
    result.isSettled = settled == Self.settledPeriods
    result.accepted = before.accepted
    if result.isStable { result.isStable = waitForMeasured(&run) }
    if result.isStable { run.empty() }
    result.meanLatency = run.meanLatency
    result.cycles = run.cycle
    return result
  }

  /// Traffic goes on until all packets that were to be created by now have arrived.
  ///
  /// - Returns: whether they did in time.
  private func waitForMeasured(_ run: inout SampledRun) -> Bool {
    run.endMeasuring()
    for _ in 0..<Self.drainPeriods * periodCycles / Self.drainCheckCycles + 1 {
      for _ in 0..<Self.drainCheckCycles {
        if run.hasAllMeasured { return true }
        run.step()
      }
      guard isBelowLimit(run.meanLatencySoFar) else { return false }
    }
    return false
  }

  /// Means of nothing are below any limit, and do not change.
  private func isBelowLimit(_ latency: Double) -> Bool { !(latency > measurement.latencyLimit) }

  private static func hasChanged(_ now: Double, _ before: Double) -> Bool {
    abs((now - before) / now) > settledChange
  }
}
