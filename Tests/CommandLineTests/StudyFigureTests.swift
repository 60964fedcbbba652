import Foundation
import Testing
import Tilewright

/// Pictures and made-up samples of `operate` and `accuracy`.
@Suite struct OperateAndAccuracyFigureTests {
  @Test func operateDrawsItsPointsAndTheOneItTakes() {
    let result = tilewright("operate", "edge-npu", "mlp", "--power", "5W", "--steps", "3", "--figure", "-")
    #expect(result.code == .done)
    #expect(result.output.hasPrefix("<svg"))
    #expect(result.output.contains("fastest within the power"))
    #expect(result.output.contains("chosen: "))
  }

  @Test func aMixIsDrawnProductByProduct() {
    let result = tilewright(
      "accuracy", "edge-npu", "mlp", "--dataset", "seeded", "--reference", "--mix", "fp16", "--mix", "w8a8",
      "--error", "0.5", "--target", "0", "--figure", "-")
    #expect(result.code == .done)
    #expect(result.output.hasPrefix("<svg"))
    for name in ["gemm1", "gemm2", "gemm3"] { #expect(result.output.contains(">\(name)</text>")) }
  }

  @Test func aMixIsKeptAndRunAgain() throws {
    let file = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID()).json").path
    defer { try? FileManager.default.removeItem(atPath: file) }
    let search = tilewright(
      "accuracy", "edge-npu", "mlp", "--dataset", "seeded", "--reference", "--mix", "fp16", "--mix", "w8a8",
      "--error", "0.5", "--target", "0", "--save", file)
    #expect(search.code == .done)
    #expect(try PrecisionPlan.read(file).standard.name == "fp16")
    #expect(try PrecisionPlan.read(file).formats.isEmpty == false)
    let kept = tilewright(
      "accuracy", "edge-npu", "mlp", "--dataset", "seeded", "--reference", "--quantize", file)
    #expect(kept.code == .done)
    let other = tilewright("run", "edge-npu", "digits-cnn", "--timing-only", "--quantize", file)
    #expect(other.code == .usage)
    #expect(other.error.contains("has no node"))
  }

  /// The class that the model gives in fp32 is the label, so that fp32 itself is always right.
  @Test func madeUpSamplesMeasureAgreementWithTheModelItself() throws {
    let graph = try ModelFile("digits-cnn").graph
    let dataset = try Dataset.seeded(for: graph, count: 5)
    let row = try AccuracyStudy(graph: graph, dataset: dataset, chip: nil).measure(Compression())
    #expect(row.correct == 5 && row.agreements == 5 && row.relativeError == 0)
  }

  @Test func whatBelongsToAMixNeedsOne() {
    let result = tilewright("accuracy", "edge-npu", "mlp", "--error", "0.1")
    #expect(result.code == .usage)
    #expect(result.error.contains("--error is given without --mix"))
  }
}
