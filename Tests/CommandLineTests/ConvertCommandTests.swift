import Foundation
import Testing
import Tilewright
import TilewrightCLI

@Suite("convert")
struct ConvertCommandTests {
  private func inFolder(_ body: (String) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try body(folder)
  }

  @Test("a converted workload is a model, and converts into itself")
  func converts() throws {
    try inFolder { (folder) throws in
      let (first, second) = (folder + "/a.onnx", folder + "/b.onnx")
      let result = tilewright("convert", "digits-cnn", first, "--batch", "2")
      #expect(result.code == .done)
      #expect(result.output == "\(first): 7 nodes, 6 constants, operator set 21\n")
      #expect(tilewright("convert", first, second).code == .done)
      #expect(FileManager.default.contentsEqual(atPath: first, andPath: second))
      #expect(try OnnxModel.read(first).graph.inputs.count == 1)
    }
  }

  @Test("weights go beside the model, or stay a formula")
  func weights() throws {
    try inFolder { (folder) throws in
      #expect(tilewright("convert", "mlp", folder + "/a.onnx", "--weights", "beside").code == .done)
      #expect(tilewright("convert", "mlp", folder + "/b.onnx", "--weights", "formula").code == .done)
      let files = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
      #expect(files == ["a.onnx", "a.onnx.data", "b.onnx"])
      let sizes = try ["a.onnx", "b.onnx"].map {
        try FileManager.default.attributesOfItem(atPath: folder + "/" + $0)[.size] as? Int ?? .max
      }
      #expect(sizes.allSatisfy { $0 < 3_000 })
    }
  }

  @Test("the output is an ONNX file, and not the input")
  func outputs() throws {
    try inFolder { (folder) throws in
      let json = tilewright("convert", "mlp", folder + "/a.json")
      #expect(json.code == .usage && json.error.contains("is no ONNX file; end its name in .onnx"))
      #expect(tilewright("convert", "mlp", folder + "/a.onnx").code == .done)
      let same = tilewright("convert", folder + "/a.onnx", folder + "/./a.onnx")
      #expect(same.code == .usage && same.error.contains("would replace the input"))
    }
  }
}
