import Onnx

/// Small models that mean something, with all that imports have to take apart: bodies, functions, sequences, shapes
/// that follow from data.
public enum SmallModels {
  public static var all: [OnnxModel] {
    [convolution, branch, loop, scan, function, sequence, dataDependentShape, shapes, quantized]
  }

  private static func tensor(_ shape: Int..., element: OnnxElement = .float32) -> OnnxType {
    .tensor(element, shape: shape.map { .length($0) })
  }

  private static func info(_ name: String, _ type: OnnxType?) -> OnnxValueInfo {
    OnnxValueInfo(name: name, type: type)
  }

  private static func node(
    _ operation: String, _ inputs: [String], _ outputs: [String],
    _ attributes: [String: OnnxAttribute.Value] = [:],
    domain: String = ""
  ) -> OnnxNode {
    OnnxNode(
      name: outputs[0], domain: domain, operation: operation, inputs: inputs, outputs: outputs,
      attributes: attributes.sorted { $0.key < $1.key }.map { OnnxAttribute(name: $0.key, value: $0.value) })
  }

  private static func integers(_ name: String, _ values: [Int64], shape: [Int]? = nil) -> OnnxTensor {
    let bytes = values.flatMap { value in withUnsafeBytes(of: value.littleEndian) { Array($0) } }
    return OnnxTensor(name: name, element: .int64, shape: shape ?? [values.count], storage: .bytes(bytes))
  }

  private static func floats(_ name: String, _ shape: Int...) -> OnnxTensor {
    let count = shape.reduce(1, *)
    let bytes = (0..<count).flatMap { index in
      withUnsafeBytes(of: (Float(index % 7) - 3).bitPattern.littleEndian) { Array($0) }
    }
    return OnnxTensor(name: name, element: .float32, shape: shape, storage: .bytes(bytes))
  }

  private static func truth(_ name: String) -> OnnxTensor {
    OnnxTensor(name: name, element: .bool, shape: [], storage: .bytes([1]))
  }

  private static func model(
    _ nodes: [OnnxNode], _ inputs: [OnnxValueInfo], _ outputs: [String], _ initializers: [OnnxTensor] = [],
    functions: [OnnxFunction] = []
  ) -> OnnxModel {
    OnnxModel(
      opsets: ["": 17, "local": 1],
      graph: OnnxGraph(
        name: "small", nodes: nodes, initializers: initializers, inputs: inputs,
        outputs: outputs.map { info($0, nil) }), functions: functions, path: "small.onnx")
  }

  private static var convolution: OnnxModel {
    model(
      [
        node(
          "Conv", ["x", "w", "b"], ["c"],
          ["kernel_shape": .integers([3, 3]), "pads": .integers([1, 1, 1, 1])]),
        node("Relu", ["c"], ["r"]), node("MaxPool", ["r"], ["p"], ["kernel_shape": .integers([2, 2])]),
        node("Flatten", ["p"], ["f"]), node("Gemm", ["f", "v"], ["y"], ["alpha": .float(0.5)]),
      ], [info("x", tensor(1, 2, 4, 4))], ["y"],
      [floats("w", 3, 2, 3, 3), floats("b", 3), floats("v", 27, 5)])
  }

  private static var branch: OnnxModel {
    let bodies = ["Neg", "Abs"].map { operation in
      OnnxGraph(name: operation, nodes: [node(operation, ["x"], ["b"])], outputs: [info("b", nil)])
    }
    return model(
      [
        node("ReduceSum", ["x"], ["s"], ["keepdims": .integer(0)]), node("Less", ["s", "zero"], ["t"]),
        node("If", ["t"], ["y"], ["then_branch": .graph(bodies[0]), "else_branch": .graph(bodies[1])]),
      ], [info("x", tensor(2, 3))], ["y"], [floats("zero", 1)])
  }

  private static var loop: OnnxModel {
    let body = OnnxGraph(
      name: "body",
      nodes: [
        node("Add", ["state", "x"], ["next"]), node("Identity", ["go"], ["more"]),
        node("Mul", ["next", "x"], ["scanned"]),
      ],
      inputs: [
        info("i", tensor(element: .int64)), info("go", tensor(element: .bool)), info("state", tensor(2)),
      ], outputs: [info("more", nil), info("next", nil), info("scanned", nil)])
    return model(
      [node("Loop", ["trips", "true", "x"], ["last", "all"], ["body": .graph(body)])], [info("x", tensor(2))],
      ["last", "all"], [integers("trips", [3], shape: []), truth("true")])
  }

