import Tensors

/// ONNX `Dropout`: at inference the input itself, with a mask that is true everywhere; in training mode (input 2)
/// elements are kept with probability 1 − ratio and divided by it, by the numbers of `MersenneTwister`.
struct Dropout: Operator {
  static let name = "Dropout"
  static let inputCount = 1...3
  var random: RandomSource
  /// Of models before opset 12; later ones give it as input 1.
  var ratio: Float
  var hasMask: Bool
  /// Before opset 10 the mask had the type of the data.
  var maskIsTruth: Bool

  init(attributes: inout AttributeReader) throws {
    ratio = try attributes.float("ratio") ?? 0.5
    random = try RandomSource(attributes: &attributes)
    _ = try attributes.integer("is_test")
    hasMask = (attributes.outputCount ?? 1) > 1
    maskIsTruth = attributes.opset >= 10
  }

  func outputTypes(for inputs: [OperatorInput?]) throws -> [TensorType] {
    let input = try inputs.required(0).type
    for index in 1...2 {
      guard inputs.optional(index).map({ $0.type.elementCount == 1 }) ?? true else {
        throw GraphError("input \(index) of Dropout is no scalar", remedy: "give one value")
      }
    }
    return hasMask ? [input, TensorType(maskIsTruth ? .bool : input.element, input.shape)] : [input]
  }

  func evaluate(_ inputs: [Tensor?], outputs: [TensorType]) throws -> [Tensor] {
    let input = try inputs.required(0)
    let share = Double(inputs.optional(1)?.floats.first ?? ratio)
    let trains = inputs.optional(2).map { $0.floats.first != 0 } ?? false
    guard trains else {
      let mask = TensorType(maskIsTruth ? .bool : input.type.element, input.shape)
      let ones = Tensor(mask, integers: [Int64](repeating: 1, count: input.elementCount))
      return Array([input, ones].prefix(outputs.count))
    }
    guard 0..<1 ~= share else { throw GraphError("ratio is \(share)", remedy: "0 to less than 1") }
    var generator = random.generator()
    let isKept = (0..<input.elementCount).map { _ in generator.unit() >= share }
    let scale = Float(1 / (1 - share))
    let values = zip(input.floats, isKept).map { value, isKept in isKept ? value * scale : value * 0 }
    let results = [
      Tensor(TensorType(.float32, input.shape), floats: values),
      Tensor(TensorType(.bool, input.shape), integers: isKept.map { $0 ? 1 : 0 }),
    ]
    return Array(results.prefix(outputs.count))
  }

  func work(inputs: [TensorType?], outputs: [TensorType]) -> Work {
    isAlias(inputs.map { _ in nil }, count: inputs.count)
      ? Work() : Work(scalarOperations: 4 * outputs[0].elementCount)
  }

  /// Whether the only result is the input, and that is known before the run.
  private func isAlias(_ constants: [Tensor?], count: Int) -> Bool {
    !hasMask && (count < 3 || constants[2].map { $0.floats.first == 0 } ?? false)
  }

  func form(inputs: [OperatorInput?], outputs: [TensorType]) -> Form {
    let given = inputs.lastIndex { $0 != nil }.map { $0 + 1 } ?? 0
    return isAlias(inputs.map { $0?.constant }, count: given) ? .alias : .host
  }
}
