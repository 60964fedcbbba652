import Documents
import Foundation
import Graphs
import Testing

/// What a person gets to read for each mistake in a model's file.
@Suite("Malformed workloads") struct MalformedWorkloadTests {
  struct Mistake: CustomTestStringConvertible {
    var testDescription: String
    var file: String
    var error: String

    init(_ description: String, _ file: String, _ error: String) {
      (testDescription, self.file, self.error) = (description, file, error)
    }
  }

  @Test(arguments: sections + nodes + shapes + blocks + weights)
  func areRefusedWithPlaceReasonAndRemedy(_ mistake: Mistake) throws {
    let error = try #require(throws: InputError.self) { try load(mistake.file) }
    #expect(error.description == "model.json: " + mistake.error)
    #expect(error.exitCode == 65)
  }

  @Test func textThatIsNotJSONIsRefusedWithLineAndColumn() throws {
    let error = try #require(throws: InputError.self) { try load(#"{"inputs": {"#) }
    #expect(error.description == "model.json, line 1, column 13: is not JSON: unexpected end of file")
  }

  static let sections = [
    Mistake(
      "a list instead of an object",
      #"[1, 2]"#,
      "is a list; expected an object"),
    Mistake(
      "no nodes",
      #"{"inputs": {"x": [1]}}"#,
      "“nodes” is missing"),
    Mistake(
      "nodes under a misspelt key",
      #"{"inputs": {"x": [1]}, "node": []}"#,
      "“nodes” is missing; “node” is there: did you mean “nodes”?"),
    Mistake(
      "no inputs",
      #"{"nodes": [{"op": "Relu"}]}"#,
      "“inputs” is missing"),
    Mistake(
      "an unknown section",
      #"{"weights": {}, "inputs": {"x": [1, 8]}, "nodes": [{"op": "Relu"}]}"#,
      "weights: unknown key; valid: $schema, blocks, fill, inputs, name, nodes, outputs, parameters, "
        + "source, summary, tensors"),
    Mistake(
      "an empty list of nodes",
      #"{"inputs": {"x": [1]}, "nodes": []}"#,
      "nodes: is empty; a model needs at least one node"),
  ]

