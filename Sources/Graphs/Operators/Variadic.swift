import Tensors

/// An element-wise operator on any number of inputs, folded from the left.
protocol VariadicOperator: ElementwiseOperator {
  init()
  static func onReals(_ left: Float, _ right: Float) -> Float
  static func onIntegers(_ left: Int64, _ right: Int64) -> Int64
  /// Whether the result is one of the inputs.
  static var chooses: Bool { get }
}

extension VariadicOperator {
  static var inputCount: ClosedRange<Int> { 1...Int(Int32.max) }
  static var chooses: Bool { false }

  init(attributes: inout AttributeReader) throws { self.init() }

  func resultElement(for inputs: [TensorType]) throws -> ElementType {
    try ElementAgreement.common(of: inputs)
  }

  func compute(_ inputs: [Tensor], shape: [Int]) throws -> Tensor { try fold(inputs, shape: shape) }

  func fold(_ inputs: [Tensor], shape: [Int]) throws -> Tensor {
    var result = inputs[0]
    for input in inputs.dropFirst() {
      let partial = try Broadcasting.shape(result.shape, input.shape)
      if input.type.element == .float32 {
        result = ElementwiseLoop.combine(result, input, shape: partial) { Self.onReals($0, $1) }
      } else if Self.chooses {
        result = ElementwiseLoop.choose(result, input, shape: partial) { Self.onIntegers($0, $1) }
      } else {
        result = ElementwiseLoop.combineIntegers(
          result, input, element: input.type.element, shape: partial
        ) { Self.onIntegers($0, $1) }
      }
    }
    return result
  }
}

/// ONNX `Max`: the largest of all inputs, element by element.
struct Max: VariadicOperator {
  static let name = "Max"
  static let chooses = true
  @inline(__always) static func onReals(_ left: Float, _ right: Float) -> Float {
    left > right || left.isNaN ? left : right
  }
  @inline(__always) static func onIntegers(_ left: Int64, _ right: Int64) -> Int64 { max(left, right) }
}

/// ONNX `Min`: the smallest of all inputs, element by element.
struct Min: VariadicOperator {
  static let name = "Min"
  static let chooses = true
  @inline(__always) static func onReals(_ left: Float, _ right: Float) -> Float {
    left < right || left.isNaN ? left : right
  }
  @inline(__always) static func onIntegers(_ left: Int64, _ right: Int64) -> Int64 { min(left, right) }
}

/// ONNX `Sum`: the sum of all inputs.
struct Sum: VariadicOperator {
  static let name = "Sum"
  @inline(__always) static func onReals(_ left: Float, _ right: Float) -> Float { left + right }
  @inline(__always) static func onIntegers(_ left: Int64, _ right: Int64) -> Int64 { left &+ right }
}

/// ONNX `Mean`: the mean of all inputs.
struct Mean: VariadicOperator {
  static let name = "Mean"
  @inline(__always) static func onReals(_ left: Float, _ right: Float) -> Float { left + right }
  @inline(__always) static func onIntegers(_ left: Int64, _ right: Int64) -> Int64 { left &+ right }

  func resultElement(for inputs: [TensorType]) throws -> ElementType {
    try ElementAgreement.real(of: inputs, for: Self.name)
  }

  func operationsPerElement(inputCount: Int) -> Int { inputCount }

  func compute(_ inputs: [Tensor], shape: [Int]) throws -> Tensor {
    let count = Float(inputs.count)
    return ElementwiseLoop.map(try fold(inputs, shape: shape)) { $0 / count }
  }
}
