import Tensors

extension TensorType {
  /// The type operators compute with (see `Operator`): `fp32` for everything that stands for real numbers,
  /// integers and bools as they are.
  public var computing: TensorType { isReal ? TensorType(.float32, shape) : self }

  /// The same element and quantisation under another shape.
  func withShape(_ shape: [Int]) -> TensorType {
    TensorType(element, shape, quantization: quantization)
  }

  /// Whether two tensors hold their numbers in the same manner, whatever their shapes.
  func storesLike(_ other: TensorType) -> Bool {
    element == other.element && quantization == other.quantization
  }
}

extension Tensor {
  /// The tensor as operators take it.
  var computing: Tensor { type.isReal && type.element != .float32 ? converted(to: type.computing) : self }
}
