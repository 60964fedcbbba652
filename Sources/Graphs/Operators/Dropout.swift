import Tensors

/// ONNX `Dropout`: at inference the input itself, and a mask that keeps everything. In training, elements are dropped
/// at random and the others scaled up; the seed decides which, by the Mersenne twister.
struct Dropout: Operator {
  static let name = "Dropout"
  static let inputCount = 1...3
  var ratio: Float
  var seed: Int
  var givesMask: Bool
  /// Whether the mask has the type of the data, as before opset 10.
  var maskIsReal: Bool

  init(attributes: inout AttributeReader) throws {
    ratio = try attributes.float("ratio") ?? 0.5
    seed = try attributes.integer("seed") ?? 0
    _ = try attributes.integer("is_test")
    givesMask = (attributes.outputCount ?? 1) > 1
    maskIsReal = attributes.opset < 10
  }

  func outputTypes(for inputs: [OperatorInput?]) throws -> [TensorType] {
    let input = try inputs.required(0).type
    let mask = TensorType(maskIsReal ? input.element : .bool, input.shape)
    for index in 1..<3 {
      guard let type = inputs.optional(index)?.type, type.elementCount != 1 else { continue }
      throw GraphError("input \(index) of Dropout has shape \(type.shape)", remedy: "a scalar")
    }
    return givesMask ? [input, mask] : [input]
  }

  /// Whether it is known that nothing is dropped.
  private func passesOn(_ inputs: [OperatorInput?]) -> Bool {
    guard let training = inputs.optional(2) else { return true }
    return training.constant?.floats.first == 0
  }

  func evaluate(_ inputs: [Tensor?], outputs: [TensorType]) throws -> [Tensor] {
    let input = try inputs.required(0)
    let isTraining = inputs.optional(2)?.floats.first ?? 0 != 0
    let share = inputs.optional(1)?.floats.first ?? ratio
    guard isTraining, share != 0 else {
      let all = Tensor(
        TensorType(.bool, input.shape), integers: [Int64](repeating: 1, count: input.elementCount))
      return Array([input, mask(all, outputs)].prefix(outputs.count))
    }
    guard 0..<1 ~= share, input.type.element == .float32 else {
      throw GraphError(
        "Dropout of \(input.type.element.rawValue) with ratio \(share)", remedy: "0 to 1, reals")
    }
    var numbers = MersenneTwister(seed: UInt32(truncatingIfNeeded: seed))
    let isKept = (0..<input.elementCount).map { _ in numbers.nextUniform() >= Double(share) }
    let factor = 1 / (1 - share)
    let kept = zip(input.floats, isKept).map { $1 ? $0 * factor : 0 }
    let truths = Tensor(TensorType(.bool, input.shape), integers: isKept.map { $0 ? 1 : 0 })
    return Array([Tensor(input.type, floats: kept), mask(truths, outputs)].prefix(outputs.count))
  }

  private func mask(_ truths: Tensor, _ outputs: [TensorType]) -> Tensor {
    maskIsReal && outputs.count > 1 ? truths.converted(to: outputs[1].computing) : truths
  }

  func work(inputs: [TensorType?], outputs: [TensorType]) -> Work {
    if inputs.count < 3 && outputs.count == 1 { return Work() }
    return Work(scalarOperations: 3 * outputs[0].elementCount)
  }

  func form(inputs: [OperatorInput?], outputs: [TensorType]) -> Form {
    outputs.count == 1 && passesOn(inputs) ? .alias : .host
  }
}
