import Documents
import Foundation
import Graphs
import Tensors
import Testing

func parsed(_ text: String, file: String = "model.json") throws -> Document {
  try Document.parse(Data(text.utf8), file: file)
}

@Suite struct WorkloadTests {
  @Test(arguments: ["resnet50", "resnet18", "mobilenet-v2", "keyword-ds-cnn", "deepspeech2", "unet", "bert-base", "mlp", "one-conv", "digits-cnn", "matmul-4x4"])
  func a(_ name: String) throws {
    do {
    let start = ContinuousClock.now
    let graph = try Workload.load("workloads/\(name).json")
    let loaded = ContinuousClock.now
    let analysis = try GraphAnalysis(graph)
    let analysed = ContinuousClock.now
    print(name, graph.nodes.count, analysis.parameters, analysis.multiplyAccumulates, analysis.peakActivationBytes, loaded - start, analysed - loaded)
    let prepared = try graph.prepared(precision: .int8, calibrate: false)
    print(name, prepared.nodes.count, ContinuousClock.now - analysed)
    } catch let error as InputError { print(name, error); throw error }
  }
}
