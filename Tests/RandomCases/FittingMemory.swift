import Chips
import DRAM

extension DRAMConfiguration {
  /// A memory with the room of a chip's channels, and `share` of their bandwidth.
  public static func fitting(_ chip: Chip, share: Double = 1) throws -> DRAMConfiguration {
    let perChannel = share * Double(chip.dram.bandwidthBytesPerSecond) / Double(chip.dram.channels)
    var rows = 1024
    while rows * 16 * 64 * 32 < chip.dram.capacityBytes / chip.dram.channels { rows *= 2 }
    let organisation = DRAMOrganisation(
      bankGroups: 4, banksPerGroup: 4, rows: rows, columns: 64, burstBytes: 32, devicesPerRank: 1)
    let timing = [
      "BL": 2, "CL": 14, "CWL": 5, "tRCD": 15, "tRP": 13, "tRAS": 33, "tRRD_S": 2, "tRRD_L": 3, "tFAW": 12,
      "tCCD_S": 2, "tCCD_L": 3, "tWTR_S": 6, "tWTR_L": 8, "tWR": 15, "tRTP": 5, "tRFC": 260, "tREFI": 3900,
    ]
    let map = "row(\(rows.trailingZeroBitCount)) | bank(2) | column(6) | bank_group(2)"
    let standard = DRAMStandard(
      name: "fitting memory", clockPicoseconds: 32 / (2 * perChannel) * 1e12, organisation: organisation,
      timing: timing,
      currents: DRAMCurrents(
        supplyVolts: 1.2, idd0: 60, idd2n: 30, idd3n: 40, idd4r: 150, idd4w: 140, idd5: 200))
    return DRAMConfiguration(
      summary: "", standard: standard, addressMapText: map,
      addressMap: try DRAMAddressMap(map, organisation: organisation, at: "test"), policy: DRAMPolicy())
  }
}
