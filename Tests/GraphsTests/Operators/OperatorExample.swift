import Tensors

@testable import Graphs

/// One operator with operands: what the contract tests run over.
struct OperatorExample: CustomStringConvertible {
  var operation: any Operator
  var inputs: [Tensor?]

  init(
    _ type: any Operator.Type, _ attributes: [String: AttributeValue] = [:], _ inputs: [Tensor?]
  ) {
    var reader = AttributeReader(attributes)
    do {
      operation = try type.init(attributes: &reader)
      try reader.finish()
    } catch {
      preconditionFailure("\(type.name): \(error)")
    }
    self.inputs = inputs
  }

  var description: String {
    "\(type(of: operation).name) of \(inputs.map { $0.map { "\($0.shape)" } ?? "–" }.joined(separator: ", "))"
  }

  var known: [OperatorInput?] { inputs.map { $0.map { OperatorInput(type: $0.type, constant: $0) } } }

  func outputTypes() throws -> [TensorType] { try operation.outputTypes(for: known) }

  func evaluate() throws -> [Tensor] { try operation.evaluate(inputs, outputs: try outputTypes()) }

  func form() throws -> Form { operation.form(inputs: known, outputs: try outputTypes()) }
}

/// Repeatable random numbers (SplitMix64).
struct RepeatableNumbers: RandomNumberGenerator {
  var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}

/// Operands.
enum Given {
  /// Numbers between −2 and 2, none of them special.
  static func reals(_ shape: Int..., seed: UInt64 = 1) -> Tensor {
    var numbers = RepeatableNumbers(seed: seed)
    let count = shape.reduce(1, *)
    return Tensor(
      TensorType(.float32, shape), floats: (0..<count).map { _ in Float.random(in: -2...2, using: &numbers) })
  }

  static func positives(_ shape: Int..., seed: UInt64 = 2) -> Tensor {
    var numbers = RepeatableNumbers(seed: seed)
    let count = shape.reduce(1, *)
    return Tensor(
      TensorType(.float32, shape), floats: (0..<count).map { _ in Float.random(in: 0.1...3, using: &numbers) }
    )
  }

  static func integers(
    _ element: ElementType, _ shape: Int..., in range: ClosedRange<Int64> = -100...100, seed: UInt64 = 3
  ) -> Tensor {
    var numbers = RepeatableNumbers(seed: seed)
    let count = shape.reduce(1, *)
    return Tensor(
      TensorType(element, shape), integers: (0..<count).map { _ in Int64.random(in: range, using: &numbers) })
  }

  static func truths(_ shape: Int...) -> Tensor {
    let count = shape.reduce(1, *)
    return Tensor(TensorType(.bool, shape), integers: (0..<count).map { Int64($0 * 7 % 3 % 2) })
  }

  static func list(_ values: Int...) -> Tensor {
    Tensor(TensorType(.int64, [values.count]), integers: values.map { Int64($0) })
  }

  static func floats(_ shape: [Int], _ values: [Float]) -> Tensor {
    Tensor(TensorType(.float32, shape), floats: values)
  }
}
