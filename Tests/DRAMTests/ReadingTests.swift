import Documents
import Foundation
import Testing

@testable import DRAM

@Suite("Memory files and traces say what is wrong with them")
struct ReadingTests {
  private func changed(_ from: String, _ to: String) throws -> String {
    let text = try String(contentsOfFile: TestMemory.file("ddr4-2400"), encoding: .utf8)
    #expect(text.contains(from))
    let document = try Document.parse(Data(text.replacing(from, with: to).utf8), file: "memory.json")
    do {
      _ = try DRAMConfiguration(document)
      return "no error"
    } catch let error as InputError {
      return "\(error)"
    }
  }

  @Test("A misspelt key or timing names the nearest")
  func nearest() throws {
    #expect(try changed("\"tREFI\"", "\"REFI\"").contains("tREFI"))
    #expect(try changed("\"address_map\"", "\"adress_map\"").contains("address_map"))
    #expect(try changed("bank_group(2)", "bank_grp(2)").contains("bank_group"))
    #expect(try changed("\"vdd_v\"", "\"vdd\"").contains("vdd_v"))
  }

  @Test(
    "Figures that no memory can have are refused",
    arguments: [
      ("\"vdd_v\": 1.2", "\"vdd_v\": 1e300", "vdd_v"), ("\"vdd_v\": 1.2", "\"vdd_v\": -1.2", "vdd_v"),
      ("\"idd3n_ma\": 43", "\"idd3n_ma\": 5000", "idd3n_ma"),
      ("\"idd0_ma\": 48", "\"idd0_ma\": -48", "idd0_ma"),
      ("\"tCCD_S\": 4", "\"tCCD_S\": 0", "tCCD_S"),
      ("\"clock_ps\": 833", "\"clock_ps\": 1e-4", "clock_ps"),
    ])
  func impossibleFigures(_ from: String, _ to: String, _ named: String) throws {
    #expect(try changed(from, to).contains(named))
  }

  @Test("Bits of the address map make the organisation, no more and no less")
  func widths() throws {
    #expect(try changed("row(16)", "row(15)").contains("row has 15 bits"))
  }

  @Test("Rules of a file are checked like ours")
  func constraints() throws {
    let map = "\"address_map\": \"row"
    let rule =
      #""constraints": [{"scope": "bank", "preceding": ["ACT"], "following": ["RD"], "latency": "tRCDX"}], "#
    #expect(try changed(map, rule + map).contains("tRCD"))
    let command =
      #""constraints": [{"scope": "bank", "preceding": ["ACTI"], "following": ["RD"], "latency": "4"}], "#
    #expect(try changed(map, command + map).contains("ACT"))
  }

  @Test(
    "A rule that no command could be held to is an error, and says what to write",
    arguments: [
      (#""scope": "bank_group", "preceding": ["REF"], "following": ["ACT"]"#, "rank"),
      (#""scope": "bank", "preceding": ["RD"], "following": ["PREA"]"#, "rank"),
      (#""scope": "bank", "preceding": ["ACT"], "following": ["ACT"], "window": 4"#, "per rank"),
      (#""scope": "rank", "preceding": ["REF"], "following": ["ACT"], "window": 2"#, "one bank"),
      (#""scope": "rank", "preceding": ["RD"], "following": ["WR"], "between_ranks": true"#, "channel"),
      (
        #""scope": "channel", "preceding": ["RD"], "following": ["WR"], "between_ranks": true, "window": 2"#,
        "rank"
      ),
    ])
  func hollowConstraints(_ rule: String, _ remedy: String) throws {
    let map = "\"address_map\": \"row"
    let text = "\"constraints\": [{\(rule), \"latency\": \"4\"}], "
    #expect(try changed(map, text + map).contains(remedy))
  }

  @Test(
    "A line that is no request is told with its number",
    arguments: [
      "0 0 X 40", "0 0 R", "-1 0 R 40", "0 0 R 4g", "0 70000 R 40", "0 0 R ffffffffffffffffff", "0 0 R 40 1",
    ])
  func traces(_ line: String) throws {
    let file = NSTemporaryDirectory() + "trace-\(UUID().uuidString).txt"
    defer { try? FileManager.default.removeItem(atPath: file) }
    try "0 0 R 0\n\n\(line)\n".write(toFile: file, atomically: true, encoding: .utf8)
    do {
      _ = try DRAMTrace.read(file)
      Issue.record("was read")
    } catch let error as InputError {
      #expect("\(error)".contains("line 3"))
    }
  }

  @Test("Blanks, empty lines and a missing last line end are no mistakes")
  func leniency() throws {
    let file = NSTemporaryDirectory() + "trace-\(UUID().uuidString).txt"
    defer { try? FileManager.default.removeItem(atPath: file) }
    try "  7 1\tW  Ff \r\n\n0 0 R 40".write(toFile: file, atomically: true, encoding: .utf8)
    #expect(
      try DRAMTrace.read(file) == [
        DRAMTraceRecord(cycle: 7, stream: 1, isWrite: true, address: 255),
        DRAMTraceRecord(cycle: 0, stream: 0, isWrite: false, address: 64),
      ])
  }
}
