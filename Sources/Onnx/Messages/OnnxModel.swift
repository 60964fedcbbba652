/// A model as an ONNX file holds it (`ModelProto` of onnx.proto3): by names, nothing inferred.
///
/// Tensors stay where they lie in the mapped file; nothing here copies a weight.
public struct OnnxModel: Sendable {
  public var irVersion: Int
  /// Version of each operator set by domain; the default domain is "".
  public var opsets: [String: Int]
  public var producerName: String
  public var graph: OnnxGraph
  /// Functions that the model brings along.
  public var functions: [OnnxFunction]
  /// Path of the file, for messages and for external data beside it.
  public var path: String

  public init(
    irVersion: Int = 10, opsets: [String: Int] = ["": 21], producerName: String = "", graph: OnnxGraph,
    functions: [OnnxFunction] = [], path: String
  ) {
    self.irVersion = irVersion
    self.opsets = opsets
    self.producerName = producerName
    self.graph = graph
    self.functions = functions
    self.path = path
  }
}

/// `FunctionProto`: a named body that nodes of its domain stand for.
public struct OnnxFunction: Sendable, Equatable {
  public var name: String
  public var domain: String
  /// Tells functions of the same name apart (IR version 10); "" otherwise.
  public var overload: String
  public var inputs: [String]
  public var outputs: [String]
  /// Attributes without a default.
  public var attributes: [String]
  /// Attributes with their defaults.
  public var defaults: [OnnxAttribute]
  public var nodes: [OnnxNode]
  public var opsets: [String: Int]

  public init(
    name: String, domain: String, overload: String = "", inputs: [String], outputs: [String],
    attributes: [String] = [], defaults: [OnnxAttribute] = [], nodes: [OnnxNode], opsets: [String: Int]
  ) {
    self.name = name
    self.domain = domain
    self.overload = overload
    self.inputs = inputs
    self.outputs = outputs
    self.attributes = attributes
    self.defaults = defaults
    self.nodes = nodes
    self.opsets = opsets
  }
}
