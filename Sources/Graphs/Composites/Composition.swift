import Tensors

/// The nodes of one composite operator while they are added. Types are inferred at once: what has been added can be asked for
/// its shape.
public struct Composition {
  private let assembly: GraphAssembly
  /// The composite node's name, which the names of its parts begin with.
  private let name: String
  private var counts: [String: Int] = [:]

  init(of name: String, in assembly: GraphAssembly) {
    self.name = name
    self.assembly = assembly
  }

  public func type(of operand: Operand) -> TensorType { assembly.graph.values[operand.value].type }

  public func shape(of operand: Operand) -> [Int] { type(of: operand).shape }

  /// The values themselves where they are known before the run without computing anything large.
  public func knownValue(of operand: Operand) throws -> Tensor? {
    try assembly.graph.operatorInput(operand.value)?.constant
  }

  /// The values themselves, for what the shapes depend on. Looks at the data of the run where they do not follow from
  /// constants.
  /// - Throws: `GraphError` where nobody can know.
  public func value(of operand: Operand) throws -> Tensor { try assembly.decide(by: operand.value) }

  /// Adds an operator (of the latest operator set), native or composite.
  /// - Returns: its first output.
  public mutating func add(
    _ operation: String, _ inputs: [Operand?], _ attributes: [String: AttributeValue] = [:]
  ) throws -> Operand {
    try add(operation, inputs, attributes, outputCount: 1)[0]
  }

  /// Adds an operator with several outputs.
  public mutating func add(
    _ operation: String, _ inputs: [Operand?], _ attributes: [String: AttributeValue] = [:],
    outputCount: Int
  ) throws -> [Operand] {
    let part = partName(operation)
    let node = AssembledNode(
      name: part, operation: operation, attributes: attributes, inputs: inputs.map { $0?.value },
      outputs: (0..<outputCount).map { $0 == 0 ? part : "\(part).\($0)" }, outputCount: outputCount)
    return try assembly.append(node).prefix(outputCount).map(Operand.init)
  }

  public mutating func constant(_ tensor: Tensor) -> Operand {
    let name = partName("constant")
    let value = Value(name: name, type: tensor.type, initializer: .dense(tensor), isLearnable: false)
    return Operand(value: assembly.addConstant(value))
  }

  /// A list of whole numbers, such as axes or a shape.
  public mutating func integers(_ numbers: [Int]) -> Operand {
    constant(Tensor(TensorType(.int64, [numbers.count]), integers: numbers.map { Int64($0) }))
  }

  /// A scalar of the element type of another operand.
  public mutating func scalar(_ value: Float, like operand: Operand) -> Operand {
    let element = type(of: operand).element
    return constant(Tensor(TensorType(element, []), floats: [value]))
  }

  private mutating func partName(_ operation: String) -> String {
    let base = operation.split(separator: ":").last.map(String.init) ?? operation
    let count = counts[base, default: 0]
    counts[base] = count + 1
    return count == 0 ? "\(name)/\(base)" : "\(name)/\(base)_\(count)"
  }
}
