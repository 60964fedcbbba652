/// `GraphProto`: the model's graph, or the body of an `If`, `Loop` or `Scan`, which sees the names around it.
public struct OnnxGraph: Sendable, Equatable {
  public var name: String
  public var nodes: [OnnxNode]
  public var initializers: [OnnxTensor]
  /// Initializers whose few elements that are not zero are listed.
  public var sparseInitializers: [OnnxSparseTensor]
  public var inputs: [OnnxValueInfo]
  public var outputs: [OnnxValueInfo]
  /// What the file says of intermediate values.
  public var valueInfos: [OnnxValueInfo]

  public init(
    name: String = "", nodes: [OnnxNode] = [], initializers: [OnnxTensor] = [],
    sparseInitializers: [OnnxSparseTensor] = [], inputs: [OnnxValueInfo] = [],
    outputs: [OnnxValueInfo] = [], valueInfos: [OnnxValueInfo] = []
  ) {
    self.name = name
    self.nodes = nodes
    self.initializers = initializers
    self.sparseInitializers = sparseInitializers
    self.inputs = inputs
    self.outputs = outputs
    self.valueInfos = valueInfos
  }
}

/// `NodeProto`: an operator or a function at its place in a graph.
public struct OnnxNode: Sendable {
  /// May be empty: ONNX does not ask for names.
  public var name: String
  /// "" for the standard's own operators.
  public var domain: String
  public var operation: String
  public var overload: String
  /// "" where an optional input is absent.
  public var inputs: [String]
  /// "" where an output is not wanted.
  public var outputs: [String]
  public var attributes: [OnnxAttribute]
  /// Where the node stands in its file, for messages.
  public var byteOffset: Int

  public init(
    name: String = "", domain: String = "", operation: String, overload: String = "", inputs: [String],
    outputs: [String], attributes: [OnnxAttribute] = [], byteOffset: Int = 0
  ) {
    self.name = name
    self.domain = domain
    self.operation = operation
    self.overload = overload
    self.inputs = inputs
    self.outputs = outputs
    self.attributes = attributes
    self.byteOffset = byteOffset
  }
}

/// `AttributeProto`.
public struct OnnxAttribute: Sendable, Equatable {
  public indirect enum Value: Sendable {
    case float(Float)
    case integer(Int)
    case string([UInt8])
    case tensor(OnnxTensor)
    case sparseTensor(OnnxSparseTensor)
    case graph(OnnxGraph)
    case type(OnnxType)
    case floats([Float])
    case integers([Int])
    case strings([[UInt8]])
    case tensors([OnnxTensor])
    case sparseTensors([OnnxSparseTensor])
    case graphs([OnnxGraph])
    case types([OnnxType])
    /// In a function's body: the attribute of this name at the function's call.
    case reference(String)
  }
  /// `AttributeProto.AttributeType`, with the numbers of the wire format.
  public enum Kind: Int, Sendable, CaseIterable {
    case float = 1
    case integer, string, tensor, graph, floats, integers, strings, tensors, graphs
    case sparseTensor, sparseTensors, type, types
  }
  public var name: String
  public var value: Value
  /// Of a reference: what is referred to, where the file says so.
  public var referencedKind: Kind?

  public init(name: String, value: Value, referencedKind: Kind? = nil) {
    self.name = name
    self.value = value
    self.referencedKind = referencedKind
  }
}
