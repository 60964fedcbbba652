import Foundation
import Onnx
import Testing

@Suite("Reading ONNX models")
struct ModelReadingTests {
  let folder: ScratchFolder

  init() throws { folder = try ScratchFolder() }

  @Test("a model's header, operator sets and functions are read; “ai.onnx” is the default domain")
  func header() throws {
    let function = WireBytes().text(1, "Twice").text(10, "local").text(13, "v2").text(4, "a").text(5, "b")
      .text(6, "alpha").message(11, WireBytes().text(1, "beta").number(20, 2).number(3, 7))
      .message(7, WireBytes().text(4, "Add").text(1, "a").text(1, "a").text(2, "b"))
      .message(9, WireBytes().text(1, "ai.onnx").number(2, 19))
    let model = try folder.read(
      WireBytes().number(1, 8).text(2, "someone").text(6, "words").message(8, WireBytes().number(2, 17))
        .message(8, WireBytes().text(1, "com.microsoft").number(2, 1)).message(7, WireBytes().text(2, "g"))
        .message(25, function))
    #expect(model.irVersion == 8 && model.producerName == "someone" && model.graph.name == "g")
    #expect(model.opsets == ["": 17, "com.microsoft": 1])
    let twice = try #require(model.functions.first)
    #expect(twice.name == "Twice" && twice.domain == "local" && twice.overload == "v2")
    #expect(twice.inputs == ["a"] && twice.outputs == ["b"] && twice.attributes == ["alpha"])
    #expect(twice.defaults == [OnnxAttribute(name: "beta", value: .integer(7))] && twice.opsets == ["": 19])
    #expect(twice.nodes.map(\.operation) == ["Add"])
  }

