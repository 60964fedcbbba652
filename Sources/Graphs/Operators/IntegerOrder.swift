import Tensors

extension Tensor {
  /// Whole numbers that compare as the stored ones do: those of uint64 shifted by −2⁶³, since they reach beyond
  /// `Int64.max`.
  var orderedIntegers: [Int64] {
    type.element == .uint64 ? integers.map { $0 ^ .min } : integers
  }

  /// Makes a tensor of what `orderedIntegers` gave.
  init(_ type: TensorType, ordered: [Int64]) {
    self.init(type, integers: type.element == .uint64 ? ordered.map { $0 ^ .min } : ordered)
  }
}
