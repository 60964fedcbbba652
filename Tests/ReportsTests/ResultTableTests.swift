import Testing
import Tilewright

@Suite struct ResultTableTests {
  @Test func aVerifiedRunHasALinePerOperatorATotalAndAVerdict() throws {
    let run = try SmallRun.verified.get()
    let lines = ResultTable(run).text.split(separator: "\n", omittingEmptySubsequences: false).map(
      String.init)
    #expect(lines[0] == "digits-cnn on edge-npu · int8 · batch 1 · clock 800 MHz")
    #expect(lines[2].split(separator: " ").first == "operator")
    for (line, record) in zip(lines.dropFirst(4), run.record.operators) {
      #expect(line.hasPrefix(record.name))
      #expect(line.hasSuffix("J"), "the last column is its energy")
    }
    let total = lines[5 + run.record.operators.count]
    #expect(total.hasPrefix("total"))
    #expect(total.contains(HumanNumber.grouped(run.record.elapsedCycles)))
    #expect(lines.dropLast().last?.hasPrefix("Verified: ") == true)
  }

  @Test func aRunWithoutNumbersSaysSo() throws {
    let text = ResultTable(try SmallRun.timed.get()).text
    #expect(text.hasSuffix("Not verified: timing only.\n"))
  }

  @Test func everyOperatorIsExplained() throws {
    let run = try SmallRun.verified.get()
    let text = ExplainText(run).text
    for record in run.record.operators { #expect(text.contains("\(record.name): \(record.operation) → ")) }
    #expect(text.contains("bound by "))
    #expect(text.contains("roofline "))
  }

  @Test func everyEngineAndMemoryHasALine() throws {
    let run = try SmallRun.verified.get()
    let text = EngineTable(run.record).text
    for engine in run.record.engines { #expect(text.contains("\n\(engine.engine.name) ")) }
    for memory in run.record.memories { #expect(text.contains("\n\(memory.memory.name) ")) }
  }

  @Test func utilisationNeverExceedsTheWhole() throws {
    for run in [try SmallRun.verified.get(), try SmallRun.timed.get()] {
      #expect((run.utilisation ?? 0) <= 1)
      #expect((run.rooflineFraction ?? 0) <= 1)
    }
  }
}
