import Testing
import Tilewright

@Suite struct HumanNumberTests {
  @Test(arguments: [(0, "0"), (999, "999"), (1000, "1,000"), (1_234_567, "1,234,567"), (-12_345, "-12,345")])
  func digitsAreGrouped(_ number: Int, _ text: String) { #expect(HumanNumber.grouped(number) == text) }

  @Test(arguments: [
    (0, "0 B"), (1023, "1023 B"), (1024, "1.00 KiB"), (1536, "1.50 KiB"), (1 << 20, "1.00 MiB"),
    (25 << 20, "25.0 MiB"), (300 << 20, "300 MiB"), (1 << 30, "1.00 GiB"),
  ])
  func bytesTakeBinaryUnits(_ number: Int, _ text: String) { #expect(HumanNumber.bytes(number) == text) }

  @Test(arguments: [
    (0 as UInt64, "0 ns"), (1_500_000, "1.50 ns"), (12_300_000_000, "12.3 µs"), (999_999_999_999, "1.00 ms"),
    (2_000_000_000_000_000, "2.00 s"),
  ])
  func timesTakeTheUnitThatFits(_ femtoseconds: UInt64, _ text: String) {
    #expect(HumanNumber.time(femtoseconds: femtoseconds) == text)
  }

  @Test func countsTakeDecimalUnits() {
    #expect(HumanNumber.count(4_089_184_256) == "4.09 G")
    #expect(HumanNumber.count(12) == "12")
  }

  @Test func fractionsBecomePercent() {
    #expect(HumanNumber.percent(0.8526) == "85.3 %")
    #expect(HumanNumber.percent(0) == "0.0 %")
  }
}
