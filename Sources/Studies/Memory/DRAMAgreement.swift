import DRAM
import Documents

/// One trace on one memory: our cycles beside those of the reference simulators.
public struct DRAMAgreement: Sendable {
  public struct Reference: Sendable, Hashable {
    public var simulator: String
    public var cycles: Int
    /// Of the slowest read; nil where the table does not tell.
    public var maximumLatencyCycles: Int?
  }

  /// By the names that tables of results have.
  public static let simulators = ["dramsim3", "ramulator2"]
  /// The interval between two simulators is widened by this part at both ends, and points that no policy changes are held
  /// within it of both.
  public static let tolerance = 0.02
  /// No read should wait longer than so many times what 99 % of them do not exceed.
  public static let longestWait = 4

  public var configuration: String
  public var trace: String
  public var mode: String
  public var references: [Reference]
  /// nil where it was not run.
  public private(set) var cycles: Int?
  public private(set) var report: DRAMReport?
  /// Why there are no figures; nil when there are.
  public var failure: String?

  init(configuration: String, trace: String, mode: String, references: [Reference]) {
    self.configuration = configuration
    self.trace = trace
    self.mode = mode
    self.references = references
  }

  mutating func measure(
    _ memory: ReferenceMemory, trace records: [DRAMTraceRecord], mode injection: InjectionMode, width: Int?
  ) throws {
    let configuration = memory.configuration
    var run = try DRAMTraceRun(
      configuration.standard, policy: configuration.policy, map: configuration.addressMap, trace: records,
      mode: injection, width: width ?? memory.issueWidth)
    let result = run.run()
    cycles = result.cycles
    report = DRAMReport(configuration: configuration, trace: trace, mode: mode, result: result)
  }

  public func reference(_ simulator: String) -> Int? {
    references.first { $0.simulator == simulator }?.cycles
  }

  /// Whether there are two to lie between.
  public var isBetween: Bool { references.count > 1 }

  /// Whether the simulators, whose policies differ, agree with one another within the tolerance: then no policy matters
  /// here, and we must agree with both.
  public var isIndependent: Bool {
    guard isBetween, let low = references.map(\.cycles).min(), let high = references.map(\.cycles).max()
    else {
      return false
    }
    return Double(high - low) <= Self.tolerance * Double(high + low) / 2
  }

  /// Lowest and highest cycles of the simulators, widened.
  public var interval: ClosedRange<Double>? {
    guard let low = references.map(\.cycles).min(), let high = references.map(\.cycles).max() else {
      return nil
    }
    return Double(low) * (1 - Self.tolerance)...Double(high) * (1 + Self.tolerance)
  }

  public var isInside: Bool? {
    guard let cycles, let interval else { return nil }
    return interval.contains(Double(cycles))
  }

  /// Whether the slowest read took at most `longestWait` times the 99th percentile; nil without reads.
  public var isFair: Bool? {
    guard let longest = report?.maximumLatencyCycles, let usual = report?.latencyCycles(percentile: 99) else {
      return nil
    }
    return longest <= Self.longestWait * usual
  }

  /// Whether the slowest read of a simulator took as long as ours or longer: what stands in the way belongs to the memory
  /// (a refresh that fewer than one read in a hundred meets), not to the order of requests.
  public var isNoSlowerThanOne: Bool {
    guard let longest = report?.maximumLatencyCycles else { return false }
    let slowest = references.compactMap(\.maximumLatencyCycles).max()
    return slowest.map { Double(longest) <= Double($0) * (1 + Self.tolerance) } ?? false
  }

  /// Relative distance to the nearer simulator.
  public var distance: Double? { distances?.min() }

  /// Relative distance to the farther one.
  public var largestDistance: Double? { distances?.max() }

  private var distances: [Double]? {
    guard let cycles, !references.isEmpty else { return nil }
    return references.map { abs(Double(cycles) - Double($0.cycles)) / Double(max(1, $0.cycles)) }
  }
}

/// The bounds that make an agreement.
public struct DRAMAgreementSummary: Sendable {
  /// Of the points with two simulators at least this part lies inside the interval.
  public static let leastInside = 0.9
  /// Median distance to the nearer simulator.
  public static let largestMedian = 0.008

  public let points: Int
  public let inside: Int
  public let medianDistance: Double?
  /// Points that no policy can change, and those of them within the tolerance of both.
  public let independent: Int
  public let independentWithin: Int
  /// The farthest of them.
  public let largestIndependent: Double?
  public let failures: Int
  /// Points with one simulator only, shown but held to no bound.
  public let single: Int
  /// Points with reads; those whose slowest read is within its bound; and of the others those in which a simulator's
  /// slowest read takes no less.
  public let timed: Int
  public let fair: Int
  public let asSlow: Int

  public init(_ rows: [DRAMAgreement]) {
    let between = rows.filter { $0.isBetween && $0.cycles != nil }
    points = between.count
    inside = between.count { $0.isInside == true }
    medianDistance = between.compactMap(\.distance).middle?.upper
    let held = between.filter(\.isIndependent)
    independent = held.count
    independentWithin = held.count { ($0.largestDistance ?? 1) <= DRAMAgreement.tolerance }
    largestIndependent = held.compactMap(\.largestDistance).max()
    failures = rows.count { $0.failure != nil }
    single = rows.count { !$0.isBetween && $0.cycles != nil }
    timed = rows.count { $0.isFair != nil }
    fair = rows.count { $0.isFair == true }
    asSlow = rows.count { $0.isFair == false && $0.isNoSlowerThanOne }
  }

  public var holds: Bool {
    failures == 0 && Double(inside) >= Self.leastInside * Double(points)
      && (medianDistance ?? 0) <= Self.largestMedian && independentWithin == independent
      && fair + asSlow == timed
  }
}
