import Documents
import Testing

@testable import DRAM

@Suite("DRAM refresh and row policies")
struct RefreshTests {
  @Test("All banks are refreshed once every tREFI, loaded or not")
  func allBanks() throws {
    let memory = try TestMemory()
    for mode in [InjectionMode.saturating, .paced(16)] {
      let run = try memory.run(.random, 20_000, mode)
      let due = run.result.cycles / memory.cycles("tREFI")
      #expect(due - 1...due ~= run.result.count(of: .refresh))
    }
  }

  @Test("Bank by bank, each bank has its turn and others go on meanwhile")
  func perBank() throws {
    var memory = try TestMemory("lpddr5-6400")
    memory.policy.refresh = .perBank
    let run = try memory.run(.random, 20_000)
    let banks = memory.standard.organisation.banksPerRank
    let due = run.result.cycles / (memory.cycles("tREFI") / banks)
    #expect(due - 2...due ~= run.result.count(of: .refreshBank))
    let order = run.commands.filter { $0.command == .refreshBank }.map(\.bank)
    #expect(order.enumerated().allSatisfy { $1 == $0 % banks })
    let whole = try TestMemory("lpddr5-6400").run(.random, 20_000)
    #expect(run.result.readLatencies.max()! < whole.result.readLatencies.max()!)
  }

  @Test("Refreshes wait for idle time, up to the limit", arguments: [1, 4, 8])
  func postponing(_ limit: Int) throws {
    var memory = try TestMemory()
    memory.policy.postponedRefreshes = limit
    let interval = memory.cycles("tREFI")
    // Busy for half of every 16 intervals, idle for the rest.
    let trace = (0..<60_000).map { read(at: $0 * memory.burst, cycle: $0 / 15_000 * 16 * interval) }
    let run = try memory.run(trace, .timed)
    let due = run.result.cycles / interval
    let refreshes = run.commands.filter { $0.command == .refresh }.map(\.cycle)
    #expect(due - limit - 1...due ~= refreshes.count)
    for (index, cycle) in refreshes.enumerated() {
      #expect(cycle >= (index + 1) * interval, "none comes early")
      #expect(cycle <= (index + 1 + limit) * interval + 2 * memory.cycles("tRFC"))
    }
  }

  @Test("Without refresh there is none")
  func off() throws {
    var memory = try TestMemory()
    memory.policy.refresh = .off
    #expect(try memory.run(.random, 10_000).result.count(of: .refresh) == 0)
  }

  @Test("An open row stays open until another is wanted, a closed one goes at once, a timeout lies between")
  func rowPolicies() throws {
    func hits(_ policy: DRAMPolicy.RowPolicy, gap: Int) throws -> Int {
      var memory = try TestMemory()
      memory.policy.rowPolicy = policy
      memory.policy.refresh = .off
      let trace = (0..<200).map { read(at: $0 % 4 * 4 * memory.burst, cycle: $0 * gap) }
      return 200 - (try memory.run(trace, .timed).result.count(of: .activate))
    }
    #expect(try hits(.open, gap: 500) == 199)
    #expect(try hits(.closed, gap: 500) == 0)
    #expect(try hits(.timeout(cycles: 100), gap: 500) == 0)
    #expect(try hits(.timeout(cycles: 1_000), gap: 500) == 199)
  }

  @Test("Bank by bank needs the time that one takes")
  func perBankWithoutTiming() throws {
    var memory = try TestMemory()
    memory.policy.refresh = .perBank
    memory.standard.timing["tRFCpb"] = 0
    #expect(throws: InputError.self) { try memory.run(.random, 10) }
  }
}
