import Testing
import Tilewright

@testable import Studies

@Suite struct ConstraintTests {
  private let known = [
    "area_mm2": 36.0, "cores[*].matrix.rows": 32, "cores[*].matrix.columns": 16,
    "dram.bandwidth": 51.2e9,
  ]

  private func complaint(_ text: String) throws -> String? {
    try Constraint(text, at: "study.json").complaint { known[$0] }
  }

  @Test(arguments: [
    "area_mm2 <= 40", "area_mm2 >= 36", "area_mm2 == 72 / 2", "area_mm2 != 35",
    "2 * (area_mm2 - 30) < 13",
    "cores[*].matrix.rows * cores[*].matrix.columns <= 512", "dram.bandwidth >= 20 GB/s",
    "dram.bandwidth / cores[*].matrix.rows > 1e9", "-area_mm2 < 0", "1 + 2 * 3 == 7",
    "8 - 2 - 1 == 5",
    "8 / 2 / 2 == 2", "dram.bandwidth<51.3GB/s", "100 ns == 0.1 us", "1 KiB == 1024",
  ])
  func holds(_ text: String) throws {
    #expect(try complaint(text) == nil)
  }

  private func checkUnits(_ text: String) throws {
    try Constraint(text, at: "study.json").checkUnits(at: "study.json: constraints[0]") {
      $0.contains(".") ? .quantity(.bandwidth) : Dimension(metric: $0)
    }
  }

  @Test(arguments: [
    "elapsed_ns <= 1 ms", "elapsed_ns <= 1000", "elapsed_ns + 1 us <= 1 ms",
    "elapsed_ns * 2 <= 3 GB/s",
    "energy_pj / elapsed_ns < 4 W", "elapsed_cycles <= 100", "dram.bandwidth >= 20 GB/s",
    "core_voltage_v < 1 V",
    "dram_read_bytes <= 1 MiB",
  ])
  func unitsThatAgree(_ text: String) throws { try checkUnits(text) }

  @Test(arguments: [
    ("elapsed_ns <= 1 GB/s", "elapsed_ns is a duration: write it as “100 ns”"),
    ("2 W > energy_pj", "energy_pj is an energy: write it as “0.3 pJ”"),
    ("elapsed_cycles <= 1 ms", "elapsed_cycles counts without a unit: write a plain number"),
    ("dram.bandwidth >= 20 GB", "dram.bandwidth is a bandwidth: write it as “25.6 GB/s”"),
    ("elapsed_ns + energy_pj < 3", "elapsed_ns is a duration: write it as “100 ns”"),
  ])
  func unitsThatDoNot(_ text: String, _ remedy: String) {
    let error = #expect(throws: InputError.self) { try checkUnits(text) }
    #expect(error?.place == "study.json: constraints[0]")
    #expect(error?.remedy == remedy)
  }

  @Test func aBrokenOneSaysByHowMuch() throws {
    #expect(try complaint("area_mm2 <= 30") == "not area_mm2 <= 30: 36 against 30")
    #expect(
      try complaint("area_mm2 / (area_mm2 - 36) < 1")
        == "“area_mm2 / (area_mm2 - 36) < 1” cannot be computed"
    )
    #expect(
      try complaint("cost < 1") == "“cost < 1” asks for “cost”, which this point does not have")
  }

  @Test(arguments: [
    "", "area_mm2", "area_mm2 <=", "<= 3", "area_mm2 = 3", "(area_mm2 <= 3", "area_mm2 <= 3 4",
    "3 +* 4 < 1",
    "area_mm2 <= 3 <= 4", "1.2.3 < 4", "$ < 1", String(repeating: "(", count: 300) + "1 < 2",
  ])
  func whatIsNoConditionIsAnError(_ text: String) {
    let error = #expect(throws: InputError.self) {
      try Constraint(text, at: "study.json: constraints[0]")
    }
    #expect(error?.place == "study.json: constraints[0]")
  }
}

@Suite struct ConstraintRangeTests {
  private let ranges = ["a": 2.0...3.0, "b": -1.0...4.0, "open": 5...Double.infinity]

  private func isImpossible(_ text: String) throws -> Bool {
    try Constraint(text, at: "study.json").isImpossible { ranges[$0] }
  }

  @Test(arguments: [
    "a > 3", "a * a <= 3", "b - a > 2", "open < 5", "a + open <= 6", "a == 7", "-open >= -4",
  ])
  func noValueKeepsThese(_ text: String) throws {
    #expect(try isImpossible(text))
  }

  @Test(arguments: [
    "a >= 3", "a * b <= -3", "a / b > 100", "open - open == 0", "unknown < 0", "a != 2",
    "b * open <= -1000",
    "1 / (b - 4) > 5",
  ])
  func someValueMayKeepThese(_ text: String) throws {
    #expect(try !isImpossible(text))
  }

  /// Where values within the ranges keep a condition, it is not called impossible.
  @Test func nothingPossibleIsCalledImpossible() throws {
    let texts = [
      "a * b <= 1", "a - b >= 3", "a / (b + 2) < 1", "b * b - a == 0.25", "a * 2 > b + 5",
    ]
    for text in texts {
      let constraint = try Constraint(text, at: "study.json")
      let keeps = (0...20).contains { one in
        (0...20).contains { other in
          let values = ["a": 2 + Double(one) / 20, "b": -1 + Double(other) / 4]
          return constraint.complaint { values[$0] } == nil
        }
      }
      if keeps { #expect(!constraint.isImpossible { ranges[$0] }) }
    }
  }
}
