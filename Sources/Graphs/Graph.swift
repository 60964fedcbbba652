import Tensors

/// A model: a DAG of operators over named values.
public struct Graph: Sendable {
  public var name: String
  /// Every value (input, weight, intermediate), addressed by its index.
  public var values: [Value]
  /// In an order in which every node comes after those it needs.
  public var nodes: [Node]
  public var inputs: [ValueIndex]
  public var outputs: [ValueIndex]
  /// Data of inputs, by name, that shapes in the graph were taken from: every run has to begin with it.
  public var givenInputs: [String: Tensor] = [:]

  public init(
    name: String, values: [Value] = [], nodes: [Node] = [], inputs: [ValueIndex] = [],
    outputs: [ValueIndex] = []
  ) {
    self.name = name
    self.values = values
    self.nodes = nodes
    self.inputs = inputs
    self.outputs = outputs
  }
}

public typealias ValueIndex = Int
public typealias NodeIndex = Int

/// A tensor of the graph: a name, a type and, for weights and constants, where its bytes come from.
public struct Value: Sendable {
  public var name: String
  public var type: TensorType
  public var initializer: Initializer?
  /// Whether a constant counts among the model's parameters: false for settings and tables that nobody trains.
  public var isLearnable: Bool

  public init(
    name: String, type: TensorType, initializer: Initializer? = nil, isLearnable: Bool = true
  ) {
    self.name = name
    self.type = type
    self.initializer = initializer
    self.isLearnable = isLearnable
  }
}

/// An operator at its place in the graph, with the steps that were fused behind it.
public struct Node: Sendable {
  public var name: String
  public var operation: any Operator {
    didSet { source = nil }
  }
  /// What the operation was made from; nil where it was not made by its name.
  private(set) var source: OperatorSource?
  /// nil where an optional input is absent.
  public var inputs: [ValueIndex?]
  public var outputs: [ValueIndex]
  /// Element-wise steps applied to output 0 before it is rounded to its type, in order (bias, activation,
  /// residual). Empty unless a fusion pass put them here.
  public var epilogue: [EpilogueStep]

  public init(
    name: String, operation: any Operator, inputs: [ValueIndex?], outputs: [ValueIndex],
    epilogue: [EpilogueStep] = []
  ) {
    self.init(
      name: name, operation: operation, source: nil, inputs: inputs, outputs: outputs, epilogue: epilogue)
  }

  init(
    name: String, operation: any Operator, source: OperatorSource?, inputs: [ValueIndex?],
    outputs: [ValueIndex], epilogue: [EpilogueStep] = []
  ) {
    self.name = name
    self.operation = operation
    self.source = source
    self.inputs = inputs
    self.outputs = outputs
    self.epilogue = epilogue
  }
}

/// One fused element-wise operator. Its input at `position` is the running result; the others are values.
public struct EpilogueStep: Sendable {
  public var name: String
  public let operation: any Operator
  /// What the operation was made from; nil where it was not made by its name.
  let source: OperatorSource?
  /// The step's inputs; nil at the place of the running result.
  public var inputs: [ValueIndex?]
  /// Which input the running result takes.
  public var position: Int

  public init(name: String, operation: any Operator, inputs: [ValueIndex?], position: Int) {
    self.name = name
    self.operation = operation
    self.inputs = inputs
    self.position = position
    source = nil
  }

  /// A node's operation as a step behind another one.
  init(of node: Node, inputs: [ValueIndex?], position: Int) {
    name = node.name
    operation = node.operation
    source = node.source
    self.inputs = inputs
    self.position = position
  }
}

extension Node {
  /// The values the epilogue reads besides the running result, in order of the steps.
  public var epilogueOperands: [ValueIndex] { epilogue.flatMap { $0.inputs.compactMap { $0 } } }
}
