import TensorKernels

/// Transcendental functions over arrays, in place, within 2.5 units in the last place (exp 1, tanh and erf 1.4, sigmoid 2.3).
///
/// The same operand gives the same bits wherever it stands, whatever the length of the array and whatever the
/// processor: tiles may cut arrays anywhere.
public enum VectorMath {
  public static func exp(_ values: UnsafeMutableBufferPointer<Float>) {
    if let base = values.baseAddress { kernel_exp(values.count, base) }
  }

  public static func tanh(_ values: UnsafeMutableBufferPointer<Float>) {
    if let base = values.baseAddress { kernel_tanh(values.count, base) }
  }

  public static func erf(_ values: UnsafeMutableBufferPointer<Float>) {
    if let base = values.baseAddress { kernel_erf(values.count, base) }
  }

  /// 1 / (1 + exp(-x))
  public static func sigmoid(_ values: UnsafeMutableBufferPointer<Float>) {
    if let base = values.baseAddress { kernel_sigmoid(values.count, base) }
  }

  public static func exp(_ values: inout [Float]) { values.withUnsafeMutableBufferPointer { exp($0) } }
  public static func tanh(_ values: inout [Float]) { values.withUnsafeMutableBufferPointer { tanh($0) } }
  public static func erf(_ values: inout [Float]) { values.withUnsafeMutableBufferPointer { erf($0) } }
  public static func sigmoid(_ values: inout [Float]) {
    values.withUnsafeMutableBufferPointer { sigmoid($0) }
  }
}
