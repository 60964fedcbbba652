import Testing

@testable import Documents

@Suite("Quantities")
struct QuantityTests {
  @Test(
    "A figure becomes a whole number of base units, exactly",
    arguments: [
      (Quantity.size, "512 KiB", 524_288), (.size, "64 B", 64), (.size, "108 KB", 108_000),
      (.size, "1.5 MiB", 1_572_864), (.size, "1 TiB", 1 << 40), (.frequency, "1.2 GHz", 1_200_000_000),
      (.frequency, "700MHz", 700_000_000), (.frequency, "0.001 kHz", 1),
      (.bandwidth, "25.6 GB/s", 25_600_000_000), (.bandwidth, "614 GB/s", 614_000_000_000),
      (.bandwidth, "2 GiB/s", 2_147_483_648), (.duration, "100 ns", 100_000_000),
      (.duration, "1.25 ns", 1_250_000), (.duration, "3 µs", 3_000_000_000), (.duration, "0 s", 0),
      (.voltage, "0.8 V", 800_000), (.voltage, "720 mV", 720_000),
      (.size, "8.000000000000000000 GiB", 8 << 30),
    ])
  func figures(quantity: Quantity, text: String, expected: Int) throws {
    #expect(try quantity.parse(text) == expected)
  }

  @Test("A figure written by us is read as itself", arguments: Quantity.allCases)
  func roundTrip(quantity: Quantity) throws {
    for value in [
      0, 1, 7, 999, 1000, 1023, 1024, 1500, 65_536, 1_200_000_000, 25_600_000_000, 1 << 40, 1 << 50,
    ] {
      #expect(try quantity.parse(quantity.formatted(value)) == value, "\(quantity.formatted(value))")
    }
  }

  @Test("Figures are written as people write them")
  func formatted() {
    #expect(Quantity.size.formatted(1 << 20) == "1 MiB")
    #expect(Quantity.size.formatted(1000) == "1000 B")
    #expect(Quantity.frequency.formatted(1_050_000_000) == "1.05 GHz")
    #expect(Quantity.bandwidth.formatted(51_200_000_000) == "51.2 GB/s")
    #expect(Quantity.duration.formatted(1_250_000) == "1.25 ns")
  }

  @Test(
    "What is no figure is refused with what would be one",
    arguments: [
      (Quantity.size, "512", "expected a number and a unit, such as “512 KiB”"),
      (.size, "KiB", "expected a number and a unit"), (.size, "", "expected a number and a unit"),
      (.size, "1..5 KiB", "expected a number and a unit"), (.size, ".5 KiB", "expected a number and a unit"),
      (.size, "5. KiB", "expected a number and a unit"), (.size, "+5 KiB", "expected a number and a unit"),
      (.size, "-5 KiB", "expected a number and a unit"), (.size, "1e3 KiB", "expected a number and a unit"),
      (.size, "5 KiB each", "expected a number and a unit"),
      (.size, "5 kib", "unknown unit “kib”: did you mean “KiB”?"),
      (.frequency, "5 mhz", "unknown unit “mhz”: did you mean “MHz”?"),
      (.size, "0.3 B", "must be a whole number of B"), (.size, "0.3 KiB", "must be a whole number of B"),
      (.size, "9000000000 GiB", "is too large"), (.duration, "10000 s", "is too large"),
      (.size, "99999999999999999999 B", "expected a number and a unit"),
    ])
  func refused(quantity: Quantity, text: String, remedy: String) throws {
    let error = #expect(throws: QuantityError.self) { try quantity.parse(text) }
    #expect(try #require(error).remedy.hasPrefix(remedy))
  }
}
