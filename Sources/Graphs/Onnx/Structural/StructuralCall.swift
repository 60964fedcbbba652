import Onnx
import Tensors

/// A node that is resolved while the model is imported: control flow, and operators on sequences, optionals and strings.
struct StructuralCall {
  let node: OnnxNode
  /// nil where an optional input is absent.
  let inputs: [ImportedValue?]
  let scope: OnnxScope
  let importer: ModelImporter

  var assembly: GraphAssembly { importer.assembly }

  func input(_ index: Int) -> ImportedValue? { index < inputs.count ? inputs[index] : nil }

  /// Whether it works with texts.
  var hasStrings: Bool {
    inputs.contains { if case .strings? = $0 { true } else { false } }
      || node.operation == "Cast" && node.attribute("to")?.isStringElement ?? false
  }

  /// - Throws: `GraphError` when the input is absent.
  func required(_ index: Int) throws -> ImportedValue {
    guard let value = input(index) else {
      throw GraphError("input \(index + 1) is missing", remedy: "this input is not optional")
    }
    return value
  }

  /// - Throws: `GraphError` when the input is no tensor of numbers.
  func tensor(_ index: Int) throws -> ValueIndex {
    let value = try required(index)
    guard case .tensor(let tensor) = value else {
      throw GraphError("input \(index + 1) is \(value.kind)", remedy: "expected a tensor of numbers")
    }
    return tensor
  }

  /// - Throws: `GraphError` when the input is no sequence.
  func sequence(_ index: Int) throws -> [ImportedValue] {
    let value = try required(index)
    guard case .sequence(let elements) = value else {
      throw GraphError("input \(index + 1) is \(value.kind)", remedy: "expected a sequence")
    }
    return elements
  }

  /// The number in an input that decides what the graph looks like; nil when the input is absent.
  func decidingInteger(_ index: Int) throws -> Int? {
    guard let value = input(index), case .tensor = value else { return nil }
    let tensor = try assembly.decide(by: try self.tensor(index))
    guard tensor.elementCount == 1, !tensor.type.element.isFloatingPoint else {
      throw GraphError(
        "input \(index + 1) is \(tensor.type.element.rawValue) \(tensor.shape)",
        remedy: "expected one whole number")
    }
    return Int(tensor.integers[0])
  }

  func type(of value: ValueIndex) -> TensorType { assembly.graph.values[value].type }

  /// Adds an operator that the node is resolved to.
  func add(
    _ operation: String, _ inputs: [ValueIndex?], _ attributes: [String: AttributeValue] = [:],
    part: String? = nil
  ) throws -> ValueIndex {
    let name = importer.uniqueName("\(scope.prefix)\(node.label)/\(part ?? operation)")
    return try assembly.append(
      AssembledNode(
        name: name, operation: operation, attributes: attributes, inputs: inputs, outputs: [name],
        outputCount: 1))[0]
  }

  func constant(_ tensor: Tensor) -> ValueIndex {
    assembly.addConstant(
      Value(
        name: importer.uniqueName("\(scope.prefix)\(node.label)/constant"), type: tensor.type,
        initializer: .dense(tensor), isLearnable: false))
  }

  func integers(_ numbers: [Int]) -> ValueIndex {
    constant(Tensor(TensorType(.int64, [numbers.count]), integers: numbers.map { Int64($0) }))
  }
}

/// How nodes of one operator are resolved. nil: not with these inputs; the operator is a node of the graph after all.
typealias StructuralRule = @Sendable (StructuralCall) throws -> [ImportedValue]?

/// The operators that are resolved while a model is imported.
enum StructuralRegistry {
  private static let rules: [String: StructuralRule] = [
    "Constant": ConstantRule.resolve, "Identity": IdentityRule.resolve,
    "If": IfRule.resolve, "Loop": LoopRule.resolve, "Scan": ScanRule.resolve,
    "SequenceConstruct": SequenceRules.construct, "SequenceEmpty": SequenceRules.empty,
    "SequenceInsert": SequenceRules.insert, "SequenceErase": SequenceRules.erase,
    "SequenceAt": SequenceRules.at, "SequenceLength": SequenceRules.length,
    "SequenceMap": SequenceMapRule.resolve, "SplitToSequence": SplitToSequenceRule.resolve,
    "ConcatFromSequence": ConcatFromSequenceRule.resolve, "Optional": OptionalRules.make,
    "OptionalGetElement": OptionalRules.element, "OptionalHasElement": OptionalRules.hasElement,
    "StringConcat": StringRules.concat, "StringSplit": StringSplitRule.resolve,
    "StringNormalizer": StringNormalizerRule.resolve, "RegexFullMatch": StringRules.match,
    "ai.onnx.ml::LabelEncoder": LabelEncoderRule.resolve,
  ]

  static var names: [String] { rules.keys.sorted() }

  static func results(of call: StructuralCall) throws -> [ImportedValue]? {
    if let rule = rules[call.node.qualifiedOperation] { return try rule(call) }
    return try call.hasStrings ? StringRules.resolve(call) : nil
  }
}

extension OnnxAttribute.Value {
  fileprivate var isStringElement: Bool {
    if case .integer(OnnxElement.string.rawValue) = self { true } else { false }
  }
}
