import Foundation
import Testing
import Tilewright

@Suite("validate accuracy: a folder of facts about a trained model")
struct AccuracyValidationTests {
  /// The network and the data of `workloads/` in the layout of such a folder, with these rows of facts.
  private func rows(_ facts: [String], predictions: String? = nil) throws -> [ValidationRow] {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let graph = try ModelFile("digits-cnn", settings: ["batch": 360]).graph
    try graph.onnxModel().write(to: folder.appendingPathComponent("net_sgd.onnx").path)
    let columns = "base,family,variant,test_correct,test_total,accuracy,agree_with_fp32,rel_l2_logits,extra"
    var files = ["accuracy_truth.csv": ([columns] + facts).joined(separator: "\n")]
    files["digits.csv"] = try digitsTable()
    if let predictions { files["predictions.csv"] = "variant,predictions_test\n\(predictions)\n" }
    for (name, text) in files { try Data((text + "\n").utf8).write(to: folder.appendingPathComponent(name)) }
    return try AccuracyValidation(folder: folder.path).run()
  }

  private func digitsTable() throws -> String {
    let digits = try Dataset.read("digits")
    var lines = ["index,split,label," + (0..<64).map { "p\($0)" }.joined(separator: ",")]
    for (split, part) in [("train", digits.training), ("test", digits.test)] {
      for (index, label) in part.labels.enumerated() {
        let pixels = part.values[index * 64..<index * 64 + 64].map { "\(Int($0 * 16))" }
        lines.append("\(index),\(split),\(label)," + pixels.joined(separator: ","))
      }
    }
    return lines.joined(separator: "\n")
  }

  @Test func factsThatHoldPassAndTrainingIsLeftOut() throws {
    let found = try rows([
      "sgd,reference,fp32,330,360,0.916667,360,0,macs=242944",
      "sgd,ptq_minmax,w4a8_perchannel,331,360,0.919444,358,0.0534614,",
      "sgd,prune_l1,conv1_25,328,360,0.911111,357,0.0535728,",
      "sgd,prune_l1_ft1epoch,conv1_25_lr0.1,332,360,0.922222,357,0.0658186,",
    ])
    #expect(found.filter { $0.omission != nil }.map(\.subject) == ["sgd|prune_l1_ft1epoch|conv1_25_lr0.1"])
    #expect(found.count == 10 && !found.contains(where: \.isBroken))
  }

  @Test func aCountThatIsOneOffBreaksItsBound() throws {
    let found = try rows(["sgd,sparsity_2_4,fc1,333,360,0.925,353,0.155198,"])
    #expect(found.map(\.isBroken) == [true])
    #expect(found[0].failure?.contains("no product with weights named “fc1”") ?? false)
    let off = try rows(["sgd,sparsity_2_4,gemm1,332,360,0.925,353,0.155198,"])
    #expect(off.map(\.isBroken) == [true, false, false])
  }

  @Test func anUnknownVariantIsAFailure() throws {
    let found = try rows([
      "sgd,ptq_minmax,w8b8_pertensor,330,360,0.91,360,0,", "adam,reference,fp32,1,360,0,1,0,",
    ])
    #expect(found.count == 2 && found.allSatisfy(\.isBroken))
  }

  @Test func predictionsAreComparedSampleBySample() throws {
    let wrong = String(repeating: "0", count: 360)
    let found = try rows(
      ["sgd,reference,fp32,330,360,0.916667,360,0,"], predictions: "sgd|reference|fp32,\(wrong)")
    #expect(found.last?.quantity == "same predictions" && found.last?.isBroken == true)
  }
}
