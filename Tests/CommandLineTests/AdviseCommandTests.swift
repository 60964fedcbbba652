import Testing
import Tilewright

@Suite struct AdviseCommandTests {
  private static let chips = "edge-npu,gemmini-16x16"

  private func advise(_ words: String...) -> Invocation {
    tilewright(["advise", "digits-cnn", "--chips", Self.chips] + words)
  }

  @Test func saysWhichChipToTakeAndWhy() {
    let result = advise("--latency", "1ms", "--power", "100W")
    #expect(result.code == .done)
    #expect(result.output.contains("← recommended"))
    #expect(result.output.contains("\nTake "))
    #expect(result.output.contains("that keep 1.00 ms and 100 W, it has the least energy a sample."))
  }

  @Test func saysWhatToChangeWhereNothingFits() {
    let result = advise("--latency", "3us")
    #expect(result.code == .failed)
    #expect(result.output.contains("\nNo chip of the shelf keeps 3.00 µs as it is."))
    #expect(result.output.contains("What would change that, each simulated:\n- "))
  }

  @Test func theTableHasARowForEveryPrecisionAndChange() {
    let result = advise("--latency", "3us", "--csv", "-")
    let lines = result.output.components(separatedBy: "\r\n").dropLast()
    #expect(lines.first == adviceMetrics.map(\.name).joined(separator: ","))
    for precision in ["edge-npu,int8,,", "edge-npu,fp16,,", "gemmini-16x16,int8,,"] {
      #expect(lines.contains { $0.hasPrefix(precision) })
    }
    #expect(lines.contains { $0.hasPrefix("gemmini-16x16,int8,") && !$0.hasPrefix("gemmini-16x16,int8,,") })
  }

  @Test func accuracyCountsWhereItIsMeasured() {
    let result = advise("--dataset", "digits", "--accuracy", "1", "--precision", "int8")
    #expect(result.code == .failed)
    #expect(result.output.contains("  accuracy\n"))
    #expect(result.output.contains("misses accuracy "))
  }

  @Test func anUnknownChipIsToldWithTheNearest() {
    let result = tilewright("advise", "digits-cnn", "--chips", "edge-npo")
    #expect(result.code == .notFound)
    #expect(result.error.contains("did you mean “edge-npu”?"))
  }
}
