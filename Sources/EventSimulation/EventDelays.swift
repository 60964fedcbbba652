#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// How far ahead a benchmark schedules. Cycles are of 1 GHz; the means are near 1000 cycles but for the clocked.
public enum DelayDistribution: String, Sendable, CaseIterable {
  /// 1 cycle: components that all work in every cycle.
  case lockstep
  /// 1, 1, 2 or 4 cycles: clocked components, with as many ties as events per cycle.
  case clocked
  /// 90 % 1 to 16 cycles, 10 % 1000 to 20,000: pipelines beside memories and host cores.
  case mixed
  /// Whole cycles, exponential, mean 1000.
  case exponential
  /// 1 to 2000 cycles.
  case uniform
  /// Exponential with mean 1000 cycles, to the femtosecond: no two events tie, the wheel must sort.
  case unclocked

  static let cycle: UInt64 = 1_000_000

  /// One delay, in femtoseconds, never zero.
  func draw(_ random: inout LinearCongruentialGenerator) -> UInt64 {
    switch self {
    case .lockstep: Self.cycle
    case .clocked: [1, 1, 2, 4][random.below(4)] * Self.cycle
    case .mixed:
      UInt64(random.below(10) > 0 ? 1 + random.below(16) : 1000 + random.below(19001)) * Self.cycle
    case .exponential: (1 + UInt64(999.5 * random.exponential())) * Self.cycle
    case .uniform: UInt64(1 + random.below(2000)) * Self.cycle
    case .unclocked: 1 + UInt64(1000 * Double(Self.cycle) * random.exponential())
    }
  }
}

/// 4096 delays of one distribution, drawn beforehand: a logarithm costs more than an event.
struct DelayTable {
  let delays: [UInt64]
  let longest: UInt64
  var random: LinearCongruentialGenerator

  init(_ distribution: DelayDistribution, seed: UInt64) {
    var random = LinearCongruentialGenerator(seed: seed)
    delays = (0..<4096).map { _ in distribution.draw(&random) }
    longest = delays.reduce(0, max)
    self.random = random
  }

  /// Times at which the pending events of a simulation long under way would lie after now: a delay in progress is
  /// met in proportion to its length, at any point of it. Whole cycles stay whole cycles.
  mutating func remainingDelay(wholeCycles: Bool) -> UInt64 {
    let unit = wholeCycles ? DelayDistribution.cycle : 1
    while true {
      let delay = delays[random.below(delays.count)]
      if random.fraction(of: longest) < delay { return (random.fraction(of: delay / unit) + 1) * unit }
    }
  }
}

extension LinearCongruentialGenerator {
  /// Exponential with mean 1.
  mutating func exponential() -> Double { -log((Double(next()) + 0.5) / 2_147_483_648) }

  /// Uniform below `bound`, which may exceed the generator's 31 bits.
  mutating func fraction(of bound: UInt64) -> UInt64 {
    let high = next()
    return (high << 31 | next()).multipliedFullWidth(by: bound << 2).high
  }
}
