import TensorKernels

/// Folds and normalisations of contiguous rows.
///
/// **Order of summation.** Element i goes to running value i mod 8; then the halves of the eight are joined, and so on. It
/// depends on the row's length alone.
extension VectorMath {
  public static func sum(_ row: UnsafePointer<Float>, count: Int) -> Float {
    var result: Float = 0
    kernel_sum(count, row, &result)
    return result
  }

  public static func sumOfSquares(_ row: UnsafePointer<Float>, count: Int) -> Float {
    var result: Float = 0
    kernel_sum_of_squares(count, row, &result)
    return result
  }

  /// The largest element that is not NaN; −∞ when there is none.
  public static func largest(_ row: UnsafePointer<Float>, count: Int) -> Float {
    var result: Float = 0
    kernel_largest(count, row, &result)
    return result
  }

  /// `e^(x − max) / Σ e^(x − max)`, in place.
  public static func softmax(_ row: UnsafeMutablePointer<Float>, count: Int) {
    kernel_shift(count, largest(row, count: count), row, row)
    kernel_exp(count, row)
    kernel_scale(count, 1 / sum(row, count: count), row)
  }

  /// `(x − mean) / √(variance + epsilon)`.
  /// - Parameter isCentred: whether the mean is taken off; if not, it counts as zero.
  /// - Returns: the mean, and what the differences from it were multiplied by.
  @discardableResult
  public static func standardize(
    _ row: UnsafePointer<Float>, into result: UnsafeMutablePointer<Float>, count: Int, epsilon: Float,
    isCentred: Bool = true
  ) -> (mean: Float, factor: Float) {
    let mean = isCentred ? sum(row, count: count) / Float(count) : 0
    kernel_shift(count, mean, row, result)
    let variance = sumOfSquares(result, count: count) / Float(count)
    let factor = 1 / (variance + epsilon).squareRoot()
    kernel_scale(count, factor, result)
    return (mean, factor)
  }
}
