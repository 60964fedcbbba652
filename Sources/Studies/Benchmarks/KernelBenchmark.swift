import Foundation
import Tensors

/// How fast the reference kernels compute, on this machine.
public enum KernelBenchmark: String, Sendable, CaseIterable {
  case floatProduct = "matrix product 512³, fp32"
  case integerProduct = "matrix product 512³, int8"
  case exponential = "exp"
  case hyperbolicTangent = "tanh"
  case errorFunction = "erf"
  case sigmoid = "sigmoid"

  private static let side = 512
  private static let vectorLength = 1 << 16

  /// Operations of one repetition; a multiply-accumulate counts two.
  private var operations: Double {
    switch self {
    case .floatProduct, .integerProduct: 2 * Double(Self.side * Self.side * Self.side)
    default: Double(Self.vectorLength)
    }
  }

  /// 10⁹ operations (products) or elements (functions) per second of one thread.
  public func gigaOperationsPerSecond() -> Double {
    let seconds =
      switch self {
      case .floatProduct: floatProductSeconds()
      case .integerProduct: integerProductSeconds()
      case .exponential: vectorSeconds { VectorMath.exp(&$0) }
      case .hyperbolicTangent: vectorSeconds { VectorMath.tanh(&$0) }
      case .errorFunction: vectorSeconds { VectorMath.erf(&$0) }
      case .sigmoid: vectorSeconds { VectorMath.sigmoid(&$0) }
      }
    return operations / seconds * 1e-9
  }

  private func floatProductSeconds() -> Double {
    let side = Self.side
    let operand = SeededFill(seed: 1, scale: 1, offset: 0).values(count: side * side)
    var sum = [Float](repeating: 0, count: side * side)
    return ProcessUsage.leastSeconds(of: 5) {
      MatrixProduct.accumulate(
        m: side, n: side, k: side, a: operand, lda: side, b: operand, ldb: side, c: &sum, ldc: side)
    }
  }

  private func integerProductSeconds() -> Double {
    let side = Self.side
    let operand = SeededFill.integers(seed: 1, modulus: 255, low: -127, count: side * side).map { Int8($0) }
    var sum = [Int32](repeating: 0, count: side * side)
    return ProcessUsage.leastSeconds(of: 5) {
      MatrixProduct.accumulate(
        m: side, n: side, k: side, a: operand, lda: side, b: operand, ldb: side, c: &sum, ldc: side)
    }
  }

  private func vectorSeconds(_ function: (inout [Float]) -> Void) -> Double {
    let arguments = SeededFill(seed: 1, scale: 4, offset: 0).values(count: Self.vectorLength)
    var values = arguments
    return ProcessUsage.leastSeconds(of: 5) {
      values = arguments
      function(&values)
    }
  }
}
