import Testing
import Tilewright
import TilewrightCLI

@Suite struct OtherCommandsTests {
  @Test func verifyListsEveryOutput() {
    let result = tilewright("verify", "edge-npu", "mlp")
    #expect(result.code == .done)
    for name in ["gemm1", "gemm2", "gemm3", "softmax1"] { #expect(result.output.contains("\n\(name) ")) }
    #expect(!result.output.contains("FAIL"))
  }

  @Test func injectCountsWhatWasCaught() {
    let result = tilewright("verify", "teaching-4x4", "matmul-4x4", "--inject", "10", "--seed", "7")
    #expect(result.code == .done)
    #expect(result.output.contains("\ntotal                  10 "))
    #expect(result.output.hasSuffix("Every break that changed anything was caught.\n"))
  }

  @Test func analyzeCountsMACsAndParameters() {
    let result = tilewright("analyze", "mlp")
    #expect(result.code == .done)
    // 784·256 + 256·128 + 128·10, and the three biases.
    #expect(result.output.contains(" 234,752 "))
    #expect(result.output.contains(" 235,146 "))
    let csv = tilewright("analyze", "mlp", "--csv", "-").output
    #expect(csv.hasPrefix(analysisMetrics.map(\.name).joined(separator: ",") + "\r\n"))
  }

  @Test(arguments: [("chips", "edge-npu"), ("workloads", "resnet50")])
  func shelvesAreListedALineEach(_ command: String, _ name: String) {
    let result = tilewright(command)
    #expect(result.code == .done)
    #expect(result.output.contains("\n\(name) "))
    #expect(!result.output.contains("schema"))
    #expect(result.output.split(separator: "\n").allSatisfy { $0.count <= 130 })
  }

  @Test func explainWithoutANameListsEveryMetric() {
    let text = tilewright("explain").output
    for metric in metricDefinitions { #expect(text.contains(metric.definition)) }
  }

  @Test func describeGivesASchema() throws {
    let text = tilewright("describe", "chip").output
    #expect(text.contains("\"$schema\": \"https://json-schema.org/draft/2020-12/schema\""))
  }

  @Test func benchGivesAFigureForEveryNumberPending() {
    let result = tilewright("bench", "events", "--events", "1000", "--pending", "1,64", "--csv", "-")
    #expect(result.code == .done)
    let lines = result.output.components(separatedBy: "\r\n").dropLast()
    #expect(lines.first == "delays,pending,ns_per_event,order_checksum")
    #expect(lines.count == 1 + 2 * DelayDistribution.allCases.count)
  }
}