  @Test("a node is read with its place in the file")
  func node() throws {
    let node = WireBytes().text(1, "x").text(1, "").text(2, "y").text(3, "n").text(4, "Clip").text(7, "d")
      .text(8, "o")
    let read = try #require(try folder.read(.model(node: node)).graph.nodes.first)
    #expect(
      read
        == OnnxNode(
          name: "n", domain: "d", operation: "Clip", overload: "o", inputs: ["x", ""], outputs: ["y"]))
    #expect(read.byteOffset == 4)
  }

  @Test(
    "every kind of attribute is read",
    arguments: [
      (WireBytes().number(20, 1).float(2, -1.5), .float(-1.5)),
      (WireBytes().number(20, 2).number(3, -3), .integer(-3)),
      (WireBytes().number(20, 3).bytes(4, [0, 255]), .string([0, 255])),
      (WireBytes().number(20, 6).floats(7, [1, 2.5]), .floats([1, 2.5])),
      (WireBytes().number(20, 6).float(7, 1).floats(7, [2]).float(7, 3), .floats([1, 2, 3])),
      (WireBytes().number(20, 7).packed(8, [-1, 300]), .integers([-1, 300])),
      (WireBytes().number(20, 7).number(8, 5).packed(8, [6, 7]), .integers([5, 6, 7])),
      (WireBytes().number(20, 8).text(9, "a").text(9, ""), .strings([[97], []])),
      (
        WireBytes().number(20, 4).message(5, WireBytes().number(2, 2).packed(1, [2]).bytes(9, [1, 2])),
        .tensor(OnnxTensor(element: .uint8, shape: [2], storage: .bytes([1, 2])))
      ),
      (WireBytes().number(20, 5).message(6, WireBytes().text(2, "body")), .graph(OnnxGraph(name: "body"))),
      (
        WireBytes().number(20, 13).message(14, WireBytes().message(4, tensorElement)),
        .type(.sequence(.tensor(.float32, shape: nil)))
      ),
      (
        WireBytes().number(20, 10).message(11, WireBytes().text(2, "a")).message(11, WireBytes()),
        .graphs([OnnxGraph(name: "a"), OnnxGraph()])
      ),
      (
        WireBytes().number(20, 14).message(15, WireBytes().message(1, WireBytes().number(1, 7))),
        .types([.tensor(.int64, shape: nil)])
      ),
      (WireBytes().number(20, 9), .tensors([])), (WireBytes().number(20, 12), .sparseTensors([])),
      // Protobuf leaves out what is zero or empty, and the first files had no type.
      (WireBytes().number(20, 2), .integer(0)), (WireBytes().number(20, 7), .integers([])),
      (WireBytes().number(3, 4), .integer(4)), (WireBytes().text(4, "s"), .string([115])),
    ] as [(WireBytes, OnnxAttribute.Value)])
  func attribute(fields: WireBytes, value: OnnxAttribute.Value) throws {
    let model = try folder.read(.model(attribute: fields.text(1, "a")))
    #expect(model.graph.nodes[0].attributes == [OnnxAttribute(name: "a", value: value)])
  }

  private static let tensorElement = WireBytes().message(1, WireBytes().message(1, WireBytes().number(1, 1)))

  @Test("a reference to a function's attribute keeps its kind")
  func reference() throws {
    let model = try folder.read(.model(attribute: WireBytes().text(1, "a").text(21, "alpha").number(20, 1)))
    #expect(
      model.graph.nodes[0].attributes
        == [OnnxAttribute(name: "a", value: .reference("alpha"), referencedKind: .float)])
  }

  @Test("types and shapes of values are read; what the file leaves open stays open")
  func types() throws {
    let shape = WireBytes().message(1, WireBytes().text(2, "batch")).message(1, WireBytes().number(1, 3))
      .message(1, WireBytes()).message(1, WireBytes().number(1, -1)).message(1, WireBytes().text(2, ""))
    let tensor = WireBytes().message(1, WireBytes().number(1, 1).message(2, shape))
    let map = WireBytes().message(5, WireBytes().number(1, 8).message(2, tensor))
    let graph = WireBytes().message(11, WireBytes().text(1, "a").message(2, tensor))
      .message(11, WireBytes().text(1, "b").message(2, WireBytes().message(9, WireBytes().message(1, map))))
      .message(12, WireBytes().text(1, "c")).message(12, WireBytes().text(1, "d").message(2, WireBytes()))
      .message(13, WireBytes().text(1, "e").message(2, WireBytes().message(8, WireBytes().number(1, 7))))
      .message(13, WireBytes().text(1, "f").message(2, WireBytes().message(1, WireBytes().number(1, 0))))
    let read = try folder.read(.model(graph)).graph
    let open = OnnxType.tensor(
      .float32, shape: [.symbol("batch"), .length(3), .unknown, .unknown, .unknown])
    #expect(read.inputs.map(\.name) == ["a", "b"])
    #expect(read.inputs.map(\.type) == [open, .optional(.map(key: .string, value: open))])
    #expect(read.outputs.map(\.type) == [nil, nil])
    #expect(read.valueInfos.map(\.type) == [.sparseTensor(.int64, shape: nil), nil])
  }

  @Test("a message that is given in parts is merged, of a number the last occurrence counts")
  func merging() throws {
    let model = try folder.read(
      WireBytes().number(1, 3).message(7, WireBytes().text(2, "first").message(11, WireBytes().text(1, "a")))
        .number(1, 9).message(7, WireBytes().message(11, WireBytes().text(1, "b")).text(2, "last")))
    #expect(model.irVersion == 9 && model.graph.name == "last")
    #expect(model.graph.inputs.map(\.name) == ["a", "b"])
    let dimension = WireBytes().message(1, WireBytes().number(1, 4))
    let type = WireBytes().message(4, WireBytes()).message(1, WireBytes().number(1, 1))
      .message(1, WireBytes().message(2, dimension)).message(1, WireBytes().message(2, dimension))
    let merged = try folder.read(
      .model(WireBytes().message(11, WireBytes().text(1, "a").message(2, WireBytes()).message(2, type))))
    #expect(merged.graph.inputs[0].type == .tensor(.float32, shape: [.length(4), .length(4)]))
  }

  @Test("fields that nobody knows are passed over, whatever their wire type")
  func unknownFields() throws {
    let model = try folder.read(
      WireBytes().number(900, 5).float(901, 1).bytes(902, [1, 2]).key(903, 1).adding(littleEndian(UInt64(1)))
        .message(7, WireBytes().text(2, "g").message(14, WireBytes().text(1, "quantization"))))
    #expect(model.graph.name == "g")
  }

  @Test("33 bodies in each other are read and more are refused, on the small stack of a thread")
  func nesting() async throws {
    func nested(_ count: Int) -> WireBytes {
      (0..<count).reduce(WireBytes().text(2, "inner")) { inner, _ in
        let attribute = WireBytes().text(1, "body").number(20, 5).message(6, inner)
        return WireBytes().message(1, WireBytes().text(4, "If").message(5, attribute))
      }
    }
    let path = try folder.file("deep.onnx", WireBytes.model(nested(33)).bytes)
    let tooDeep = try folder.file("too-deep.onnx", WireBytes.model(nested(34)).bytes)
    let veryDeep = try folder.file("very-deep.onnx", WireBytes.model(nested(3000)).bytes)
    let results = await onSmallStack {
      [path, tooDeep, veryDeep].map { path in Result { try OnnxModel.read(path).graph.nodes.count } }
    }
    #expect(try results[0].get() == 1)
    for result in results.dropFirst() {
      let error = #expect(throws: (any Error).self) { try result.get() }
      #expect("\(error.map(String.init(describing:)) ?? "")".hasSuffix("nested more than 100 deep"))
    }
  }

  private func onSmallStack<Answer: Sendable>(_ work: @escaping @Sendable () -> Answer) async -> Answer {
    await withCheckedContinuation { continuation in
      let thread = Thread { continuation.resume(returning: work()) }
      thread.stackSize = 512 << 10
      thread.start()
    }
  }

  @Test("a missing file, a folder, an empty file and a file of another format are told apart")
  func notAModel() throws {
    func message(_ path: String) -> String {
      do { return "\(try OnnxModel.read(path))" } catch { return "\(error)" }
    }
    #expect(message(folder.path + "/none.onnx") == folder.path + "/none.onnx: there is no such file")
    #expect(message(folder.path) == folder.path + ": this is not a regular file")
    #expect(message("/dev/zero") == "/dev/zero: this is not a regular file")
    let empty = try folder.file("empty.onnx", [])
    #expect(message(empty) == empty + ": byte 0: the file is empty")
    let json = try folder.file("model.json", Array(#"{"name": "x"}"#.utf8))
    #expect(
      message(json)
        == json
        + ": byte 0: field 15 is a group, which ONNX does not use (wire type 3); is this an ONNX file?")
  }
}
