import Foundation
import Testing
import Tilewright

@Suite struct PublishedStudyTests {
  private static let table =
    "layer,M,N,K,clock,cycles,kind\na,8,8,8,1 GHz,100,x\nb,16,8,8,2 GHz,200,x\nc,1,1,1,1 GHz,1,y\n"
  private static let model = """
    {"name": "m", "parameters": {"m": 1, "n": 1, "k": 1}, "inputs": {"a": ["$m", "$k"]},
     "nodes": [{"op": "MatMul", "features": "$n"}]}
    """
  private static let cases = """
    {"assumptions": ["one for all"], "groups": [{
      "machine": "small", "source": "paper", "table": "table.csv", "where": {"kind": "x"}, "subject": ["layer"],
      "column": "cycles", "quantity": "cycles", "chip": "teaching-4x4", "set": {"cores[0].clock": "$clock"},
      "model": "model.json", "parameters": {"m": "$M", "n": "$N", "k": "$K"}, "measure": "cycles",
      "remarks": [{"where": {"layer": "a"}, "text": "first"}]}]}
    """

  private func withStudy(_ cases: String = cases, _ body: (String) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    for (name, text) in [("table.csv", Self.table), ("model.json", Self.model), ("cases.json", cases)] {
      try text.write(toFile: folder + "/" + name, atomically: true, encoding: .utf8)
    }
    try body(folder)
  }

  @Test func everyRowOfATableIsRunWithItsOwnSettings() throws {
    try withStudy { (folder) throws in
      let study = try PublishedStudy(folder: folder)
      let rows = try study.run()
      #expect(study.assumptions == ["one for all"])
      #expect(rows.map(\.subject) == ["a", "b"] && rows.map(\.published) == [100, 200])
      #expect(rows[1].ours > rows[0].ours && rows.allSatisfy { $0.ours > 32 })
      #expect(rows.map(\.remark) == ["first", nil])
      #expect(rows.allSatisfy { $0.kind == .performance })
    }
  }

  @Test(arguments: [
    ("\"chip\": \"teaching-4x4\"", "\"chip\": \"teaching-9x9\""),
    ("\"column\": \"cycles\"", "\"column\": \"cykles\""),
    ("$clock", "$klock"), ("model.json\"", "other.json\""),
    ("\"measure\": \"cycles\"", "\"measure\": \"days\""),
    ("\"m\": \"$M\"", "\"m\": \"$clock\""),
  ]) func whatIsWrongIsSaid(_ old: String, _ new: String) throws {
    try withStudy(Self.cases.replacing(old, with: new)) { (folder) throws in
      #expect(throws: InputError.self) { try PublishedStudy(folder: folder).run() }
    }
  }

  private func row(_ ours: Double, _ remark: String? = nil) -> PublishedRow {
    PublishedRow(
      machine: "m", subject: "s", quantity: "q", ours: ours, published: 100, kind: .performance, source: "p",
      remark: remark)
  }

  @Test func anErrorOverTenPercentNeedsAReason() {
    #expect(!row(109).isUnexplained && !row(91).isUnexplained)
    #expect(row(111).isUnexplained && row(89).isUnexplained && row(.nan).isUnexplained)
    #expect(!row(200, "because").isUnexplained)
  }

  @Test func theMedianIsThatOfMagnitudes() {
    #expect(abs(([row(90), row(100), row(130)].medianError ?? 0) - 0.1) < 1e-12)
    #expect(abs(([row(90), row(130)].medianError ?? 0) - 0.2) < 1e-12)
    #expect([PublishedRow]().medianError == nil)
  }
}
