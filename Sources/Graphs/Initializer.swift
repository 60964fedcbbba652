import Tensors

/// Where the bytes of a weight come from. Nothing is read or generated before somebody asks for it, so that a run
/// without numerics costs no memory for weights.
public indirect enum Initializer: Sendable {
  /// The bytes themselves (small constants, JSON literals).
  case dense(Tensor)
  /// `offset + scale * h(seed, index)` by the fill formula of `SeededFill`, uniform in [-scale, scale].
  case fill(seed: UInt32, scale: Float, offset: Float)
  /// Bytes in a mapped file, row-major. All that lies in a file shares its mapping.
  case mapped(MappedBytes)
  /// Another initializer (fp32, of the same shape) with every slice along axis 0 multiplied by a factor
  /// (BatchNormalization folded into a convolution).
  case scaled(Initializer, factors: [Float])
  /// Another initializer of type `from`, converted to the value's own type (quantised weights).
  case converted(Initializer, from: TensorType)
  /// A part of another initializer of type `from`: it starts at `lower` and has the value's own shape, with the
  /// leading axes of length 1 dropped (one direction of a recurrent layer's weights).
  case part(Initializer, from: TensorType, lower: [Int])
}
