import Documents
import Foundation
import Testing

@testable import Studies

@Suite("The DRAM controller beside reference simulators")
struct DRAMValidationTests {
  private static let folder = URL(fileURLWithPath: #filePath)
    .appending(path: "../../../../results/dram").standardized.path

  @Test("Lies between both where their policies differ, and with both where they agree")
  func agreement() throws {
    let rows = try DRAMValidation(folder: Self.folder, traces: nil).run()
    let summary = DRAMAgreementSummary(rows)
    #expect(summary.points >= 40 && summary.failures == 0)
    #expect(summary.holds)
    #expect(summary.independent >= 20 && summary.independentWithin == summary.independent)
    #expect(summary.timed >= 40 && summary.fair + summary.asSlow == summary.timed)
  }

  @Test(
    "A slowest read beyond four times the 99th percentile is excused only by a simulator that is no faster")
  func slowestRead() throws {
    let chase = try DRAMValidation(folder: Self.folder, traces: nil).run()
      .filter { $0.trace == "chase" && $0.configuration.hasPrefix("ddr4") }
    #expect(!chase.isEmpty)
    for row in chase {
      #expect(row.isFair == false && row.isNoSlowerThanOne, "one refresh is longer than four reads")
      #expect(DRAMAgreementSummary([row]).holds)
      var alone = row
      alone.references = row.references.map { .init(simulator: $0.simulator, cycles: $0.cycles) }
      #expect(!alone.isNoSlowerThanOne && !DRAMAgreementSummary([alone]).holds)
    }
  }

  /// A copy of the folder with a change in one of its files.
  private func changed(_ file: String, _ from: String, _ to: String) throws -> [DRAMAgreement] {
    let copy = NSTemporaryDirectory() + "dram-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: copy, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: copy) }
    for name in ["parameters.json", "results.csv"] {
      var text = try String(contentsOfFile: "\(Self.folder)/\(name)", encoding: .utf8)
      if name == "results.csv" { text = text.split(separator: "\n").prefix(3).joined(separator: "\n") }
      if name == file { text = text.replacing(from, with: to) }
      try text.write(toFile: "\(copy)/\(name)", atomically: true, encoding: .utf8)
    }
    return try DRAMValidation(folder: copy, traces: nil).run()
  }

  @Test("A key that no simulator has is named with the nearest, and fails its rows only")
  func misspelt() throws {
    let rows = try changed("parameters.json", "\"nRFC\"", "\"nRFCx\"")
    #expect(rows.allSatisfy { $0.failure?.contains("nRFC") == true })
    #expect(!DRAMAgreementSummary(rows).holds)
  }

  @Test(
    "Rows that no simulator can have printed are refused with their place",
    arguments: [
      ("dramsim3,", "dramsim4,"), (",513818", ",-5"), (",sat,1,", ",sat,0,"),
      (",513818", ",9223372036854775807"),
    ])
  func impossibleRows(_ from: String, _ to: String) {
    #expect(throws: InputError.self) { try changed("results.csv", from, to) }
  }

  @Test("A trace with neither text nor recipe is listed as not run, with the nearest name")
  func unknownTrace() throws {
    let rows = try changed("results.csv", "add_2r1w", "add_2r2w")
    #expect(rows.contains { $0.failure?.contains("add_2r1w") == true })
  }
}