  static let nodes = [
    Mistake(
      "an unknown operator",
      #"{"inputs": {"x": [1, 8]}, "nodes": [{"op": "Rellu"}]}"#,
      "node “rellu1”: unknown operator “Rellu”; did you mean “Relu”?"),
    Mistake(
      "an unknown operator with nothing near",
      #"{"inputs": {"x": [1, 8]}, "nodes": [{"op": "FancyTransformerThing"}]}"#,
      "node “fancytransformerthing1”: unknown operator “FancyTransformerThing”; operators "
        + "go by their ONNX names"),
    Mistake(
      "an operator's name that is a number",
      #"{"inputs": {"x": [1, 8]}, "nodes": [{"op": 7}]}"#,
      "nodes[0].op: is a whole number; expected a string"),
    Mistake(
      "a node without an operator",
      #"{"inputs": {"x": [1, 8]}, "nodes": [{"name": "a"}]}"#,
      "nodes[0]: “op” is missing"),
    Mistake(
      "an unknown attribute",
      #"{"inputs": {"x": [1, 3, 8, 8]}, "nodes": [{"op": "Conv", "chanels": 4, "channels": 4, "#
        + #""kernel": 3}]}"#,
      "node “conv1”: unknown attribute “chanels”; did you mean “channels”?"),
    Mistake(
      "an attribute of the wrong type",
      #"{"inputs": {"x": [1, 8]}, "nodes": [{"op": "LeakyRelu", "alpha": "small"}]}"#,
      "node “leakyrelu1”: attribute “alpha” has the wrong type; expected a number"),
    Mistake(
      "an unknown value",
      #"{"inputs": {"x": [1, 8]}, "nodes": [{"op": "Relu", "name": "first"}, {"op": "Relu", "#
        + #""input": "frist"}]}"#,
      "node “relu1”: unknown value “frist”; did you mean “first”?"),
    Mistake(
      "an unknown value with nothing near",
      #"{"inputs": {"x": [1, 8]}, "nodes": [{"op": "Relu", "input": "somethingelse"}]}"#,
      "node “relu1”: unknown value “somethingelse”; it is neither an input, a weight nor a node's output"),
    Mistake(
      "an unknown output",
      #"{"outputs": ["fist"], "inputs": {"x": [1, 8]}, "nodes": [{"op": "Relu", "name": "first"}]}"#,
      "outputs: unknown value “fist”; did you mean “first”?"),
    Mistake(
      "two nodes of one name",
      #"{"inputs": {"x": [1, 8]}, "nodes": [{"op": "Relu", "name": "a"}, {"op": "Relu", "name": "a"}]}"#,
      "nodes[1].name: the name “a” is used twice; names must differ"),
    Mistake(
      "a node named like the input",
      #"{"inputs": {"x": [1, 8]}, "nodes": [{"op": "Relu", "name": "x"}]}"#,
      "node “x”: the name “x” is used twice; names must differ"),
    Mistake(
      "two outputs of one name",
      #"{"inputs": {"x": [1, 8]}, "nodes": [{"op": "Relu", "outputs": ["a"]}, {"op": "Relu", "#
        + #""outputs": ["a"]}]}"#,
      "node “relu2”: the name “a” is used twice; names must differ"),
    Mistake(
      "a cycle",
      #"{"inputs": {"x": [1, 8]}, "nodes": [{"op": "Add", "name": "a", "inputs": ["x", "b"]}, "#
        + #"{"op": "Relu", "name": "b"}]}"#,
      "node “a”: needs its own result: “a” → “b” → “a”; a model is a graph without cycles; unroll loops"),
    Mistake(
      "a node that needs itself",
      #"{"inputs": {"x": [1, 8]}, "nodes": [{"op": "Add", "name": "a", "inputs": ["x", "a"]}]}"#,
      "node “a”: needs its own result: “a” → “a”; a model is a graph without cycles; unroll loops"),
  ]

