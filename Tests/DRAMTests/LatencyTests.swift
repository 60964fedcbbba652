import Testing

@testable import DRAM

@Suite("DRAM latencies and bandwidths have closed forms")
struct LatencyTests {
  /// Cycles that a request waits before its first command may be issued: it is looked at in the cycle after it came.
  private static let pipeline = 1

  @Test("Unloaded reads: a hit, a closed bank, a conflict", arguments: TestMemory.names)
  func unloaded(_ name: String) throws {
    var memory = try TestMemory(name)
    memory.policy.refresh = .off
    let organisation = memory.standard.organisation
    let (first, data) = (read(at: 0), memory.cycles("CL") + memory.cycles("BL"))
    let rowStride =
      memory.burst * organisation.columns * organisation.banksPerRank
    // Far apart in time, so that nothing but the commands themselves takes cycles.
    let trace = [
      first, read(at: 0, cycle: 1_000), read(at: rowStride, cycle: 2_000),
    ]
    let latencies = try memory.run(trace, .timed).result.readLatencies
    // Timings count from the last slot of a command: those before add to the first command of a request only.
    let closed = data + memory.cycles("tRCDRD")
    let expected = [
      closed + organisation.activationSlots - 1, data + organisation.columnSlots - 1,
      closed + memory.cycles("tRP"),
    ]
    for (latency, formula) in zip(latencies, expected) {
      #expect(abs(latency - formula - Self.pipeline) <= 1, "\(latencies) beside \(expected)")
    }
  }

  @Test("Sequential reads lose what refresh takes, and no more")
  func refreshTax() throws {
    let memory = try TestMemory()
    let run = try memory.run(.sequentialReads, 50_000)
    let lost = ["tRTP", "tRP", "tRFC", "tRCDRD"].reduce(0) { $0 + memory.cycles($1) }
    let bound = 1 - Double(lost) / Double(memory.cycles("tREFI"))
    #expect(abs(memory.utilisation(run) / bound - 1) < 0.02)
  }

  @Test("One bank group carries a burst every tCCD_L")
  func oneBankGroup() throws {
    var memory = try TestMemory()
    memory.policy.refresh = .off
    let trace = (0..<20_000).map { read(at: $0 * 4 * memory.burst) }
    let bound = Double(memory.cycles("BL")) / Double(memory.cycles("tCCD_L"))
    #expect(abs(memory.utilisation(try memory.run(trace)) / bound - 1) < 0.02)
  }

  @Test("Rows opened for one burst each come no faster than the activation window lets them")
  func activationWindow() throws {
    var memory = try TestMemory()
    memory.policy.refresh = .off
    let perBurst = max(Double(memory.cycles("tFAW")) / 4, Double(memory.cycles("tRRD_S")))
    let bound = Double(memory.cycles("BL")) / perBurst
    #expect(abs(memory.utilisation(try memory.run(.random, 40_000)) / bound - 1) < 0.02)
  }

  @Test("One bank, one row after the other: a row cycle each")
  func rowCycle() throws {
    var memory = try TestMemory()
    memory.policy.refresh = .off
    let trace = (0..<2_000).map { read(at: $0 << 17) }
    let run = try memory.run(trace)
    let bound = max(
      memory.cycles("tRC"), memory.cycles("tRCDRD") + memory.cycles("tRTP") + memory.cycles("tRP"))
    #expect(abs(Double(run.result.cycles) / Double(2_000 * bound) - 1) < 0.02)
  }

  @Test("Nothing is faster than the data bus", arguments: TestMemory.names)
  func peak(_ name: String) throws {
    let memory = try TestMemory(name)
    for pattern in DRAMPattern.allCases {
      #expect(memory.utilisation(try memory.run(pattern, 3_000)) <= 1)
    }
  }
}
