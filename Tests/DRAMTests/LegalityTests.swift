import Testing

@testable import DRAM

@Suite("DRAM commands keep the rules of their standard")
struct LegalityTests {
  @Test("No memory that comes with Tilewright ever breaks a rule", arguments: TestMemory.names)
  func presets(_ name: String) throws {
    let memory = try TestMemory(name)
    for pattern in DRAMPattern.allCases {
      let checker = RuleChecker(memory, try memory.run(pattern, 500).commands)
      #expect(checker.violations.isEmpty, "\(pattern): \(checker.violations.prefix(3))")
    }
  }

  @Test("Several ranks take turns on the data bus", arguments: [2, 4])
  func ranks(_ count: Int) throws {
    let memory = try TestMemory().with(ranks: count)
    // Neighbouring requests lie in different ranks.
    let span =
      1
      << (memory.mapText.split(separator: "(").dropFirst(2).reduce(6) {
        $0 + (Int($1.prefix { $0.isNumber }) ?? 0)
      })
    let trace = DRAMPattern.randomMixed.records(count: 1_000, burst: memory.burst).enumerated().map {
      DRAMTraceRecord(
        cycle: 0, stream: 0, isWrite: $1.isWrite, address: $1.address % span + $0 % count * span)
    }
    let run = try memory.run(trace)
    let checker = RuleChecker(memory, run.commands)
    #expect(checker.violations.isEmpty, "\(checker.violations.prefix(3))")
    #expect(checker.exact.isSuperset(of: ["tRTRS"]))
    let ranks = Set(run.commands.map { $0.bank / memory.standard.organisation.banksPerRank })
    #expect(ranks.count == count)
  }

  @Test("Every rule that traffic exercises is met to the cycle: the controller wastes none")
  func exactness() throws {
    let memory = try TestMemory()
    var exact: Set<String> = []
    for pattern in DRAMPattern.allCases {
      exact.formUnion(RuleChecker(memory, try memory.run(pattern, 3_000).commands).exact)
    }
    let expected: Set<String> = [
      "tRCDRD", "tRCDWR", "tRAS", "tRP", "tRRD_S", "tRRD_L", "tFAW", "tCCD_S", "tCCD_L", "tCCD_S_WR",
      "tCCD_L_WR", "tRTW", "tWTR_L", "tRTP", "tWR", "tRFC", "tRPab",
    ]
    #expect(exact.isSuperset(of: expected), "never exact: \(expected.subtracting(exact).sorted())")
  }

  @Test("Policies change the choice, never the rules")
  func policies() throws {
    var memory = try TestMemory("lpddr5-6400")
    let policies: [(inout DRAMPolicy) -> Void] = [
      { $0.rowPolicy = .closed }, { $0.rowPolicy = .timeout(cycles: 40) }, { $0.refresh = .perBank },
      { $0.postponedRefreshes = 6 }, { $0.protectedHits = 4 }, { $0.ageCapCycles = 60 },
      { ($0.readQueueEntries, $0.writeQueueEntries) = (1, 1) },
    ]
    for change in policies {
      memory.policy = DRAMPolicy()
      change(&memory.policy)
      for pattern in [DRAMPattern.randomMixed, .conflict, .add] {
        let run = try memory.run(pattern, 500)
        let checker = RuleChecker(memory, run.commands)
        #expect(checker.violations.isEmpty, "\(memory.policy) \(pattern): \(checker.violations.prefix(3))")
        #expect(
          run.result.readLatencies.count == pattern.records(count: 500, burst: 32).count { !$0.isWrite })
      }
    }
  }

  @Test("A read that its row was opened for is served though writes to the row are ready sooner")
  func claimedRows() throws {
    // GDDR6 writes may follow an activation sooner than reads.
    var memory = try TestMemory("gddr6-14")
    memory.policy.postponedRefreshes = 4
    let trace = DRAMPattern.add.records(count: 2_500, burst: memory.burst).enumerated().map {
      DRAMTraceRecord(cycle: 0, stream: $0 / 7 % 3, isWrite: $1.isWrite, address: $1.address)
    }
    let run = try memory.run(trace, .dma(3))
    #expect(run.result.readLatencies.count == trace.count { !$0.isWrite })
    #expect(RuleChecker(memory, run.commands).violations.isEmpty)
  }
}