  static let shapes = [
    Mistake(
      "shapes that do not broadcast",
      #"{"inputs": {"x": [1, 8]}, "nodes": [{"op": "Add", "B": {"shape": [5]}}]}"#,
      "node “add1”: shapes [1, 8] and [5] cannot be broadcast together; aligned at the last "
        + "axis, lengths must be equal or one of them 1"),
    Mistake(
      "matrices that do not fit",
      #"{"inputs": {"x": [1, 8]}, "nodes": [{"op": "MatMul", "B": {"shape": [4, 2]}}]}"#,
      "node “matmul1”: shapes [1, 8] and [4, 2] cannot be multiplied; the last length of the "
        + "first (8) must equal the last but one of the second (4)"),
    Mistake(
      "a Gemm of three axes",
      #"{"inputs": {"x": [2, 3, 8]}, "nodes": [{"op": "Gemm", "features": 4}]}"#,
      "node “gemm1”: Gemm needs two matrices and has shapes [2, 3, 8] and [4, 8]; use Flatten or MatMul"),
    Mistake(
      "a convolution of a matrix",
      #"{"inputs": {"x": [1, 8]}, "nodes": [{"op": "Conv", "channels": 4, "kernel": 3}]}"#,
      "node “conv1”: Conv is given shape [1, 8]; it needs a batch, channels and at least one spatial axis"),
    Mistake(
      "a convolution without channels",
      #"{"inputs": {"x": [1, 3, 8, 8]}, "nodes": [{"op": "Conv", "kernel": 3}]}"#,
      "node “conv1”: “channels” is missing; Conv needs the number of its output channels, or its "
        + "weights as an input"),
    Mistake(
      "a convolution without a kernel",
      #"{"inputs": {"x": [1, 3, 8, 8]}, "nodes": [{"op": "Conv", "channels": 4}]}"#,
      "node “conv1”: “kernel” is missing; Conv needs the size of its kernel"),
    Mistake(
      "a kernel larger than the image",
      #"{"inputs": {"x": [1, 3, 8, 8]}, "nodes": [{"op": "Conv", "channels": 4, "kernel": 11}]}"#,
      "node “conv1”: kernel [11, 11] (dilations [1, 1]) is larger than the padded input [8, 8]; "
        + "axis 0 needs 11 elements and has 8"),
    Mistake(
      "a kernel of length zero",
      #"{"inputs": {"x": [1, 3, 8, 8]}, "nodes": [{"op": "Conv", "channels": 4, "kernel": 0}]}"#,
      "nodes[0].kernel: is 0; allowed: 1…32767"),
    Mistake(
      "a kernel of too many axes",
      #"{"inputs": {"x": [1, 3, 8, 8]}, "nodes": [{"op": "Conv", "channels": 4, "kernel": [3, 3, 3]}]}"#,
      "nodes[0].kernel: holds 3 numbers; the input has 2 spatial axes"),
    Mistake(
      "groups that do not divide the channels",
      #"{"inputs": {"x": [1, 3, 8, 8]}, "nodes": [{"op": "Conv", "channels": 4, "kernel": 3, "#
        + #""groups": 2}]}"#,
      "node “conv1”: 3 input and 4 output channels cannot be cut into 2 groups; groups must divide both"),
    Mistake(
      "weights that do not fit the image",
      #"{"inputs": {"x": [1, 3, 8, 8]}, "nodes": [{"op": "Conv", "W": {"shape": [4, 5, 3, 3]}}]}"#,
      "node “conv1”: input [1, 3, 8, 8] has 3 channels and weights [4, 5, 3, 3] take 5 in 1 "
        + "group; the weights need shape [M, 3, kernel…] with M a multiple of group"),
    Mistake(
      "an input too many",
      #"{"inputs": {"x": [1, 8]}, "nodes": [{"op": "Relu", "inputs": ["x", "x"]}]}"#,
      "node “relu1”: Relu is given 2 inputs; it takes 1"),
    Mistake(
      "an input too few",
      #"{"inputs": {"x": [1, 8]}, "nodes": [{"op": "Add", "inputs": ["x"]}]}"#,
      "node “add1”: Add is given 1 inputs; it takes 2"),
    Mistake(
      "a required input left out",
      #"{"inputs": {"x": [1, 8]}, "nodes": [{"op": "Add", "inputs": [null, "x"]}]}"#,
      "node “add1”: input 1 of Add is absent; its first 2 inputs are required"),
    Mistake(
      "an input given twice",
      #"{"inputs": {"x": [1, 8]}, "nodes": [{"op": "Add", "inputs": ["x", "x"], "B": 3}]}"#,
      "nodes[0].B: is given twice; “inputs” already holds it"),
    Mistake(
      "more outputs than the operator has",
      #"{"inputs": {"x": [1, 8]}, "nodes": [{"op": "Relu", "outputs": ["a", "b"]}]}"#,
      "node “relu1”: names 2 outputs; Relu has 1"),
    Mistake(
      "no input to take",
      #"{"inputs": {"x": [1], "y": [1]}, "nodes": [{"op": "Relu"}]}"#,
      "nodes[0]: has no input; name one: the model has none or several to choose from"),
    Mistake(
      "a Reshape that loses elements",
      #"{"inputs": {"x": [1, 8]}, "nodes": [{"op": "Reshape", "shape": [3, 3]}]}"#,
      "node “reshape1”: shape [1, 8] (8 elements) cannot become [3, 3]; both shapes must have "
        + "the same number of elements"),
    Mistake(
      "a Concat of unlike shapes",
      #"{"inputs": {"x": [1, 4], "y": [2, 5]}, "nodes": [{"op": "Concat", "inputs": ["x", "y"], "#
        + #""axis": 1}]}"#,
      "node “concat1”: shapes [1, 4] and [2, 5] cannot be concatenated along axis 1; all other "
        + "lengths must be equal"),
    Mistake(
      "an axis out of range",
      #"{"inputs": {"x": [1, 8]}, "nodes": [{"op": "Concat", "inputs": ["x", "x"], "axis": 4}]}"#,
      "node “concat1”: axis 4 does not exist in a tensor of rank 2; allowed: -2 to 1"),
    Mistake(
      "an axis of length zero",
      #"{"inputs": {"x": [0, 4]}, "nodes": [{"op": "Relu"}]}"#,
      "inputs.x[0]: is 0; allowed: 1…2147483647"),
    Mistake(
      "an axis that is a fraction",
      #"{"inputs": {"x": [1.5, 4]}, "nodes": [{"op": "Relu"}]}"#,
      "inputs.x[0]: is a number; expected a whole number"),
    Mistake(
      "too many axes",
      #"{"inputs": {"x": [1, 1, 1, 1, 1, 1, 1, 1, 1]}, "nodes": [{"op": "Relu"}]}"#,
      "value “x”: shape [1, 1, 1, 1, 1, 1, 1, 1, 1] has 9 axes; at most 8 are supported"),
    Mistake(
      "a tensor too large to address",
      #"{"inputs": {"x": [2000000000, 2000000000]}, "nodes": [{"op": "Relu"}]}"#,
      "value “x”: shape [2000000000, 2000000000] is too large; at most 64 GiB a tensor and "
        + "2147483647 an axis are supported"),
    Mistake(
      "an unknown element type",
      #"{"inputs": {"x": {"shape": [1], "element": "float32"}}, "nodes": [{"op": "Relu"}]}"#,
      "inputs.x.element: unknown value “float32”; valid: bf16, bool, fp16, fp32, fp4-e2m1, fp64, "
        + "fp8-e4m3, fp8-e4m3fnuz, fp8-e5m2, fp8-e5m2fnuz, int16, int32, int4, int64, "
        + "int8, uint16, uint32, uint4, uint64, uint8"),
    Mistake(
      "integers where real numbers are needed",
      #"{"inputs": {"x": {"shape": [1], "element": "int64"}}, "nodes": [{"op": "Sigmoid"}]}"#,
      "node “sigmoid1”: Sigmoid is defined on real numbers and is given int64; insert a Cast"),
  ]

