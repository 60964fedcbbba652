import Chips
import DRAM
import Documents
import Foundation

/// A memory that fits `testChip`: a cycle is a nanosecond, a burst of 32 bytes takes one, 16 banks in 4 groups.
func testMemory(
  clockPicoseconds: Double = 1000, refresh: DRAMPolicy.Refresh = .off,
  _ change: (inout [String: Int]) -> Void = { _ in }
) throws -> DRAMConfiguration {
  var timing = [
    "BL": 1, "CL": 14, "CWL": 5, "tRCD": 15, "tRP": 13, "tRAS": 33, "tRRD_S": 2, "tRRD_L": 3, "tFAW": 12,
    "tCCD_S": 1, "tCCD_L": 2, "tWTR_S": 6, "tWTR_L": 8, "tWR": 15, "tRTP": 5, "tRFC": 260, "tREFI": 3900,
  ]
  change(&timing)
  let organisation = DRAMOrganisation(
    bankGroups: 4, banksPerGroup: 4, rows: 32768, columns: 64, burstBytes: 32, devicesPerRank: 1)
  let map = "row(15) | bank(2) | column(6) | bank_group(2)"
  return DRAMConfiguration(
    summary: "",
    standard: DRAMStandard(
      name: "test memory", clockPicoseconds: clockPicoseconds, organisation: organisation, timing: timing),
    addressMapText: map,
    addressMap: try DRAMAddressMap(map, organisation: organisation, at: "test"),
    policy: DRAMPolicy(refresh: refresh))
}

/// A file of `chips/dram`.
func presetMemory(_ name: String) throws -> DRAMConfiguration {
  let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
  return try DRAMConfiguration.read(root.appendingPathComponent("chips/dram/\(name).json").path)
}

/// Repeatable numbers for programs made at random.
struct TestRandom {
  private var state: UInt64

  init(_ seed: Int) { state = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 | 1 }

  mutating func below(_ bound: Int) -> Int {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return Int(state % UInt64(bound))
  }
}
