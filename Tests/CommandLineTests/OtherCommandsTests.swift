import Foundation
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
    // Long definitions are broken into lines.
    let words = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    for metric in metricDefinitions { #expect(words.contains(metric.definition)) }
    #expect(text.split(separator: "\n").allSatisfy { $0.count <= 100 })
  }

  @Test func shelvesTellWhatTellsTheirEntriesApart() {
    #expect(tilewright("chips").output.contains("\nteaching-4x4     int8  "))
    let models = tilewright("workloads").output
    #expect(models.contains("\nbert-base       batch=1 layers=12 sequence=128  "))
    #expect(models.contains("\ngemm            k=1024 m=1024 n=1024  "))
  }

  @Test(arguments: [
    ("chip", "chips/chip.schema.json"), ("workload", "workloads/workload.schema.json"),
    ("dram", "chips/dram/dram.schema.json"),
    ("study", "results/study.schema.json"),
  ])
  func describeGivesTheSchemaThatStandsInTheRepository(_ kind: String, _ path: String) throws {
    let text = tilewright("describe", kind).output
    #expect(text.contains("\"$schema\": \"https://json-schema.org/draft/2020-12/schema\""))
    let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let file = try String(contentsOf: package.appending(path: path), encoding: .utf8)
    #expect(file == text, "write the output of “tilewright describe \(kind)” to \(path)")
  }

  @Test func describeKnowsTheNearestKind() {
    let result = tilewright("describe", "workloads")
    #expect(result.code == .usage)
    #expect(result.error.contains("did you mean “workload”?"))
  }

  @Test func benchGivesAFigureForEveryNumberPending() {
    let result = tilewright("bench", "events", "--events", "1000", "--pending", "1,64", "--csv", "-")
    #expect(result.code == .done)
    let lines = result.output.components(separatedBy: "\r\n").dropLast()
    #expect(lines.first == "delays,pending,ns_per_event,order_checksum")
    #expect(lines.count == 1 + 2 * DelayDistribution.allCases.count)
  }

  @Test func benchTimesEveryKernel() {
    let result = tilewright("bench", "kernels", "--csv", "-")
    #expect(result.code == .done)
    let lines = result.output.components(separatedBy: "\r\n").dropLast()
    #expect(lines.first == "kernel,workload,giga_operations_per_second,ns_per_element")
    #expect(lines.count == 1 + KernelBenchmark.allCases.count)
  }
}