  static let blocks = [
    Mistake(
      "an unknown block",
      #"{"blocks": {"bottleneck": {"nodes": [{"op": "Relu"}]}}, "inputs": {"x": [1, 8]}, "#
        + #""nodes": [{"block": "botleneck"}]}"#,
      "nodes[0].block: unknown block “botleneck”; did you mean “bottleneck”?"),
    Mistake(
      "a block without a parameter it needs",
      #"{"blocks": {"b": {"parameters": ["channels"], "nodes": [{"op": "Relu"}]}}, "inputs": "#
        + #"{"x": [1, 8]}, "nodes": [{"block": "b"}]}"#,
      "nodes[0]: “channels” is missing"),
    Mistake(
      "a block with a parameter it does not know",
      #"{"blocks": {"b": {"parameters": {"channels": 4}, "nodes": [{"op": "Relu"}]}}, "inputs": "#
        + #"{"x": [1, 8]}, "nodes": [{"block": "b", "chanels": 3}]}"#,
      "nodes[0].chanels: unknown key; did you mean “channels”?"),
    Mistake(
      "a block that contains itself",
      #"{"blocks": {"b": {"nodes": [{"block": "c"}]}, "c": {"nodes": [{"block": "b"}]}}, "#
        + #""inputs": {"x": [1, 8]}, "nodes": [{"block": "b"}]}"#,
      "blocks.c.nodes[0].block: block “b” contains itself: “b” → “c” → “b”; blocks may not recur"),
    Mistake(
      "a block without nodes",
      #"{"blocks": {"b": {"nodes": []}}, "inputs": {"x": [1, 8]}, "nodes": [{"block": "b"}]}"#,
      "blocks.b: has no nodes; a block needs at least one"),
    Mistake(
      "a block that is given too few inputs",
      #"{"blocks": {"b": {"inputs": ["left", "right"], "nodes": [{"op": "Add", "inputs": "#
        + #"["left", "right"]}]}}, "inputs": {"x": [1, 8]}, "nodes": [{"block": "b", "inputs": "#
        + #"["x"]}]}"#,
      "nodes[0]: block “b” is given 1 inputs; it takes 2"),
    Mistake(
      "a repeat count of zero",
      #"{"blocks": {"b": {"nodes": [{"op": "Relu"}]}}, "inputs": {"x": [1, 8]}, "nodes": "#
        + #"[{"block": "b", "repeat": 0}]}"#,
      "nodes[0].repeat: is 0; allowed: 1…100000"),
    Mistake(
      "an unknown parameter",
      #"{"parameters": {"width": 4}, "inputs": {"x": [1, 8]}, "nodes": [{"op": "Gemm", "#
        + #""features": "$widht"}]}"#,
      "nodes[0].features: unknown parameter “$widht”; did you mean “width”?"),
    Mistake(
      "an expression that is none",
      #"{"parameters": {"width": 4}, "inputs": {"x": [1, 8]}, "nodes": [{"op": "Gemm", "#
        + #""features": "$width**2"}]}"#,
      "nodes[0].features: cannot read “$width**2”; expected whole numbers, $parameters, + - * / % and ( )"),
    Mistake(
      "a division by zero",
      #"{"parameters": {"width": 4}, "inputs": {"x": [1, 8]}, "nodes": [{"op": "Gemm", "#
        + #""features": "8/($width-4)"}]}"#,
      "nodes[0].features: “8/($width-4)” divides by 0; divisors must be positive"),
    Mistake(
      "arithmetic with a text",
      #"{"parameters": {"width": "wide"}, "inputs": {"x": [1, 8]}, "nodes": [{"op": "Gemm", "#
        + #""features": "$width*2"}]}"#,
      "nodes[0].features: “$width” is not a whole number; “$width*2” calculates with it"),
    Mistake(
      "a number too large for arithmetic",
      #"{"parameters": {"width": 9000000000000000000}, "inputs": {"x": [1, 8]}, "nodes": "#
        + #"[{"op": "Gemm", "features": "$width*$width"}]}"#,
      "nodes[0].features: “$width*$width” is too large a number"),
  ]

