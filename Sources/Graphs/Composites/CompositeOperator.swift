import Tensors

/// An operator that is defined by others.
///
/// It never becomes a node of a graph: the nodes it consists of take its place while the graph is made, so that each of them
/// has its own form, its own work and its own place on a chip. A definition is written as a recipe:
///
/// ```swift
/// struct ThresholdedRelu: CompositeOperator {
///   static let name = "ThresholdedRelu"
///   static let inputCount = 1...1
///   var alpha: Float
///   init(attributes: inout AttributeReader) throws { alpha = try attributes.float("alpha") ?? 1 }
///   func compose(_ inputs: [Operand?], in body: inout Composition) throws -> [Operand?] {
///     let x = try inputs.required(0)
///     let isAbove = try body.add("Greater", [x, body.scalar(alpha, like: x)])
///     return [try body.add("Where", [isAbove, x, body.scalar(0, like: x)])]
///   }
/// }
/// ```
public protocol CompositeOperator: Sendable {
  /// The ONNX name; operators of other domains than the default one are called `domain::Name`.
  static var name: String { get }
  /// How many inputs are allowed.
  static var inputCount: ClosedRange<Int> { get }

  /// - Throws: `GraphError` for an attribute that is unknown, of the wrong type or out of range.
  init(attributes: inout AttributeReader) throws

  /// Adds the nodes that compute the operator.
  /// - Parameter inputs: nil where an optional input is absent; trailing absent ones may be missing altogether.
  /// - Returns: the outputs in the operator's order; nil for one that the node does not ask for
  ///   (`AttributeReader.outputCount`). Outputs beyond those asked for may be left out.
  /// - Throws: `GraphError` when the inputs do not fit.
  func compose(_ inputs: [Operand?], in body: inout Composition) throws -> [Operand?]
}

/// A tensor among those that a composition works with.
public struct Operand: Sendable, Hashable {
  let value: ValueIndex
}

/// The operators that are defined by others.
enum CompositeRegistry {
  /// Every composite operator, one word each.
  static let all: [any CompositeOperator.Type] = [CastLike.self, Einsum.self] + neuralNetwork

  private static let byName: [String: any CompositeOperator.Type] = Dictionary(
    uniqueKeysWithValues: all.map { ($0.name, $0) })

  static var names: [String] { Array(byName.keys) }

  static func type(named name: String) -> (any CompositeOperator.Type)? { byName[name] }
}

extension Array where Element == Operand? {
  /// - Throws: `GraphError` when the input is absent.
  func required(_ index: Int, _ role: String = "") throws -> Operand {
    guard index < count, let operand = self[index] else {
      throw GraphError(
        "input \(index)\(role.isEmpty ? "" : " (\(role))") is missing", remedy: "this input is not optional")
    }
    return operand
  }

  func optional(_ index: Int) -> Operand? { index < count ? self[index] : nil }
}
