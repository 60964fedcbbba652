import Tensors

/// An element-wise operator with one input and the same type of output.
protocol UnaryOperator: ElementwiseOperator {
  static var operationsPerResult: Int { get }
  static var takesIntegers: Bool { get }
  func onReal(_ value: Float) -> Float
  func onInteger(_ value: Int64) -> Int64
}

extension UnaryOperator {
  static var inputCount: ClosedRange<Int> { 1...1 }
  static var operationsPerResult: Int { 1 }
  static var takesIntegers: Bool { false }

  func onInteger(_ value: Int64) -> Int64 { value }

  func operationsPerElement(inputCount: Int) -> Int { Self.operationsPerResult }

  func resultElement(for inputs: [TensorType]) throws -> ElementType {
    try Self.takesIntegers
      ? ElementAgreement.common(of: inputs) : ElementAgreement.real(of: inputs, for: Self.name)
  }

  func compute(_ inputs: [Tensor], shape: [Int]) throws -> Tensor {
    if inputs[0].type.element == .float32 { return ElementwiseLoop.map(inputs[0]) { onReal($0) } }
    return ElementwiseLoop.mapIntegers(inputs[0]) { onInteger($0) }
  }
}

/// A unary operator without attributes.
protocol PlainUnaryOperator: UnaryOperator {
  init()
}

extension PlainUnaryOperator {
  init(attributes: inout AttributeReader) throws { self.init() }
}

/// A unary operator whose kernel works on a whole array in place.
protocol ArrayUnaryOperator: UnaryOperator {
  func apply(_ values: UnsafeMutableBufferPointer<Float>)
}

extension ArrayUnaryOperator {
  static var operationsPerResult: Int { Work.transcendental }

  func onReal(_ value: Float) -> Float {
    var result = value
    withUnsafeMutablePointer(to: &result) { apply(UnsafeMutableBufferPointer(start: $0, count: 1)) }
    return result
  }

  func compute(_ inputs: [Tensor], shape: [Int]) throws -> Tensor {
    var result = inputs[0]
    result.withMutableElements(as: Float.self) { apply($0) }
    return result
  }
}
