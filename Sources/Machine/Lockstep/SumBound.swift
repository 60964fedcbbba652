import Graphs
import Tensors

/// The reference sums of a floating-point contraction, and how far any other order of adding may lie from them.
///
/// A sum of `n` products of fp32 numbers computed in fp32, in any order and with or without fused multiply-adds, differs
/// from the exact one by at most `γ(n) Σ|a||b|` with `γ(n) = n u / (1 - n u)`, `u = 2⁻²⁴` (N. J. Higham, Accuracy and
/// Stability of Numerical Algorithms, 2nd ed., SIAM 2002, sections 3.1 and 4.2). The machine's sum and the reference
/// are two such sums, so they differ by at most twice that. `Σ|a||b|` is itself computed in fp32, so it is divided by
/// `1 - γ(n)`; products that underflow add at most 2⁻¹⁴⁹ each. Operands stored in fewer bits enter both sums with the
/// same values. The finishing step (epilogue, rounding) is the same function of the sum, so it is compared exactly.
struct SumBound {
  let reference: Tensor
  /// `Σ|a||b|` of each sum.
  private let magnitudes: Tensor
  private let factor: Double
  private let underflow: Double

  init(_ packed: NodeEvaluator, a: Tensor, b stored: Tensor) throws {
    let (evaluator, b) = packed.unpacking(stored)
    guard case .contraction(let contraction) = evaluator.form else {
      preconditionFailure("sums belong to contractions")
    }
    let whole = Box(shape: evaluator.outputTypes[0].shape)
    let all = 0..<contraction.reductionUnits
    // A strided window may leave rows at an edge unread.
    let left = a[contraction.inputBox(0, for: whole, reduction: all)]
    let right = b[contraction.inputBox(1, for: whole, reduction: all)]
    var sums = evaluator.emptyAccumulator(for: whole)
    evaluator.contract(a: left, b: right, output: whole, reduction: all, into: &sums)
    var magnitudes = evaluator.emptyAccumulator(for: whole)
    evaluator.contract(
      a: left.magnitudes, b: right.magnitudes, output: whole, reduction: all, into: &magnitudes)
    reference = sums
    self.magnitudes = magnitudes
    let length = Double(contraction.reductionUnits * contraction.reductionPerUnit)
    let gamma = length * 0x1p-24 / (1 - length * 0x1p-24)
    factor = 2 * gamma / (1 - gamma)
    underflow = 2 * length * 0x1p-149
  }

  /// Calls `body` with each element's error and its bound.
  ///
  /// Infinite operands and those that are no numbers leave nothing to add: sums must then be both no numbers or both
  /// the same infinity, and where just one sum is finite the error is infinite and its bound zero.
  func forEachError(of sums: Tensor, _ body: (_ error: Double, _ bound: Double) -> Void) {
    sums.withElements(as: Float.self) { sums in
      reference.withElements(as: Float.self) { reference in
        magnitudes.withElements(as: Float.self) { magnitudes in
          for index in sums.indices {
            let same = sums[index] == reference[index] || (sums[index].isNaN && reference[index].isNaN)
            let error = same ? 0 : abs(Double(sums[index]) - Double(reference[index]))
            let isBounded = error.isFinite && magnitudes[index].isFinite
            body(error, isBounded ? factor * Double(magnitudes[index]) + underflow : 0)
          }
        }
      }
    }
  }
}

extension Tensor {
  /// Absolute values, as fp32.
  fileprivate var magnitudes: Tensor {
    Tensor(TensorType(.float32, shape), floats: floats.map(abs))
  }
}
