import Tensors

/// One ONNX operator with its attributes bound: all that is special about it, and nothing about chips.
///
/// **Values an operator computes with.** `evaluate` and `evaluateTile` are handed tensors of *computing type*:
/// real tensors (any floating-point or quantised type) arrive as `fp32`, integer and bool tensors as they are;
/// results are returned in the same manner. `NodeEvaluator.evaluate` converts around the call, so rounding to the storage
/// type happens in one place and an int8, fp16 or bf16 model needs no kernels of its own.
/// Operators whose form is `.contraction` are computed through `Contraction` instead (integer inputs stay integer).
public protocol Operator: Sendable {
  /// The ONNX name, such as `Conv`.
  static var name: String { get }
  /// How many inputs are allowed.
  static var inputCount: ClosedRange<Int> { get }
  /// Whether the exact shapes of the results follow from the values of the inputs, not from their types (NonZero).
  /// `outputTypes` is exact when all values are given as constants; otherwise it leaves room for the most.
  static var shapesDependOnData: Bool { get }

  /// - Throws: `GraphError` for an attribute that is unknown, of the wrong type or out of range.
  init(attributes: inout AttributeReader) throws

  /// Shape and type inference.
  /// - Parameter inputs: nil where an optional input is absent. `constant` holds the value where it is known
  ///   before the run (shapes for Reshape, axes for ReduceSum).
  /// - Throws: `GraphError` naming both shapes when they conflict.
  func outputTypes(for inputs: [OperatorInput?]) throws -> [TensorType]

  /// The reference kernel.
  func evaluate(_ inputs: [Tensor?], outputs: [TensorType]) throws -> [Tensor]

  /// What has to be done, for analysis and for the vector engine's cost.
  func work(inputs: [TensorType?], outputs: [TensorType]) -> Work

  /// How it can be laid out on a chip.
  func form(inputs: [OperatorInput?], outputs: [TensorType]) -> Form
}

extension Operator {
  public static var shapesDependOnData: Bool { false }
}

/// What is known of an operator's input before the run.
public struct OperatorInput: Sendable {
  public var type: TensorType
  /// The value, when the graph fixes it and it is small enough to look at (shapes, axes, scales).
  public var constant: Tensor?

  public init(type: TensorType, constant: Tensor? = nil) {
    self.type = type
    self.constant = constant
  }
}

/// Counts of useful work, independent of any chip.
public struct Work: Sendable, Hashable {
  /// Multiply-accumulates of the operator's definition (padding included, as published counts do).
  public var multiplyAccumulates: Int
  /// Scalar operations outside multiply-accumulates, summed over all outputs: one for an add, a compare or a
  /// move of one element; transcendental functions count `Work.transcendental` each.
  public var scalarOperations: Int

  /// Scalar operations charged for one exp, tanh, erf, division or square root (an estimate: a vector unit
  /// evaluates these by a short polynomial or table).
  public static let transcendental = 8

  /// Scalar operations for a core without a matrix engine: a multiply-accumulate is two.
  public var hostOperations: Int { scalarOperations + 2 * multiplyAccumulates }

  public init(multiplyAccumulates: Int = 0, scalarOperations: Int = 0) {
    self.multiplyAccumulates = multiplyAccumulates
    self.scalarOperations = scalarOperations
  }
}
