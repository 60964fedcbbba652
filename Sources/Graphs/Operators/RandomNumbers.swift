import Tensors

/// Where the numbers of a random operator come from. A model that gives no seed gets the numbers of seed 0, so that runs
/// can be repeated.
struct RandomSource: Sendable {
  var seed: UInt32

  init(attributes: inout AttributeReader) throws {
    let stated = try attributes.float("seed") ?? 0
    seed = UInt32(exactly: stated) ?? stated.bitPattern
  }

  func generator() -> MersenneTwister { MersenneTwister(seed: seed) }
}

/// An operator that fills a tensor with random numbers.
protocol RandomFill: HostOperator {
  var random: RandomSource { get }
  func draw(_ generator: inout MersenneTwister) -> Double
}

extension RandomFill {
  func fill(_ type: TensorType) -> [Tensor] {
    var generator = random.generator()
    let values = (0..<type.elementCount).map { _ in Float(draw(&generator)) }
    return [Tensor(TensorType(.float32, type.shape), floats: values)]
  }

  /// - Throws: `GraphError` for an element type that is no real number.
  func realType(_ element: ElementType, _ shape: [Int]) throws -> [TensorType] {
    guard element.isFloatingPoint else {
      throw GraphError("dtype is \(element.rawValue)", remedy: "a floating-point type")
    }
    guard TensorType(element, shape).checkedByteCount() != nil else {
      throw GraphError("shape \(shape) is impossible", remedy: "lengths of 0 or more, at most 8 axes")
    }
    return [TensorType(element, shape)]
  }

  func work(inputs: [TensorType?], outputs: [TensorType]) -> Work {
    Work(scalarOperations: outputs[0].elementCount * Work.transcendental)
  }

  func evaluate(_ inputs: [Tensor?], outputs: [TensorType]) throws -> [Tensor] { fill(outputs[0]) }
}

/// Mean and spread of normal numbers.
struct NormalDistribution: Sendable {
  var mean: Double
  var scale: Double

  init(attributes: inout AttributeReader) throws {
    mean = Double(try attributes.float("mean") ?? 0)
    scale = Double(try attributes.float("scale") ?? 1)
  }

  func draw(_ generator: inout MersenneTwister) -> Double { mean + scale * generator.normal() }
}

/// Bounds of evenly distributed numbers.
struct UniformDistribution: Sendable {
  var low: Double
  var high: Double

  init(attributes: inout AttributeReader) throws {
    low = Double(try attributes.float("low") ?? 0)
    high = Double(try attributes.float("high") ?? 1)
  }

  func draw(_ generator: inout MersenneTwister) -> Double { low + (high - low) * generator.unit() }
}

/// ONNX `RandomNormal`: normal numbers in a given shape.
struct RandomNormal: RandomFill {
  static let name = "RandomNormal"
  static let inputCount = 0...0
  var random: RandomSource
  var element: ElementType?
  var shape: [Int]
  var distribution: NormalDistribution

  init(attributes: inout AttributeReader) throws {
    random = try RandomSource(attributes: &attributes)
    element = try attributes.elementType("dtype")
    shape = try attributes.requiredShape()
    distribution = try NormalDistribution(attributes: &attributes)
  }

  func outputTypes(for inputs: [OperatorInput?]) throws -> [TensorType] {
    try realType(element ?? .float32, shape)
  }

  func draw(_ generator: inout MersenneTwister) -> Double { distribution.draw(&generator) }
}

/// ONNX `RandomUniform`: evenly distributed numbers in a given shape.
struct RandomUniform: RandomFill {
  static let name = "RandomUniform"
  static let inputCount = 0...0
  var random: RandomSource
  var element: ElementType?
  var shape: [Int]
  var distribution: UniformDistribution

  init(attributes: inout AttributeReader) throws {
    random = try RandomSource(attributes: &attributes)
    element = try attributes.elementType("dtype")
    shape = try attributes.requiredShape()
    distribution = try UniformDistribution(attributes: &attributes)
  }

  func outputTypes(for inputs: [OperatorInput?]) throws -> [TensorType] {
    try realType(element ?? .float32, shape)
  }

  func draw(_ generator: inout MersenneTwister) -> Double { distribution.draw(&generator) }
}

/// ONNX `RandomNormalLike`: normal numbers in the input's shape.
struct RandomNormalLike: RandomFill {
  static let name = "RandomNormalLike"
  static let inputCount = 1...1
  var random: RandomSource
  var element: ElementType?
  var distribution: NormalDistribution

  init(attributes: inout AttributeReader) throws {
    random = try RandomSource(attributes: &attributes)
    element = try attributes.elementType("dtype")
    distribution = try NormalDistribution(attributes: &attributes)
  }

  func outputTypes(for inputs: [OperatorInput?]) throws -> [TensorType] {
    let input = try inputs.required(0).type
    return try realType(element ?? (input.quantization == nil ? input.element : .float32), input.shape)
  }

  func draw(_ generator: inout MersenneTwister) -> Double { distribution.draw(&generator) }
}

/// ONNX `RandomUniformLike`: evenly distributed numbers in the input's shape.
struct RandomUniformLike: RandomFill {
  static let name = "RandomUniformLike"
  static let inputCount = 1...1
  var random: RandomSource
  var element: ElementType?
  var distribution: UniformDistribution

  init(attributes: inout AttributeReader) throws {
    random = try RandomSource(attributes: &attributes)
    element = try attributes.elementType("dtype")
    distribution = try UniformDistribution(attributes: &attributes)
  }

  func outputTypes(for inputs: [OperatorInput?]) throws -> [TensorType] {
    let input = try inputs.required(0).type
    return try realType(element ?? (input.quantization == nil ? input.element : .float32), input.shape)
  }

  func draw(_ generator: inout MersenneTwister) -> Double { distribution.draw(&generator) }
}

extension AttributeReader {
  fileprivate mutating func requiredShape() throws -> [Int] {
    guard let shape = try integers("shape") else {
      throw GraphError("shape is missing", remedy: "say how many numbers to draw")
    }
    return shape
  }
}