  private static var scan: OnnxModel {
    let body = OnnxGraph(
      name: "body", nodes: [node("Add", ["sum", "row"], ["next"]), node("Identity", ["next"], ["kept"])],
      inputs: [info("sum", tensor(2)), info("row", tensor(2))],
      outputs: [info("next", nil), info("kept", nil)])
    return model(
      [
        node(
          "Scan", ["start", "x"], ["last", "sums"], ["body": .graph(body), "num_scan_inputs": .integer(1)])
      ], [info("x", tensor(3, 2))], ["last", "sums"], [floats("start", 2)])
  }

  private static var function: OnnxModel {
    let alpha = OnnxAttribute(name: "alpha", value: .reference("slope"), referencedKind: .float)
    let leaky = OnnxNode(operation: "LeakyRelu", inputs: ["a"], outputs: ["b"], attributes: [alpha])
    return model(
      [node("Twice", ["x"], ["y"], ["slope": .float(0.25)], domain: "local")], [info("x", tensor(4))], ["y"],
      functions: [
        OnnxFunction(
          name: "Twice", domain: "local", inputs: ["a"], outputs: ["c"], attributes: ["slope"],
          nodes: [leaky, node("Add", ["b", "b"], ["c"])], opsets: ["": 17])
      ])
  }

  private static var sequence: OnnxModel {
    model(
      [
        node("SplitToSequence", ["x"], ["s"], ["axis": .integer(0)]), node("SequenceLength", ["s"], ["n"]),
        node("SequenceAt", ["s", "one"], ["e"]), node("SequenceInsert", ["s", "e"], ["t"]),
        node("ConcatFromSequence", ["t"], ["y"], ["axis": .integer(0)]),
      ], [info("x", tensor(3, 2))], ["y", "n"], [integers("one", [1], shape: [])])
  }

  private static var dataDependentShape: OnnxModel {
    model(
      [
        node("NonZero", ["x"], ["p"]), node("Transpose", ["p"], ["q"]), node("GatherND", ["x", "q"], ["g"]),
        node("Unique", ["g"], ["u"]),
      ], [info("x", tensor(2, 3, element: .int64))], ["g", "u"])
  }

  private static var shapes: OnnxModel {
    let body: [OnnxNode] = [
      node("Shape", ["x"], ["s"]), node("Gather", ["s", "zero"], ["n"]),
      node("Unsqueeze", ["n", "zeros"], ["m"]),
      node("Concat", ["m", "rest"], ["t"], ["axis": .integer(0)]), node("Reshape", ["x", "t"], ["r"]),
      node("Slice", ["r", "zeros", "ones", "ones"], ["y"]), node("Expand", ["y", "s4"], ["z"]),
      node("ConstantOfShape", ["t2"], ["k"]), node("Resize", ["x4", "", "scales"], ["big"]),
    ]
    return model(
      body, [info("x", tensor(2, 6)), info("x4", tensor(1, 1, 2, 2))], ["z", "k", "big"],
      [
        integers("zero", [0], shape: []), integers("zeros", [0]), integers("ones", [1]),
        integers("rest", [3, 2]),
        integers("s4", [2, 2, 3, 2]), integers("t2", [3, 4]), floats("scales", 4),
      ])
  }

  private static var quantized: OnnxModel {
    let zero = OnnxTensor(name: "z", element: .uint8, shape: [], storage: .bytes([128]))
    let scale = OnnxTensor(name: "s", element: .float32, shape: [], storage: .bytes([0, 0, 0, 0x3D]))
    return model(
      [
        node("QuantizeLinear", ["x", "s", "z"], ["q"]), node("DequantizeLinear", ["q", "s", "z"], ["d"]),
        node("MatMulInteger", ["q", "w", "z"], ["i"]), node("Softmax", ["d"], ["y"]),
      ], [info("x", tensor(2, 3))], ["y", "i"],
      [
        zero, scale,
        OnnxTensor(name: "w", element: .int8, shape: [3, 2], storage: .bytes([1, 2, 3, 252, 5, 6])),
      ])
  }
}
