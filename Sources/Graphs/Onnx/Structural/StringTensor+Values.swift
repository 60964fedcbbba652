import Tensors

extension StringTensor {
  /// Numbers as the standard spells them: the shortest digits that say the value, `NaN`, `INF` and `-INF`.
  init(spelling tensor: Tensor) {
    let texts: [String]
    switch tensor.type.element {
    case .float64:
      texts = tensor.withElements(as: Double.self) { $0.map { StringTensor.spelled($0, "\($0)") } }
    case .bool: texts = tensor.integers.map { $0 != 0 ? "True" : "False" }
    case .uint64: texts = tensor.integers.map { "\(UInt64(bitPattern: $0))" }
    case let element where element.isFloatingPoint:
      texts = tensor.floats.map { StringTensor.spelled(Double($0), "\($0)") }
    default: texts = tensor.integers.map { "\($0)" }
    }
    self.init(shape: tensor.shape, elements: texts)
  }

  private static func spelled(_ value: Double, _ digits: String) -> String {
    value.isNaN ? "NaN" : value.isInfinite ? (value < 0 ? "-INF" : "INF") : digits
  }

  /// The numbers that the texts spell.
  /// - Throws: `GraphError` with the first text that is no number.
  func numbers(_ element: ElementType) throws -> Tensor {
    let type = TensorType(element, shape)
    func parsed<Number>(_ parse: (String) -> Number?) throws -> [Number] {
      try elements.map { text in
        guard let number = parse(text) else {
          throw GraphError("“\(text)” is no number of type \(element.rawValue)")
        }
        return number
      }
    }
    if element == .float64 {
      let values = try parsed { Double($0) }
      return Tensor(type: type, bytes: values.withUnsafeBytes { Array($0) })
    }
    if element.isFloatingPoint { return Tensor(type, floats: try parsed { Float($0) }) }
    if element == .bool {
      return Tensor(
        type, integers: try parsed { ["True": 1, "true": 1, "1": 1, "False": 0, "false": 0, "0": 0][$0] })
    }
    return Tensor(
      type,
      integers: try parsed { text in
        Int64(text) ?? Double(text).flatMap { Int64(exactly: $0.rounded(.towardZero)) }
      })
  }

  /// Where the elements of two tensors meet when they are stretched to one shape.
  /// - Throws: `GraphError` naming both shapes when they cannot be.
  static func pairs(
    _ left: StringTensor, _ right: StringTensor
  ) throws -> (shape: [Int], pairs: [(Int, Int)]) {
    let shape = try Broadcasting.shape(left.shape, right.shape)
    let count = shape.reduce(1, *)
    func place(_ index: Int, in own: [Int]) -> Int {
      var (rest, flat, stride) = (index, 0, 1)
      for (axis, length) in shape.enumerated().reversed() {
        let ownAxis = axis - (shape.count - own.count)
        let coordinate = rest % length
        rest /= length
        guard ownAxis >= 0 else { continue }
        flat += (own[ownAxis] == 1 ? 0 : coordinate) * stride
        stride *= own[ownAxis]
      }
      return flat
    }
    return (shape, (0..<count).map { (place($0, in: left.shape), place($0, in: right.shape)) })
  }

  static func combining(
    _ left: StringTensor, _ right: StringTensor, _ operation: (String, String) -> String
  ) throws -> StringTensor {
    let places = try pairs(left, right)
    return StringTensor(
      shape: places.shape,
      elements: places.pairs.map { operation(left.elements[$0.0], right.elements[$0.1]) })
  }
}
