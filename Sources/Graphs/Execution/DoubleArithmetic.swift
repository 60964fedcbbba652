import Tensors

/// An operator that computes fp64 tensors in fp64, not in fp32 like everything else that is real: sums and products of large
/// numbers would leave the range.
protocol DoubleArithmetic: Operator {
  static func onDoubles(_ left: Double, _ right: Double) -> Double
}

extension DoubleArithmetic {
  /// nil unless both operands and the result are fp64.
  static func evaluate(_ inputs: [Tensor?], as type: TensorType) -> Tensor? {
    guard type.element == .float64, inputs.count == 2, let left = inputs[0], let right = inputs[1],
      left.type.element == .float64, right.type.element == .float64
    else { return nil }
    return left.reading(as: Double.self) { a in
      right.reading(as: Double.self) { b in
        .building(.float64, type.shape, as: Double.self) { target in
          ElementwiseLoop.combine(a, left.shape, b, right.shape, into: target, shape: type.shape) {
            Self.onDoubles($0, $1)
          }
        }
      }
    }
  }
}

extension Add: DoubleArithmetic {
  static func onDoubles(_ left: Double, _ right: Double) -> Double { left + right }
}

extension Sub: DoubleArithmetic {
  static func onDoubles(_ left: Double, _ right: Double) -> Double { left - right }
}

extension Mul: DoubleArithmetic {
  static func onDoubles(_ left: Double, _ right: Double) -> Double { left * right }
}

extension Div: DoubleArithmetic {
  static func onDoubles(_ left: Double, _ right: Double) -> Double { left / right }
}
