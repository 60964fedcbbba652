import Documents
import Graphs
import Onnx
import Tensors
import Testing

/// Small models by hand.
func model(
  _ nodes: [OnnxNode], inputs: [OnnxValueInfo] = [], outputs: [String], initializers: [OnnxTensor] = [],
  functions: [OnnxFunction] = [], opset: Int = 21, declared: [OnnxValueInfo] = []
) -> OnnxModel {
  OnnxModel(
    opsets: ["": opset],
    graph: OnnxGraph(
      name: "small", nodes: nodes, initializers: initializers, inputs: inputs,
      outputs: outputs.map { OnnxValueInfo(name: $0, type: nil) }, valueInfos: declared),
    functions: functions, path: "small.onnx")
}

func node(
  _ operation: String, _ inputs: [String], _ outputs: [String], _ attributes: [OnnxAttribute] = [],
  name: String = "", domain: String = ""
) -> OnnxNode {
  OnnxNode(
    name: name, domain: domain, operation: operation, inputs: inputs, outputs: outputs,
    attributes: attributes)
}

func body(
  _ nodes: [OnnxNode], inputs: [String] = [], outputs: [String], initializers: [OnnxTensor] = []
) -> OnnxGraph {
  OnnxGraph(
    nodes: nodes, initializers: initializers, inputs: inputs.map { OnnxValueInfo(name: $0, type: nil) },
    outputs: outputs.map { OnnxValueInfo(name: $0, type: nil) })
}

func input(_ name: String, _ shape: [OnnxDimension]?) -> OnnxValueInfo { input(name, .float32, shape) }

func input(_ name: String, _ element: OnnxElement, _ shape: [OnnxDimension]?) -> OnnxValueInfo {
  OnnxValueInfo(name: name, type: .tensor(element, shape: shape))
}

extension OnnxTensor {
  init(_ name: String, _ numbers: [Int64], shape: [Int]? = nil) {
    self.init(
      name: name, element: .int64, shape: shape ?? [numbers.count],
      storage: .bytes(numbers.withUnsafeBytes { Array($0) }))
  }

  init(_ name: String, _ numbers: [Float], shape: [Int]? = nil) {
    self.init(
      name: name, element: .float32, shape: shape ?? [numbers.count],
      storage: .bytes(numbers.withUnsafeBytes { Array($0) }))
  }

  init(_ name: String, _ truth: Bool) {
    self.init(name: name, element: .bool, shape: [], storage: .bytes([truth ? 1 : 0]))
  }
}

extension OnnxDimension: ExpressibleByIntegerLiteral, ExpressibleByStringLiteral {
  public init(integerLiteral value: Int) { self = .length(value) }
  public init(stringLiteral value: String) { self = .symbol(value) }
}

func floats(_ values: [Float], _ shape: [Int]? = nil) -> ModelValue {
  .tensor(Tensor(TensorType(.float32, shape ?? [values.count]), floats: values))
}

func integers(_ values: [Int64], _ shape: [Int]? = nil) -> ModelValue {
  .tensor(Tensor(TensorType(.int64, shape ?? [values.count]), integers: values))
}

/// The outputs of a model for given inputs.
func results(of model: OnnxModel, _ inputs: [String: ModelValue] = [:]) throws -> [ModelValue] {
  let imported = try Graph.importing(model, options: ImportOptions(inputs: inputs))
  let tensors = try ReferenceExecutor.run(imported.graph, inputs: imported.graph.seededInputs())
  return imported.outputValues(from: tensors)
}

extension ModelValue {
  /// The numbers of a tensor.
  var numbers: [Float]? { if case .tensor(let tensor) = self { tensor.floats } else { nil } }

  var shape: [Int]? { if case .tensor(let tensor) = self { tensor.shape } else { nil } }

  var texts: [String]? { if case .strings(let strings) = self { strings.elements } else { nil } }

  var elements: [ModelValue]? { if case .sequence(let elements) = self { elements } else { nil } }
}

/// What an import complains of.
func complaint(
  _ model: OnnxModel, _ options: ImportOptions = ImportOptions(),
  _ location: SourceLocation = #_sourceLocation
) -> String {
  let error = #expect(throws: InputError.self, sourceLocation: location) {
    try Graph.importing(model, options: options)
  }
  return error?.description ?? ""
}
