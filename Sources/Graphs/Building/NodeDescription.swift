import Tensors

/// A node as a file describes it: by names, before anything is known of shapes.
public struct NodeDescription: Sendable {
  public var name: String
  /// ONNX name of the operator.
  public var operation: String
  public var attributes: [String: AttributeValue]
  /// Names of values; nil where an optional input is absent.
  public var inputs: [String?]
  /// Names for the outputs, first to last. Outputs beyond them are named after the node: `lstm.1`, `lstm.2`.
  public var outputs: [String]
  /// Words besides ONNX attributes that the file's format knows here, for suggestions.
  public var validWords: [String]
  /// What the file leaves to be inferred once the input types are known; nil when it says everything.
  public var completion: Completion?

  /// Given the types of the inputs named so far, the attributes and constants that are still missing.
  public typealias Completion = @Sendable (_ inputs: [TensorType?]) throws -> NodeCompletion

  public init(
    name: String, operation: String, attributes: [String: AttributeValue] = [:], inputs: [String?] = [],
    outputs: [String]? = nil, validWords: [String] = [], completion: Completion? = nil
  ) {
    self.name = name
    self.operation = operation
    self.attributes = attributes
    self.inputs = inputs
    self.outputs = outputs ?? [name]
    self.validWords = validWords
    self.completion = completion
  }
}

/// Attributes and weights that follow from the types of a node's inputs.
public struct NodeCompletion: Sendable {
  public var attributes: [String: AttributeValue]
  /// Weights and constants by input position.
  public var constants: [Int: Value]

  public init(attributes: [String: AttributeValue] = [:], constants: [Int: Value] = [:]) {
    self.attributes = attributes
    self.constants = constants
  }
}
