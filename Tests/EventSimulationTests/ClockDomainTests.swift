import EventSimulation
import Testing

@Suite("Clock domains")
struct ClockDomainTests {
  static let clocks = [1, 7, 32_768, 700_000_000, 940_000_000, 1_000_000_000, 1_066_000_000, 3_000_000_000]

  /// ⌊n · 10¹⁵ / hertz⌋ by whole seconds and a remainder, another way than the one under test.
  static func exactFemtoseconds(ofCycle n: UInt64, hertz: Int) -> UInt64 {
    let hertz = UInt128(hertz)
    let (seconds, rest) = UInt128(n).quotientAndRemainder(dividingBy: hertz)
    return UInt64(seconds * 1_000_000_000_000_000 + rest * 1_000_000_000_000_000 / hertz)
  }

  @Test("700 MHz does not drift by one cycle in 10⁹ cycles")
  func noDriftOverABillionCycles() {
    let clock = ClockDomain(hertz: 700_000_000)
    #expect(clock.time(ofCycle: 7).femtoseconds == 10_000_000)
    #expect(clock.time(ofCycle: 700_000_000).femtoseconds == 1_000_000_000_000_000)
    #expect(clock.time(ofCycle: 1_000_000_000).femtoseconds == 1_428_571_428_571_428)
    var time = SimulationTime.zero
    var cycle: UInt64 = 0
    // Step from edge to edge with strides that leave out none of the seven phases.
    while cycle < 1_000_000_000 {
      let stride = 99_991 + Int(cycle % 7)
      time = clock.edge(cycles: stride, after: time)
      cycle += UInt64(stride)
      #expect(time.femtoseconds == Self.exactFemtoseconds(ofCycle: cycle, hertz: 700_000_000))
      #expect(clock.cycle(at: time) == cycle)
    }
  }

  @Test("edges lie where exact rational arithmetic puts them", arguments: clocks)
  func edgesAreExact(hertz: Int) {
    let clock = ClockDomain(hertz: hertz)
    var random = Generator(seed: UInt64(hertz))
    let last = clock.cycle(at: SimulationTime(femtoseconds: .max / 2))
    for _ in 0..<2000 {
      let n = UInt64.random(in: 0...last, using: &random) >> UInt64.random(in: 0..<64, using: &random)
      let edge = clock.time(ofCycle: n)
      #expect(edge.femtoseconds == Self.exactFemtoseconds(ofCycle: n, hertz: hertz))
      #expect(clock.cycle(at: edge) == n)
      if n > 0 { #expect(clock.cycle(at: SimulationTime(femtoseconds: edge.femtoseconds - 1)) == n - 1) }
    }
  }

  @Test("the cycle of a time is the last whose edge is not after it, to the end of time", arguments: clocks)
  func cycleIsTheLargest(hertz: Int) {
    let clock = ClockDomain(hertz: hertz)
    var random = Generator(seed: UInt64(hertz))
    for _ in 0..<2000 {
      let time = SimulationTime(femtoseconds: random.next() >> UInt64.random(in: 1..<64, using: &random))
      let n = clock.cycle(at: time)
      #expect(clock.time(ofCycle: n) <= time)
      #expect(clock.time(ofCycle: n + 1) > time)
    }
    #expect(clock.time(ofCycle: clock.cycle(at: .end)) <= .end)
  }

  @Test("a time between two edges waits for the next one, and cycles count from there")
  func edgesFromATime() {
    let clock = ClockDomain(hertz: 1_000_000_000)
    let between = SimulationTime(femtoseconds: 2_500_000)
    let onEdge = SimulationTime(femtoseconds: 3_000_000)
    #expect(clock.edge(atOrAfter: between) == onEdge)
    #expect(clock.edge(atOrAfter: onEdge) == onEdge)
    #expect(clock.edge(cycles: 2, after: between).femtoseconds == 5_000_000)
    #expect(clock.edge(cycles: 2, after: onEdge).femtoseconds == 5_000_000)
    #expect(clock.cycles(from: between, to: onEdge) == 1)
    #expect(clock.cycles(from: onEdge, to: onEdge) == 0)
  }

  @Test("two clocks meet exactly where their ratio says")
  func clocksMeet() {
    let memory = ClockDomain(hertz: 1_066_000_000)
    let core = ClockDomain(hertz: 700_000_000)
    // 1066 : 700 = 533 : 350
    for turn in [1, 2, 1_000, 1_000_000] as [UInt64] {
      #expect(memory.time(ofCycle: 533 * turn) == core.time(ofCycle: 350 * turn))
    }
  }
}
