import Onnx
import Testing

/// A file that is not a model, and what the reader says of it after the file's name.
struct MalformedModel: Sendable, CustomTestStringConvertible {
  let what: String
  let bytes: [UInt8]
  let message: String

  init(_ what: String, _ file: WireBytes, _ message: String) {
    self.what = what
    bytes = file.bytes
    self.message = message
  }

  var testDescription: String { what }
}

@Suite("Malformed ONNX files")
struct MalformedModelTests {
  let folder: ScratchFolder

  init() throws { folder = try ScratchFolder() }

  @Test(
    "a malformed file is refused with the byte, the field and the reason",
    arguments: MalformedModel.wire + MalformedModel.structure + MalformedModel.tensors)
  func refuses(_ model: MalformedModel) throws {
    let path = try folder.file("m.onnx", model.bytes)
    let error = #expect(throws: (any Error).self) { try OnnxModel.read(path) }
    #expect("\(error.map(String.init(describing:)) ?? "")" == "\(path): \(model.message)")
  }

  @Test("a file that is cut off anywhere is refused, or is a smaller model")
  func truncation() throws {
    let node = WireBytes().text(1, "x").text(2, "y").text(4, "Relu")
    let tensor = WireBytes().packed(1, [2]).number(2, 1).bytes(9, [UInt8](repeating: 1, count: 8)).text(
      8, "w")
    let whole = WireBytes().number(1, 8).message(8, WireBytes().number(2, 17))
      .message(7, WireBytes().message(1, node).message(5, tensor))
    for length in 0..<whole.bytes.count {
      let path = try folder.file("m.onnx", Array(whole.bytes[..<length]))
      #expect(throws: (any Error).self) { try OnnxModel.read(path) }
    }
  }
}

extension MalformedModel {
  private static let node = WireBytes().text(4, "Relu")

  /// The bytes are not those of any protobuf message with the fields of ONNX.
  static let wire = [
    MalformedModel(
      "a length beyond the end of the file", WireBytes().key(7, 2).adding([5, 0]),
      "byte 1 in graph: a length of 5 bytes, but 1 are left in the message"),
    MalformedModel(
      "a length beyond the end of its message",
      .model(WireBytes().key(1, 2).adding([9, 0])).text(2, "more bytes"),
      "byte 3 in graph.node[0]: a length of 9 bytes, but 1 are left in the message"),
    MalformedModel(
      "a length of 2⁶⁴ - 1 bytes", WireBytes().key(7, 2).adding(WireBytes.varint(.max)),
      "byte 1 in graph: a length of 18446744073709551615 bytes, but 0 are left in the message"),
    MalformedModel(
      "a file that ends in a key", WireBytes().number(1, 8).adding([0x80]),
      "byte 2: the message ends in the middle of a varint"),
    MalformedModel(
      "a file that ends in a number", WireBytes().key(1, 0).adding([0xFF]),
      "byte 1 in ir_version: the message ends in the middle of a varint"),
    MalformedModel(
      "a number of eleven bytes", WireBytes().key(1, 0).adding([UInt8](repeating: 0x80, count: 10) + [1]),
      "byte 1 in ir_version: a varint has more than 64 bits"),
    MalformedModel(
      "a number of 65 bits", WireBytes().key(1, 0).adding([UInt8](repeating: 0xFF, count: 9) + [2]),
      "byte 1 in ir_version: a varint has more than 64 bits"),
    MalformedModel(
      "field number zero", WireBytes().adding([0, 0]),
      "byte 0: there is no field number 0; is this an ONNX file?"),
    MalformedModel(
      "a field number above 2²⁹", WireBytes().adding(WireBytes.varint(1 << 32)),
      "byte 0: there is no field number 536870912; is this an ONNX file?"),
    MalformedModel(
      "the start of a group in a node", .model(node: node.key(3, 3)),
      "byte 10 in graph.node[0]: field 3 is a group, which ONNX does not use (wire type 3)"),
    MalformedModel(
      "the end of a group", .model(WireBytes().key(9, 4)),
      "byte 2 in graph: field 9 is a group, which ONNX does not use (wire type 4)"),
    MalformedModel(
      "a wire type that does not exist", .model(WireBytes().key(1, 6)),
      "byte 2 in graph: field 1 is of no known wire type (wire type 6)"),
    MalformedModel(
      "an unknown field that is cut off", .model(WireBytes().key(99, 1).adding([1, 2, 3])),
      "byte 4 in graph: 8 bytes are due, but 3 are left in the message"),
    MalformedModel(
      "a number where a message is due", WireBytes().number(7, 1),
      "byte 0 in graph: field 7 is a varint, but must be length-delimited"),
    MalformedModel(
      "text where a number is due", WireBytes().text(1, "8"),
      "byte 0 in ir_version: field 1 is length-delimited, but must be a varint"),
    MalformedModel(
      "a varint where a float is due", .model(attribute: WireBytes().text(1, "a").number(2, 1)),
      "byte 12 in graph.node[0].attribute[0].f: field 2 is a varint, but must be 4 bytes"),
    MalformedModel(
      "packed floats that do not come out even",
      .model(attribute: WireBytes().text(1, "a").bytes(7, [0, 0, 0])),
      "byte 14 in graph.node[0].attribute[0].floats: 3 bytes are no whole number of floats"),
    MalformedModel(
      "packed integers that end in the middle of one",
      .model(attribute: WireBytes().text(1, "a").bytes(8, [1, 0x80])),
      "byte 15 in graph.node[0].attribute[0].ints: the message ends in the middle of a varint"),
    MalformedModel(
      "a name that is not UTF-8", .model(node: node.bytes(3, [0x61, 0xC0])),
      "byte 12 in graph.node[0].name: this text is not valid UTF-8"),
    MalformedModel(
      "an input's name that is half of a surrogate pair",
      .model(node: node.text(1, "x").bytes(1, [0xED, 0xA0, 0x80])),
      "byte 15 in graph.node[0].input[1]: this text is not valid UTF-8"),
  ]

