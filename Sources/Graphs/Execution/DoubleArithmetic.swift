import Tensors

/// An operator that computes fp64 tensors in fp64: Add, Sub, Mul and Div, on the host. Sums and products of large numbers would
/// leave the range of fp32.
///
/// Every other operator rounds fp64 tensors to fp32 first and gives what its fp32 kernel computes, stored as fp64: seven digits.
/// That is within the tolerance of the standard's tests; a model that needs more is none for the chips that are simulated here.
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
