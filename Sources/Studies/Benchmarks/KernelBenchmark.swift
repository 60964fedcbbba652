import Foundation
import Tensors

/// How fast the reference kernels compute, on this machine, in one thread.
public enum KernelBenchmark: String, Sendable, CaseIterable {
  case floatProduct = "fp32 matrix product"
  case integerProduct = "int8 matrix product"
  case floatConvolution = "fp32 3×3 convolution"
  case integerConvolution = "int8 3×3 convolution"
  case depthwise = "fp32 3×3 depthwise convolution"
  case exponential = "exp"
  case hyperbolicTangent = "tanh"
  case sigmoid = "sigmoid"
  case errorFunction = "erf"
  case softmax = "softmax"
  case normalization = "layer normalisation"

  /// What one kernel took.
  public struct Row: Sendable {
    public var kernel: KernelBenchmark
    /// Processor seconds of one pass, the least of some tries.
    public var seconds: Double

    /// 10⁹ operations a second, a multiply-accumulate counting two; nil for functions of elements.
    public var gigaOperationsPerSecond: Double? {
      kernel.multiplyAccumulates > 0 ? 2 * Double(kernel.multiplyAccumulates) / seconds * 1e-9 : nil
    }

    /// Nanoseconds for each element; nil for sums of products.
    public var nanosecondsPerElement: Double? {
      kernel.multiplyAccumulates > 0 ? nil : seconds / Double(KernelBenchmark.vectorLength) * 1e9
    }
  }

  private static let side = 512
  private static let vectorLength = 1 << 15
  /// Elements of a row of softmax and layer normalisation.
  private static let rowLength = 512

  /// Of both 3×3 convolutions, about equally large: 64 to 64 channels, and 144 channels each on its own.
  private static let convolution = Convolution(
    inputShape: [64, 56, 56], outputShape: [64, 56, 56], kernel: [3, 3], beginPads: [1, 1])
  private static let depthwiseConvolution = Convolution(
    inputShape: [144, 56, 56], outputShape: [144, 56, 56], kernel: [3, 3], beginPads: [1, 1], groups: 144)

  /// What the kernel is measured on.
  public var workload: String {
    switch self {
    case .floatProduct, .integerProduct: "512 × 512 × 512"
    case .floatConvolution, .integerConvolution: "64 → 64 channels, 56 × 56"
    case .depthwise: "144 channels, 56 × 56"
    case .softmax, .normalization: "rows of \(Self.rowLength) elements"
    case .exponential, .hyperbolicTangent, .sigmoid, .errorFunction: "elements of −4 to 4"
    }
  }

  private var multiplyAccumulates: Int {
    switch self {
    case .floatProduct, .integerProduct: Self.side * Self.side * Self.side
    case .floatConvolution, .integerConvolution: Self.convolution.multiplyAccumulates
    case .depthwise: Self.depthwiseConvolution.multiplyAccumulates
    default: 0
    }
  }

  public func measure() -> Row {
    let seconds =
      switch self {
      case .floatProduct: floatProductSeconds()
      case .integerProduct: integerProductSeconds()
      case .floatConvolution: Self.convolution.floatSeconds()
      case .integerConvolution: Self.convolution.integerSeconds()
      case .depthwise: Self.depthwiseConvolution.floatSeconds()
      case .exponential: vectorSeconds { VectorMath.exp($0) }
      case .hyperbolicTangent: vectorSeconds { VectorMath.tanh($0) }
      case .errorFunction: vectorSeconds { VectorMath.erf($0) }
      case .sigmoid: vectorSeconds { VectorMath.sigmoid($0) }
      case .softmax: rowSeconds { VectorMath.softmax($0, count: Self.rowLength) }
      case .normalization:
        rowSeconds { VectorMath.standardize($0, into: $0, count: Self.rowLength, epsilon: 1e-5) }
      }
    return Row(kernel: self, seconds: seconds)
  }

  private func floatProductSeconds() -> Double {
    let side = Self.side
    let operand = BenchmarkOperands.floats(side * side)
    var sum = [Float](repeating: 0, count: side * side)
    return ProcessUsage.leastSeconds(of: 15) {
      MatrixProduct.accumulate(
        m: side, n: side, k: side, a: operand, lda: side, b: operand, ldb: side, c: &sum, ldc: side)
    }
  }

  private func integerProductSeconds() -> Double {
    let side = Self.side
    let operand = BenchmarkOperands.integers(side * side)
    var sum = [Int32](repeating: 0, count: side * side)
    return ProcessUsage.leastSeconds(of: 15) {
      MatrixProduct.accumulate(
        m: side, n: side, k: side, a: operand, lda: side, b: operand, ldb: side, c: &sum, ldc: side)
    }
  }

  /// Seconds of the function less those of refreshing its operand.
  private func vectorSeconds(_ function: (UnsafeMutableBufferPointer<Float>) -> Void) -> Double {
    let arguments = SeededFill(seed: 1, scale: 4, offset: 0).values(count: Self.vectorLength)
    var values = arguments
    return values.withUnsafeMutableBufferPointer { buffer in
      var least = Double.infinity
      for _ in 0..<100 {
        _ = buffer.update(from: arguments)
        least = min(least, ProcessUsage.leastSeconds(of: 1) { function(buffer) })
      }
      return least
    }
  }

  private func rowSeconds(_ function: (UnsafeMutablePointer<Float>) -> Void) -> Double {
    vectorSeconds { values in
      for row in stride(from: 0, to: Self.vectorLength, by: Self.rowLength) {
        function(values.baseAddress! + row)
      }
    }
  }
}

private enum BenchmarkOperands {
  static func floats(_ count: Int) -> [Float] {
    SeededFill(seed: 1, scale: 1, offset: 0).values(count: count)
  }

  static func integers(_ count: Int) -> [Int8] {
    SeededFill.integers(seed: 1, modulus: 255, low: -127, count: count).map { Int8($0) }
  }
}

extension Convolution {
  fileprivate var multiplyAccumulates: Int { outputShape[0] * positions * depth }
  private var inputCount: Int { inputShape[0] * inputShape[1] * inputShape[2] }
  private var weightCount: Int { outputShape[0] * depth }

  fileprivate func floatSeconds() -> Double {
    let input = BenchmarkOperands.floats(inputCount)
    let weights = BenchmarkOperands.floats(weightCount)
    var output = [Float](repeating: 0, count: outputShape[0] * positions)
    return ProcessUsage.leastSeconds(of: 15) {
      accumulate(input: input, weights: weights, output: &output)
    }
  }

  fileprivate func integerSeconds() -> Double {
    let input = BenchmarkOperands.integers(inputCount)
    let weights = BenchmarkOperands.integers(weightCount)
    var output = [Int32](repeating: 0, count: outputShape[0] * positions)
    return ProcessUsage.leastSeconds(of: 15) {
      accumulate(input: input, weights: weights, output: &output)
    }
  }
}
