import Graphs
import Testing

/// Multiply-accumulates and learnable parameters of public architectures, beside the counts published for them.
@Suite("Published figures") struct PublishedFiguresTests {
  struct Figures: CustomTestStringConvertible {
    var model: String
    var overrides: [String: Int] = [:]
    var parameters: Int?
    var multiplyAccumulates: Int?
    var source: String
    var testDescription: String { model }
  }

  static let published = [
    Figures(
      model: "resnet50", parameters: 25_557_032, multiplyAccumulates: 4_089_184_256,
      source: "torchvision.models.resnet50: number of parameters; 4.09 GFLOPS in its table of weights"),
    Figures(
      model: "resnet18", parameters: 11_689_512, multiplyAccumulates: 1_814_073_344,
      source: "torchvision.models.resnet18: number of parameters; 1.81 GFLOPS in its table of weights"),
    Figures(
      model: "mobilenet-v2", parameters: 3_504_872, multiplyAccumulates: 300_774_272,
      source: "torchvision.models.mobilenet_v2: number of parameters; 0.3 GFLOPS in its table of weights"),
    Figures(
      model: "keyword-ds-cnn", parameters: 23_756, multiplyAccumulates: 2_656_768,
      source: "MLPerf Tiny keyword spotting reference model: 23,756 trainable parameters (24,908 in all)"),
    Figures(
      model: "deepspeech2", overrides: ["frames": 200], multiplyAccumulates: 1_564_988_800,
      source: "the same layers exported from PyTorch and counted node by node at 200 frames"),
    Figures(
      model: "yolov3-tiny", parameters: 8_852_366,
      source: "yolov3-tiny.weights: 35,434,956 bytes = 20 + 4 × (8,852,366 + 2 × 3,184 running statistics)"),
    Figures(
      model: "unet", parameters: 7_763_041,
      source: "brain-segmentation-pytorch, UNet(3, 1, 32), as published on PyTorch Hub"),
    Figures(
      model: "bert-base", parameters: 109_482_240, multiplyAccumulates: 11_173_625_856 + 589_824,
      source: "transformers BertModel bert-base-uncased: 109,482,240; twelve encoder layers and the pooler"),
    Figures(
      model: "digits-cnn", parameters: 134_282, multiplyAccumulates: 242_944,
      source: "1,792 + 131,200 + 1,290 parameters by hand"),
  ]

  @Test(arguments: published) func equalThePublishedOnes(_ figures: Figures) throws {
    let analysis = try GraphAnalysis(loadWorkload(figures.model, overrides: figures.overrides))
    if let parameters = figures.parameters { #expect(analysis.parameters == parameters, "\(figures.source)") }
    if let count = figures.multiplyAccumulates {
      #expect(analysis.multiplyAccumulates == count, "\(figures.source)")
    }
  }

  @Test("MobileNet SSD 300: 1.2 billion multiply-adds and 6.8 million parameters (MobileNets, table 13)")
  func ssdMobilenetRoundsToThePaper() throws {
    let analysis = try GraphAnalysis(loadWorkload("ssd-mobilenet"))
    #expect((Double(analysis.multiplyAccumulates) / 1e8).rounded() == 12)
    #expect((Double(analysis.parameters) / 1e5).rounded() == 68)
  }

  @Test("YOLOv3-tiny at 416: 5.56 billion operations, two for each multiply-accumulate (darknet)")
  func yoloTinyRoundsToDarknet() throws {
    let analysis = try GraphAnalysis(loadWorkload("yolov3-tiny"))
    #expect((Double(2 * analysis.multiplyAccumulates) / 1e7).rounded() == 556)
  }

  @Test func batchMultipliesWorkAndNotWeights() throws {
    let one = try GraphAnalysis(loadWorkload("resnet18"))
    let four = try GraphAnalysis(loadWorkload("resnet18", overrides: ["batch": 4]))
    #expect(four.multiplyAccumulates == 4 * one.multiplyAccumulates)
    #expect(four.weightBytes == one.weightBytes)
    #expect(four.peakActivationBytes == 4 * one.peakActivationBytes)
  }
}
