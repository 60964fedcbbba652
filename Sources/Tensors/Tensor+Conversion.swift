extension Tensor {
  /// The same values in another type of the same shape. Real numbers go through fp32 and are rounded to the
  /// target; whole numbers that stay whole numbers keep their low bits; fp64 and whole numbers meet exactly.
  public func converted(to target: TensorType) -> Tensor {
    precondition(target.shape == shape, "conversion keeps the shape")
    if target.element == type.element && target.quantization == type.quantization {
      return Tensor(type: target, bytes: bytes)
    }
    if let direct = directlyConverted(to: target) { return direct }
    let fromWhole = !type.isReal
    if fromWhole && !target.isReal && target.element != .bool {
      return Tensor(target, storing: integers)
    }
    if type.element == .float64, let range = target.element.integerRange, !target.isReal,
      target.element != .bool
    {
      return withElements(as: Double.self) { values in
        Tensor(
          target,
          storing: target.element == .uint64
            ? values.map { Int64(bitPattern: saturatingUnsigned($0)) }
            : values.map { saturating($0, in: range) })
      }
    }
    if type.element == .uint64, target.element == .float64 {
      return withElements(as: UInt64.self) { Tensor(target, stored: $0.map(Double.init)) }
    }
    if fromWhole && target.element == .float64 {
      return Tensor(target, storing: integers)
    }
    return Tensor(target, floats: floats)
  }
}