  /// The messages are well-formed, but ONNX does not allow them.
  static let structure = [
    MalformedModel(
      "no graph", WireBytes().number(1, 8), "byte 0: the model has no graph; is this an ONNX model?"),
    MalformedModel(
      "a node without an operator", .model(WireBytes().message(1, node).message(1, WireBytes().text(3, "n"))),
      "byte 12 in graph.node[1]: the node names no operator; set op_type"),
    MalformedModel(
      "a function without a name", .model(WireBytes()).message(25, WireBytes()),
      "byte 5 in functions[0]: the function has no name"),
    MalformedModel(
      "a negative operator-set version", .model(WireBytes()).message(8, WireBytes().number(2, -1)),
      "byte 4 in opset_import[0].version: there is no version -1"),
    MalformedModel(
      "two versions of one operator set",
      WireBytes().message(8, WireBytes().number(2, 7)).message(
        8, WireBytes().text(1, "ai.onnx").number(2, 8)),
      "byte 4 in opset_import[1]: operator set “” is imported as version 7 and as 8"),
    MalformedModel(
      "an attribute without a name", .model(attribute: WireBytes().number(3, 1)),
      "byte 9 in graph.node[0].attribute[0]: the attribute has no name"),
    MalformedModel(
      "an attribute without a value", .model(attribute: WireBytes().text(1, "a")),
      "byte 9 in graph.node[0].attribute[0]: attribute “a” has no value"),
    MalformedModel(
      "an attribute of an unknown type", .model(attribute: WireBytes().text(1, "a").number(20, 15)),
      "byte 9 in graph.node[0].attribute[0].type: attribute “a” is of unknown type 15"),
    MalformedModel(
      "an attribute that lacks its tensor", .model(attribute: WireBytes().text(1, "a").number(20, 4)),
      "byte 9 in graph.node[0].attribute[0]: attribute “a” lacks the tensor that its type says it holds"),
    MalformedModel(
      "an attribute with two values and no type",
      .model(attribute: WireBytes().text(1, "a").number(3, 1).float(2, 1)),
      "byte 9 in graph.node[0].attribute[0]: attribute “a” holds several values and does not say which counts; set type"
    ),
    MalformedModel(
      "an unknown element type of an input",
      .model(
        WireBytes().message(11, WireBytes().message(2, WireBytes().message(1, WireBytes().number(1, 99))))),
      "byte 8 in graph.input[0].type.tensor_type.elem_type: there is no element type 99; "
        + "types 1 (float32) to 23 (float4e2m1) are known"),
    MalformedModel(
      "a negative length of an input",
      .model(
        WireBytes().message(
          11,
          WireBytes().message(
            2,
            WireBytes().message(
              1, WireBytes().message(2, WireBytes().message(1, WireBytes().number(1, -2))))))),
      "byte 12 in graph.input[0].type.tensor_type.shape.dim[0].dim_value: the length -2 is negative"),
    MalformedModel(
      "an attribute whose type is left open",
      .model(attribute: WireBytes().text(1, "a").number(20, 13).message(14, WireBytes())),
      "byte 17 in graph.node[0].attribute[0].tp: the type is left open"),
  ]

