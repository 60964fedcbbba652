import Foundation
import Testing
import Tilewright

/// Well-known networks as topologies, from their papers.
@Suite struct ScaleSimNetworksTests {
  private static let folder = URL(fileURLWithPath: #filePath)
    .appendingPathComponent("../../../../results/scalesim/networks").standardizedFileURL.path

  /// 10⁹ multiply-accumulates as their papers count them.
  @Test(
    "A network has the work it is known for",
    arguments: [
      ("alexnet", 0.72), ("vgg16", 15.5), ("googlenet", 1.58), ("resnet18", 1.82), ("resnet50", 4.1),
      ("mobilenet", 0.57),
    ])
  func work(name: String, billions: Double) throws {
    let topology = try ScaleSimTopology.read(Self.folder + "/\(name).csv")
    #expect(topology.warnings == [])
    let work = topology.layers.reduce(0) { sum, layer in
      sum + layer.copies * layer.product.rows * layer.product.columns * layer.product.reduction
    }
    #expect(abs(Double(work) / 1e9 / billions - 1) < 0.02, "\(work)")
  }

  @Test("Each is counted, and none has a line that SCALE-Sim would stumble over")
  func counted() throws {
    let configuration = try ScaleSimConfiguration.read(Self.folder + "/array-128x128.cfg")
    let files = try FileManager.default.contentsOfDirectory(atPath: Self.folder).filter {
      $0.hasSuffix(".csv")
    }
    #expect(files.count >= 11)
    for file in files {
      let topology = try ScaleSimTopology.read(Self.folder + "/" + file)
      #expect(topology.warnings == [], "\(file)")
      #expect(ScaleSimCompatibility(topology, on: configuration).totalCycles > 0, "\(file)")
    }
  }
}
