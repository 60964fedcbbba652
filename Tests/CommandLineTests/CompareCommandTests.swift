import Foundation
import Testing
import TilewrightCLI

@Suite struct CompareCommandTests {
  private let folder: String

  init() throws {
    folder = NSTemporaryDirectory() + "tilewright-compare-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  }

  private func run(_ name: String, _ words: String...) -> String {
    let file = "\(folder)/\(name).json"
    let result = tilewright(["run"] + words + ["--timing-only", "--quiet", "--json", file])
    #expect(result.code == .done)
    return file
  }

  @Test func aRunIsAsFastAsItself() {
    let file = run("a", "edge-npu", "digits-cnn")
    let result = tilewright("compare", file, file)
    #expect(result.code == .done)
    #expect(result.output.contains(" is as fast as "))
  }

  /// The changes of the operators sum to the change of the run, as their latencies sum to its time.
  @Test func changesOfOperatorsSumToTheChangeOfTheRun() throws {
    let files = [run("one", "edge-npu", "digits-cnn"), run("four", "edge-npu", "digits-cnn", "--batch", "4")]
    let result = tilewright("compare", files[0], files[1], "--csv", "-")
    let rows = result.output.split(separator: "\r\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false)
    }
    let column = try #require(rows[0].firstIndex(of: "latency_change_ns"))
    let sum = rows.dropFirst().reduce(0.0) { $0 + (Double($1[column]) ?? .nan) }
    let totals = try files.map { file in
      let data = try #require(FileManager.default.contents(atPath: file))
      let run = try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
      return try #require((run["totals"] as? [String: Any])?["elapsed_cycles"] as? Double) * 1.25
    }
    #expect(abs(sum - (totals[1] - totals[0])) < 1e-3)
    let table = tilewright("compare", files[0], files[1]).output
    #expect(table.hasPrefix("four is "))
    #expect(table.contains(" times slower than one\n"))
    #expect(table.contains("conv1"))
    #expect(table.contains("matrix"))
  }

  @Test func severalRunsAreHeldAgainstTheFirst() throws {
    let files = [
      run("a", "edge-npu", "mlp"), run("b", "edge-npu", "mlp", "--batch", "2"), run("c", "tpu-v1", "mlp"),
    ]
    let result = tilewright(["compare"] + files + ["--json", "-"])
    let json = try #require(
      JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
    let comparisons = try #require(json["comparisons"] as? [[String: Any]])
    #expect(comparisons.map { $0["run"] as? String } == ["b", "c"])
    #expect(comparisons.allSatisfy { $0["base"] as? String == "a" })
  }

  @Test func whatIsNoRunIsAnError() throws {
    let result = tilewright("compare", "chips/edge-npu.json", "chips/edge-npu.json")
    #expect(result.code == .badData)
    #expect(result.error.contains("expected a file of tilewright run --json"))
    #expect(tilewright("compare", "chips/edge-npu.json").code == .usage)
  }
}
