import EventSimulation
import Testing

@testable import DRAM

@Suite("No request of a DRAM channel starves")
struct StarvationTests {
  /// How many cycles a request waits at most once it is overdue, from the rules of the standard.
  private struct Bound {
    let memory: TestMemory

    /// From the moment that a request is the first of its bank: its row is closed, opened, read or written, each command
    /// behind at most one of the others' that came just before it.
    var service: Int {
      let (read, burst, write) = (memory.cycles("CL"), memory.cycles("BL"), memory.cycles("CWL"))
      let recovery = write + burst + memory.cycles("tWR")
      let row = max(
        memory.cycles("tRC"),
        memory.cycles("tRP") + memory.cycles("tRCDRD") + max(recovery, memory.cycles("tRTP")))
      let turnaround = max(
        write + burst + memory.cycles("tWTR_L"), read + burst + memory.cycles("tRTW") - write)
      return row + memory.cycles("tFAW") + turnaround + 8
    }

    /// With the refreshes that fall due meanwhile, and those that were put off until then.
    func withRefreshes(_ cycles: Int) -> Int {
      let organisation = memory.standard.organisation
      let (interval, length): (Int, Int)
      switch memory.policy.refresh {
      case .off: return cycles
      case .allBanks: (interval, length) = (memory.cycles("tREFI"), memory.cycles("tRFC"))
      case .perBank:
        (interval, length) = (memory.cycles("tREFI") / organisation.banksPerRank, memory.cycles("tRFCpb"))
      }
      // A refresh waits for rows to be closed, and requests for its end; `service` covers both.
      var total = cycles
      for _ in 0..<20 {
        total = cycles + (total / interval + 1 + memory.policy.postponedRefreshes) * (length + service)
      }
      return total
    }

    var batch: Int {
      let entries = Double(memory.policy.writeQueueEntries)
      return max(1, Int(entries * (memory.policy.writeHighWatermark - memory.policy.writeLowWatermark)) + 1)
    }

    /// A request that is alone in being overdue.
    var lonely: Int { withRefreshes(2 * service) }

    /// One among queues full of overdue ones, all in one bank: reads and a batch of writes go before it.
    var crowded: Int { withRefreshes((memory.policy.readQueueEntries + batch + 2) * service) }
  }

  private static let rowPolicies: [DRAMPolicy.RowPolicy] = [.open, .closed, .timeout(cycles: 40)]

  private func place(bank: Int, row: Int, column: Int) -> DRAMPlace {
    DRAMPlace(channel: 0, bank: bank, row: row, column: column)
  }

  private func slowest(_ waits: [Int]) -> Int { waits.max() ?? 0 }

  @Test(
    "Hits without end do not keep a request for another row of their bank beyond the cap",
    arguments: rowPolicies)
  func hotRow(_ rowPolicy: DRAMPolicy.RowPolicy) throws {
    for refresh in DRAMPolicy.Refresh.allCases {
      for (protectedHits, postponed) in [(0, 0), (4, 8), (1_000_000, 4)] {
        var memory = try TestMemory("lpddr5-6400")
        memory.policy = DRAMPolicy(
          rowPolicy: rowPolicy, ageCapCycles: 500, protectedHits: protectedHits, refresh: refresh,
          postponedRefreshes: postponed)
        let columns = memory.standard.organisation.columns
        let traffic = try ContinuousTraffic(
          memory,
          [
            .init(interval: 3_001) { place(bank: 0, row: 1 + $0, column: 0) },
            .init { place(bank: 0, row: 0, column: $0 % columns) },
          ], cycles: 12_000)
        #expect(slowest(traffic.waits[0]) <= 500 + Bound(memory: memory).lonely, "\(memory.policy)")
        #expect(RuleChecker(memory, traffic.commands).violations.isEmpty)
      }
    }
  }

  @Test("Writes without end do not keep reads beyond the cap, nor reads a write for ever")
  func directions() throws {
    for (readEntries, writeEntries) in [(32, 32), (4, 8), (1, 1)] {
      var memory = try TestMemory()
      memory.policy.readQueueEntries = readEntries
      memory.policy.writeQueueEntries = writeEntries
      memory.policy.ageCapCycles = 500
      let columns = memory.standard.organisation.columns
      let hotWrites = ContinuousTraffic.Source(isWrite: true) {
        place(bank: 4 * ($0 % 4), row: 2 + $0 / columns % 1_000, column: $0 % columns)
      }
      let reads = try ContinuousTraffic(
        memory, [.init(interval: 2_001) { place(bank: 1, row: $0, column: 0) }, hotWrites], cycles: 30_000)
      #expect(slowest(reads.waits[0]) <= 500 + Bound(memory: memory).crowded)
      let hotReads = ContinuousTraffic.Source { place(bank: 4 * ($0 % 4), row: 0, column: $0 % columns) }
      let writes = try ContinuousTraffic(
        memory, [.init(isWrite: true, interval: 25_000) { place(bank: 1, row: $0, column: 0) }, hotReads],
        cycles: 60_000)
      #expect(slowest(writes.waits[0]) <= 500 * writeEntries + Bound(memory: memory).crowded)
    }
  }

  @Test(
    "Whatever the traffic and the policy, every request is served within its cap and the bound",
    arguments: 0..<10)
  func random(_ seed: Int) throws {
    var generator = LinearCongruentialGenerator(seed: UInt64(seed))
    var memory = try TestMemory(["ddr4-2400", "lpddr5-6400", "hbm2", "ddr5-4800"][seed % 4])
    let canRefreshBanks = memory.cycles("tRFCpb") > 0
    memory.policy = DRAMPolicy(
      readQueueEntries: 1 << generator.below(7), writeQueueEntries: 1 << generator.below(7),
      rowPolicy: Self.rowPolicies[generator.below(3)],
      ageCapCycles: [50, 500, nil][generator.below(3)], protectedHits: [0, 4, 1_000_000][generator.below(3)],
      refresh: canRefreshBanks && generator.below(2) == 0 ? .perBank : .allBanks,
      postponedRefreshes: generator.below(9))
    let organisation = memory.standard.organisation
    let (banks, columns) = (organisation.banksPerChannel, organisation.columns)
    let hot = generator.below(banks)
    let seeds = (0..<400).map { _ in (generator.below(banks), generator.below(64)) }
    let sources: [ContinuousTraffic.Source] = [
      .init(interval: 1_777) { place(bank: hot, row: 100 + $0, column: 1) },
      .init(isWrite: true, interval: 1_333) { place(bank: hot, row: 10_000 + $0, column: 2) },
      .init { place(bank: hot, row: 0, column: $0 % columns) },
      .init { place(bank: seeds[$0 % 400].0, row: seeds[$0 % 400].1, column: $0 / 400 % columns) },
      .init(isWrite: true) {
        place(bank: seeds[$0 % 400].0, row: 64 + $0 / 400 % 500, column: $0 % 400 % columns)
      },
    ]
    let traffic = try ContinuousTraffic(memory, sources, cycles: 12_000)
    let cap = memory.policy.ageCapCycles ?? memory.policy.readQueueEntries * memory.cycles("tRC")
    let bound = Bound(memory: memory).crowded
    for (index, (source, waits)) in zip(sources, traffic.waits).enumerated() {
      let limit = (source.isWrite ? cap * memory.policy.writeQueueEntries : cap) + bound
      #expect(slowest(waits) <= limit, "source \(index) of \(memory.standard.name) \(memory.policy)")
    }
    #expect(RuleChecker(memory, traffic.commands).violations.isEmpty)
  }
}
