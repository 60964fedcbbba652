import Chips
import DRAM
import Machine
import RandomCases
import Testing

@Suite("The same laws at every level of fidelity")
struct LevelTests {
  @Test(arguments: 0..<48)
  func `Numbers, bytes and conditions are the same, whoever keeps the time`(_ number: Int) throws {
    let test = try RandomCase(number)
    guard let program = try test.program() else { return }
    let fast = try Machine.run(program: program, chip: test.chip)
    let detailed = try Machine.run(
      program: program, chip: test.chip,
      options: MachineOptions(dram: fittingMemory(test.chip), network: .flit, collectsTimeline: true))

    #expect(detailed.levels == SimulatedLevels(dram: .command, network: .flit))
    let verification = try #require(detailed.verification)
    #expect(verification.passed, "\(verification.hazards.prefix(2).map(\.text))")
    #expect(verification.comparisons.map(\.digest) == fast.verification?.comparisons.map(\.digest))
    #expect(detailed.counters.dramReadBytes == fast.counters.dramReadBytes)
    #expect(detailed.counters.dramWriteBytes == fast.counters.dramWriteBytes)
    #expect(detailed.network.bytes == fast.network.bytes)
    #expect(detailed.network.packets == fast.network.packets)
    #expect(detailed.operators.reduce(0) { $0 + $1.linkBytes } == detailed.network.linkBytes)
    let laws = RunLaws(program: program, chip: test.chip, record: detailed)
    let (conditions, sums) = (laws.everyCycleHasOneCondition, laws.operatorsSumToTheRun)
    #expect(conditions, "each engine is at every moment in one condition")
    #expect(sums, "operators sum to the run")
    let timing = try Machine.run(
      program: program, chip: test.chip,
      options: MachineOptions(numerics: false, dram: fittingMemory(test.chip), network: .flit))
    #expect(timing.elapsedFemtoseconds == detailed.elapsedFemtoseconds)
  }

  /// A memory with the bandwidth and the room of a chip's channels.
  private func fittingMemory(_ chip: Chip) throws -> DRAMConfiguration {
    let perChannel = Double(chip.dram.bandwidthBytesPerSecond) / Double(chip.dram.channels)
    var rows = 1024
    while rows * 16 * 64 * 32 < chip.dram.capacityBytes / chip.dram.channels { rows *= 2 }
    let organisation = DRAMOrganisation(
      bankGroups: 4, banksPerGroup: 4, rows: rows, columns: 64, burstBytes: 32, devicesPerRank: 1)
    let timing = [
      "BL": 2, "CL": 14, "CWL": 5, "tRCD": 15, "tRP": 13, "tRAS": 33, "tRRD_S": 2, "tRRD_L": 3, "tFAW": 12,
      "tCCD_S": 2, "tCCD_L": 3, "tWTR_S": 6, "tWTR_L": 8, "tWR": 15, "tRTP": 5, "tRFC": 260, "tREFI": 3900,
    ]
    let map = "row(\(rows.trailingZeroBitCount)) | bank(2) | column(6) | bank_group(2)"
    return DRAMConfiguration(
      summary: "",
      standard: DRAMStandard(
        name: "fitting memory", clockPicoseconds: 32 / (2 * perChannel) * 1e12, organisation: organisation,
        timing: timing),
      addressMapText: map,
      addressMap: try DRAMAddressMap(map, organisation: organisation, at: "test"), policy: DRAMPolicy())
  }
}
