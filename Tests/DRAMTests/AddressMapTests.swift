import Testing

@testable import DRAM

@Suite("DRAM address map")
struct AddressMapTests {
  private let organisation = DRAMOrganisation(
    bankGroups: 4, banksPerGroup: 4, rows: 65_536, columns: 128, burstBytes: 64, devicesPerRank: 8)

  @Test("fields are cut from the burst's number, the last one lowest")
  func fields() throws {
    let map = try DRAMAddressMap(
      "row(16) | bank(2) | column(7) | bank_group(2)", organisation: organisation, at: "test")
    #expect(map.place(of: 64) == DRAMPlace(channel: 0, bank: 4, row: 0, column: 0))
    #expect(map.place(of: 64 << 2) == DRAMPlace(channel: 0, bank: 0, row: 0, column: 1))
    #expect(map.place(of: 64 << 9) == DRAMPlace(channel: 0, bank: 1, row: 0, column: 0))
    #expect(map.place(of: 64 << 11) == DRAMPlace(channel: 0, bank: 0, row: 1, column: 0))
  }
}