  /// Tensors whose shape, type and data do not agree.
  static let tensors = [
    MalformedModel(
      "a tensor without an element type", .model(initializer: WireBytes().packed(1, [2]).text(8, "w")),
      "byte 4 in graph.initializer[0].data_type: the tensor has no element type; set data_type"),
    MalformedModel(
      "an element type that does not exist", .model(initializer: WireBytes().number(2, 24)),
      "byte 4 in graph.initializer[0].data_type: there is no element type 24; "
        + "types 1 (float32) to 23 (float4e2m1) are known"),
    MalformedModel(
      "a negative length", .model(initializer: WireBytes().number(2, 1).number(1, 3).number(1, -1)),
      "byte 4 in graph.initializer[0].dims[1]: the length -1 is negative"),
    MalformedModel(
      "a shape whose elements cannot be counted",
      .model(initializer: WireBytes().number(2, 1).packed(1, [1 << 32, 1 << 31])),
      "byte 4 in graph.initializer[0].dims: the shape [4294967296, 2147483648] has too many elements"),
    MalformedModel(
      "such a shape hidden behind a zero",
      .model(initializer: WireBytes().number(2, 1).packed(1, [0, 1 << 32, 1 << 31])),
      "byte 4 in graph.initializer[0].dims: the shape [0, 4294967296, 2147483648] has too many elements"),
    MalformedModel(
      "elements whose bytes cannot be counted",
      .model(initializer: WireBytes().number(2, 11).packed(1, [1 << 58])),
      "byte 4 in graph.initializer[0].dims: 288230376151711744 elements of float64 are too many"),
    MalformedModel(
      "raw data that is too short",
      .model(initializer: WireBytes().number(2, 1).packed(1, [2]).bytes(9, [1, 2, 3, 4])),
      "byte 11 in graph.initializer[0].raw_data: the shape asks for 8 bytes, but there are 4"),
    MalformedModel(
      "raw data that is too long",
      .model(initializer: WireBytes().number(2, 22).packed(1, [3]).bytes(9, [1, 2, 3])),
      "byte 11 in graph.initializer[0].raw_data: the shape asks for 2 bytes, but there are 3"),
    MalformedModel(
      "data of an empty tensor",
      .model(initializer: WireBytes().number(2, 1).packed(1, [0]).floats(4, [1])),
      "byte 11 in graph.initializer[0].float_data: the shape asks for 0 bytes, but there are 4"),
    MalformedModel(
      "raw strings", .model(initializer: WireBytes().number(2, 8).bytes(9, [1])),
      "byte 8 in graph.initializer[0].raw_data: raw_data cannot hold elements of type string"),
    MalformedModel(
      "floats in int32_data", .model(initializer: WireBytes().number(2, 1).packed(5, [1])),
      "byte 8 in graph.initializer[0].int32_data: int32_data cannot hold elements of type float32"),
    MalformedModel(
      "data in two fields",
      .model(initializer: WireBytes().number(2, 6).packed(5, [1]).bytes(9, [1, 0, 0, 0])),
      "byte 9 in graph.initializer[0].raw_data: raw_data stands beside int32_data"),
    MalformedModel(
      "too few numbers",
      .model(initializer: WireBytes().number(2, 7).packed(1, [1_000_000_000]).packed(7, [1, 2])),
      "byte 15 in graph.initializer[0].int64_data: the shape asks for 1000000000 elements, but there are 2"),
    MalformedModel(
      "too many strings", .model(initializer: WireBytes().number(2, 8).text(6, "a").text(6, "b")),
      "byte 8 in graph.initializer[0].string_data: the shape asks for 1 elements, but there are 2"),
    MalformedModel(
      "an int8 of 128", .model(initializer: WireBytes().number(2, 3).packed(1, [2]).packed(5, [-128, 128])),
      "byte 21 in graph.initializer[0].int32_data: 128 is out of the range of the element type"),
    MalformedModel(
      "a bool of 2", .model(initializer: WireBytes().number(2, 9).packed(5, [2])),
      "byte 8 in graph.initializer[0].int32_data: 2 is out of the range of the element type"),
    MalformedModel(
      "a uint32 of 2³²", .model(initializer: WireBytes().number(2, 12).packed(11, [1 << 32])),
      "byte 8 in graph.initializer[0].uint64_data: 4294967296 is out of the range of the element type"),
    MalformedModel(
      "numbers that end in the middle of one",
      .model(initializer: WireBytes().number(2, 6).bytes(5, [1, 0x80])),
      "byte 9 in graph.initializer[0].int32_data: the message ends in the middle of a varint"),
    MalformedModel(
      "a tensor in segments", .model(initializer: WireBytes().number(2, 1).message(3, WireBytes())),
      "byte 6 in graph.initializer[0].segment: tensors in segments are not supported"),
    MalformedModel(
      "a sparse tensor without indices",
      .model(WireBytes().message(15, WireBytes().message(1, WireBytes().number(2, 2).bytes(9, [1])))),
      "byte 4 in graph.sparse_initializer[0]: the sparse tensor lacks its values or its indices"),
    MalformedModel(
      "a sparse tensor whose indices are too many",
      .model(
        WireBytes().message(
          15,
          WireBytes().message(1, WireBytes().number(2, 2).packed(1, [1]).bytes(9, [1]))
            .message(2, WireBytes().number(2, 7).packed(1, [2]).packed(7, [0, 1])).packed(3, [4]))),
      "byte 4 in graph.sparse_initializer[0]: indices of shape [2] do not fit 1 values in 1 dimensions"),
  ]
}