  static let weights = [
    Mistake(
      "a weight without a shape",
      #"{"inputs": {"x": [1, 8]}, "nodes": [{"op": "Add", "B": {"scale": 2}}]}"#,
      "nodes[0].B: has no shape; give “shape”, “values” or “file”"),
    Mistake(
      "a weight with an unknown key",
      #"{"inputs": {"x": [1, 8]}, "nodes": [{"op": "Add", "B": {"shape": [8], "sead": 2}}]}"#,
      "nodes[0].B.sead: unknown key; did you mean “seed”?"),
    Mistake(
      "a weight whose values do not fill its shape",
      #"{"inputs": {"x": [1, 8]}, "nodes": [{"op": "Add", "B": {"shape": [8], "values": [1, 2]}}]}"#,
      "nodes[0].B.values: holds 2 values; shape [8] takes 8"),
    Mistake(
      "a list of unequal rows",
      #"{"inputs": {"x": [1, 8]}, "nodes": [{"op": "Add", "B": [[1, 2], [3]]}]}"#,
      "nodes[0].B[1]: holds 1 elements; the first list holds 2"),
    Mistake(
      "an empty list",
      #"{"inputs": {"x": [1, 8]}, "nodes": [{"op": "Add", "B": []}]}"#,
      "nodes[0].B: is empty; expected at least one number"),
    Mistake(
      "a text among numbers",
      #"{"inputs": {"x": [1, 8]}, "nodes": [{"op": "Add", "B": [1, "two"]}]}"#,
      "nodes[0].B[1]: is a string; expected a number"),
    Mistake(
      "a gain that is negative",
      #"{"fill": {"gain": -1}, "inputs": {"x": [1, 8]}, "nodes": [{"op": "Gemm", "features": 4}]}"#,
      "fill: gain is -1.0; expected a positive number"),
  ]
}
