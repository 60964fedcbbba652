import Foundation
import Testing
import Tilewright

@Suite struct RunJSONTests {
  @Test func whatIsWrittenIsReadBackEqual() throws {
    let json = RunJSON(try SmallRun.verified.get())
    let again = try JSONDecoder().decode(RunJSON.self, from: Data(try json.encoded()))
    #expect(again.totals["elapsed_cycles"] == json.totals["elapsed_cycles"])
    #expect(again.operators.count == json.operators.count)
    #expect(try again.encoded() == json.encoded())
  }

  @Test func operatorsSumToTheTotals() throws {
    let json = RunJSON(try SmallRun.verified.get())
    for (part, total) in [
      ("latency_cycles", "elapsed_cycles"), ("macs", "macs"), ("dram_read_bytes", "dram_read_bytes"),
      ("dram_write_bytes", "dram_write_bytes"), ("commands", "commands"),
    ] {
      #expect(.integer(json.operators.reduce(0) { $0 + integer($1[part]) }) == json.totals[total], "\(part)")
    }
  }

  @Test func everyEnginesCyclesSumToTheRuns() throws {
    let json = RunJSON(try SmallRun.verified.get())
    for engine in json.engines {
      let cycles = engine.filter { $0.key.hasSuffix("_cycles") }.values.reduce(0) { $0 + integer($1) }
      #expect(.integer(cycles) == json.totals["elapsed_cycles"], "\(engine["engine"]!)")
    }
  }

  @Test func whatIsUnknownIsNullAndNeverZero() throws {
    let json = RunJSON(try SmallRun.timed.get())
    #expect(json.totals["verified"] == .unknown)
    #expect(json.operators.allSatisfy { $0["mismatches"] == .unknown })
    #expect(String(decoding: try json.encoded(), as: UTF8.self).contains("\"verified\" : null"))
  }

  private func integer(_ cell: Cell?) -> Int {
    if case .integer(let number)? = cell { number } else { -1 }
  }
}
