import Tensors

/// ONNX `Bernoulli`: 1 with the probability that the input says, else 0, by the numbers of `MersenneTwister`.
struct Bernoulli: HostOperator {
  static let name = "Bernoulli"
  static let inputCount = 1...1
  var random: RandomSource
  var element: ElementType?

  init(attributes: inout AttributeReader) throws {
    random = try RandomSource(attributes: &attributes)
    element = try attributes.elementType("dtype")
  }

  func outputTypes(for inputs: [OperatorInput?]) throws -> [TensorType] {
    let input = try inputs.required(0).type
    let standard = try ElementAgreement.real(of: [input], for: Self.name)
    return [TensorType(element ?? standard, input.shape)]
  }

  func evaluate(_ inputs: [Tensor?], outputs: [TensorType]) throws -> [Tensor] {
    var generator = random.generator()
    let draws = try inputs.required(0).floats.map { generator.unit() < Double($0) ? Int64(1) : 0 }
    return [Tensor(outputs[0], integers: draws)]
  }

  func work(inputs: [TensorType?], outputs: [TensorType]) -> Work {
    Work(scalarOperations: outputs[0].elementCount * Work.transcendental)
  }
}

/// ONNX `Multinomial`: classes drawn with the (unnormalised) log probabilities of each row, by the numbers of
/// `MersenneTwister`.
struct Multinomial: HostOperator {
  static let name = "Multinomial"
  static let inputCount = 1...1
  var random: RandomSource
  var element: ElementType
  var sampleCount: Int

  init(attributes: inout AttributeReader) throws {
    random = try RandomSource(attributes: &attributes)
    element = try attributes.elementType("dtype") ?? .int32
    sampleCount = try attributes.integer("sample_size") ?? 1
    guard [.int32, .int64].contains(element), 0...Int(Int32.max) ~= sampleCount else {
      throw GraphError(
        "Multinomial is asked for \(sampleCount) samples of \(element.rawValue)", remedy: "int32 or int64")
    }
  }

  func outputTypes(for inputs: [OperatorInput?]) throws -> [TensorType] {
    let input = try inputs.required(0).type
    _ = try ElementAgreement.real(of: [input], for: Self.name)
    guard input.shape.count == 2, input.shape[1] > 0 else {
      throw GraphError(
        "Multinomial is given shape \(input.shape)", remedy: "one row of classes for each batch")
    }
    return [TensorType(element, [input.shape[0], sampleCount])]
  }

  func evaluate(_ inputs: [Tensor?], outputs: [TensorType]) throws -> [Tensor] {
    let input = try inputs.required(0)
    let classes = input.shape[1]
    let logarithms = input.floats
    var generator = random.generator()
    var draws: [Int64] = []
    for row in 0..<input.shape[0] {
      let entries = logarithms[row * classes..<(row + 1) * classes]
      let largest = entries.max() ?? 0
      var shares = entries.map { $0 - largest }
      VectorMath.exp(&shares)
      var total = 0.0
      let sums = shares.map { share -> Double in
        total += Double(share)
        return total
      }
      for _ in 0..<sampleCount {
        let mark = generator.unit() * total
        draws.append(Int64(sums.firstIndex { mark < $0 } ?? classes - 1))
      }
    }
    return [Tensor(outputs[0], integers: draws)]
  }

  func work(inputs: [TensorType?], outputs: [TensorType]) -> Work {
    let classes = inputs[0]?.shape.last ?? 1
    return Work(
      scalarOperations: (inputs[0]?.elementCount ?? 0) * (Work.transcendental + 2)
        + outputs[0].elementCount * classes)
  }
}
