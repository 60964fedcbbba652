import Documents
import Foundation
import Onnx
import RandomOnnx
import Testing

@Suite("Writing ONNX models")
struct ModelWritingTests {
  let folder: ScratchFolder

  init() throws { folder = try ScratchFolder() }

  @Test("a small model has exactly these bytes: fields in the order of their numbers, defaults left out")
  func bytes() throws {
    let model = OnnxModel(
      irVersion: 8, opsets: ["": 17], producerName: "p",
      graph: OnnxGraph(
        name: "g",
        nodes: [
          OnnxNode(
            operation: "Op", inputs: ["x", ""], outputs: ["y"],
            attributes: [OnnxAttribute(name: "a", value: .integers([1, -1]))])
        ],
        initializers: [OnnxTensor(name: "w", element: .uint8, shape: [2], storage: .bytes([5, 6]))],
        inputs: [OnnxValueInfo(name: "x", type: .tensor(.float32, shape: [.length(0), .symbol("n")]))]),
      path: "")
    let attribute = WireBytes().text(1, "a").number(8, 1).number(8, -1).number(20, 7)
    let node = WireBytes().text(1, "x").text(1, "").text(2, "y").text(4, "Op").message(5, attribute)
    let shape = WireBytes().message(1, WireBytes().number(1, 0)).message(1, WireBytes().text(2, "n"))
    let input = WireBytes().text(1, "x")
      .message(2, WireBytes().message(1, WireBytes().number(1, 1).message(2, shape)))
    let graph = WireBytes().message(1, node).text(2, "g")
      .message(5, WireBytes().number(1, 2).number(2, 2).text(8, "w").bytes(9, [5, 6])).message(11, input)
    let expected = WireBytes().number(1, 8).text(2, "p").message(7, graph).message(
      8, WireBytes().number(2, 17))
    #expect(try model.encoded() == expected.bytes)
  }

  @Test("what is written is read again exactly, and written again with the same bytes", arguments: 0..<200)
  func roundTrip(seed: UInt64) throws {
    var random = RandomModels(seed: seed)
    let model = random.model()
    let bytes = try model.encoded()
    let read = try OnnxModel.decode(bytes, path: folder.path + "/model.onnx")
    #expect(read == model)
    #expect(try read.encoded() == bytes)
  }

  @Test("weights beside the model are read again exactly", arguments: 0..<20)
  func external(seed: UInt64) throws {
    var random = RandomModels(seed: seed)
    var model = random.model()
    for (index, count) in [1023, 1024, 5000].enumerated() {
      let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ Int(seed)) }
      model.graph.initializers.append(
        OnnxTensor(name: "w\(index)", element: .uint8, shape: [count], storage: .bytes(bytes)))
    }
    let path = folder.path + "/m.onnx"
    try model.write(to: path, weights: .beside)
    let data = try Data(contentsOf: URL(fileURLWithPath: path + ".data"))
    #expect(data.count == 1024 + 5000)
    #expect(try OnnxModel.read(path) == model)
  }

  @Test("a model can be written over the file that it was read from")
  func inPlace() throws {
    let weights = OnnxTensor(name: "w", element: .uint8, shape: [4], storage: .bytes([1, 2, 3, 4]))
    let path = folder.path + "/m.onnx"
    try OnnxModel(graph: OnnxGraph(initializers: [weights]), path: path).write(to: path)
    var model = try OnnxModel.read(path)
    model.graph.name = "renamed"
    try model.write(to: path)
    #expect(try OnnxModel.read(path).graph == OnnxGraph(name: "renamed", initializers: [weights]))
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["m.onnx"])
  }

  @Test("more than protobuf allows goes beside the model, and cannot be one piece of memory")
  func large() throws {
    // A sparse file of 1 GiB that stands for three tensors takes no room on the disk.
    let file = try folder.file("big.bin", [])
    #expect(truncate(file, 1 << 30) == 0)
    var tensors = WireBytes()
    for name in ["a", "b", "c"] {
      let location = WireBytes().text(1, "location").text(2, "big.bin")
      tensors = tensors.message(
        5, WireBytes().number(1, 1 << 30).number(2, 2).text(8, name).message(13, location).number(14, 1))
    }
    let model = try folder.read(.model(tensors))
    let error = #expect(throws: InputError.self) { try model.encoded() }
    #expect(
      error?.reason == "a model of 3221225549 bytes is more than protobuf allows (2 GiB)"
        && error?.remedy == "put the weights in a file beside it")
    #expect(throws: InputError.self) { try model.write(to: folder.path + "/x.onnx", weights: .inside) }
  }
}
