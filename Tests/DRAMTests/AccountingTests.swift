import Documents
import Testing

@testable import DRAM

@Suite("What a DRAM channel reports adds up")
struct AccountingTests {
  @Test("Every cycle carried data or has a cause for carrying none", arguments: DRAMPattern.allCases)
  func lostCycles(_ pattern: DRAMPattern) throws {
    let memory = try TestMemory()
    for mode in [InjectionMode.saturating, .paced(20), .serial] {
      let result = try memory.run(pattern, 3_000, mode).result
      let channel = result.channels[0]
      let lost = LostCycleCause.allCases.reduce(0) { $0 + channel.lostCycles(to: $1) }
      // The last bursts may end after the last cycle that counts.
      #expect(abs(lost + channel.busyCycles - result.cycles) <= memory.cycles("CL") + 2 * memory.cycles("BL"))
      #expect(LostCycleCause.allCases.allSatisfy { channel.lostCycles(to: $0) >= 0 })
    }
  }

  @Test("The cause that a pattern is made for comes first")
  func causes() throws {
    func first(_ memory: TestMemory, _ trace: [DRAMTraceRecord], _ mode: InjectionMode = .saturating) throws
      -> LostCycleCause?
    {
      let channel = try memory.run(trace, mode).result.channels[0]
      return LostCycleCause.allCases.max { channel.lostCycles(to: $0) < channel.lostCycles(to: $1) }
    }
    let memory = try TestMemory()
    let burst = memory.burst
    #expect(try first(memory, DRAMPattern.sequentialReads.records(count: 20_000, burst: burst)) == .refresh)
    #expect(try first(memory, (0..<8_000).map { read(at: $0 * 4 * burst) }) == .bankGroup)
    #expect(try first(memory, DRAMPattern.random.records(count: 8_000, burst: burst)) == .activationWindow)
    #expect(try first(memory, (0..<2_000).map { read(at: $0 << 17) }) == .conflict)
    #expect(
      try first(memory, DRAMPattern.sequentialReads.records(count: 2_000, burst: burst), .paced(50))
        == .noRequest)
  }

  @Test("Every request is a read or write command, or was answered from the write queue")
  func conservation() throws {
    let memory = try TestMemory()
    for pattern in DRAMPattern.allCases {
      let records = pattern.records(count: 5_000, burst: memory.burst)
      let run = try memory.run(records)
      let channel = run.result.channels[0]
      let reads = records.count { !$0.isWrite }
      #expect(run.result.readLatencies.count == reads)
      #expect(channel.count(of: .read) + channel.forwardedReads == reads)
      let waiting = records.count - reads - channel.count(of: .write) - channel.coalescedWrites
      #expect(0...memory.policy.writeQueueEntries ~= waiting, "posted writes may still wait at the end")
      #expect(run.commands.count == DRAMCommand.allCases.reduce(0) { $0 + channel.count(of: $1) })
    }
  }

  @Test("Energy is the data sheet's closed form, part by part")
  func energy() throws {
    let configuration = try DRAMConfiguration.read(TestMemory.file("ddr4-2400"))
    let currents = try #require(configuration.standard.currents)
    func energy(_ counts: (Int, Int, Int, Int), open: Int = 0, cycles: Int = 0) -> DRAMEnergy {
      DRAMEnergy(
        configuration.standard, currents: currents, activations: counts.0, reads: counts.1, writes: counts.2,
        refreshes: counts.3, openRankCycles: open, rankCycles: cycles)
    }
    // One command each of a rank of eight devices: worked out by hand from IDD 48, 34, 43, 135, 123, 250 mA at 1.2 V.
    let one = energy((1, 1, 1, 1), open: 1_000, cycles: 3_000)
    #expect(abs(one.activationJoules / 3.463e-9 - 1) < 0.001)
    #expect(abs(one.readJoules / 2.943e-9 - 1) < 0.001)
    #expect(abs(one.writeJoules / 2.559e-9 - 1) < 0.001)
    #expect(abs(one.refreshJoules / 695.2e-9 - 1) < 0.001)
    let standby = (1_000 * 0.4128 + 2_000 * 0.3264) * 0.833e-9
    #expect(abs(one.standbyJoules / standby - 1) < 0.001)
    let parts =
      one.activationJoules + one.readJoules + one.writeJoules + one.refreshJoules + one.standbyJoules
    #expect(one.totalJoules == parts)
  }

  @Test("Refreshing every bank of a rank by itself takes what refreshing all at once takes")
  func bankRefreshes() throws {
    let standard = try DRAMConfiguration.read(TestMemory.file("ddr4-2400")).standard
    let currents = try #require(standard.currents)
    func joules(_ refreshes: Int, _ bankRefreshes: Int) -> Double {
      DRAMEnergy(
        standard, currents: currents, activations: 0, reads: 0, writes: 0, refreshes: refreshes,
        bankRefreshes: bankRefreshes, openRankCycles: 0, rankCycles: 0
      ).refreshJoules
    }
    #expect(joules(3, 0) == joules(0, 3 * standard.organisation.banksPerRank))
    #expect(joules(0, 1) > 0)
  }

  @Test("Under an age cap nobody waits much longer than the slowest percent", arguments: TestMemory.names)
  func fairness(_ name: String) throws {
    let memory = try TestMemory(name)
    for pattern in [DRAMPattern.random, .randomMixed, .add, .strided] {
      let latencies = try memory.run(pattern, 20_000).result.readLatencies.sorted()
      let slowest = try #require(latencies.last)
      let percentile = latencies[latencies.count * 99 / 100]
      #expect(slowest <= 4 * percentile, "\(pattern): \(slowest) beside \(percentile)")
    }
  }
}
