import TensorKernels

/// Weights and inputs out of a formula: any language can make the same numbers from the same seed.
///
/// For the flat row-major index i: `h = i + seed * 0x9E3779B9`; `h ^= h >> 16; h *= 0x85EBCA6B; h ^= h >> 13;
/// h *= 0xC2B2AE35; h ^= h >> 16` (all modulo 2³²; the finaliser of MurmurHash3); `u = h >> 8`. The value is
/// `scale * ((u - 2²³) / 2²³) + offset`, each step rounded to fp32: uniform in `offset ± scale`.
public struct SeededFill: Sendable, Hashable {
  public var seed: UInt32
  public var scale: Float
  public var offset: Float

  public init(seed: UInt32, scale: Float, offset: Float) {
    self.seed = seed
    self.scale = scale
    self.offset = offset
  }

  private static func shift(_ seed: UInt32) -> UInt32 { seed &* 0x9E37_79B9 }

  /// Values 0 ..< count.
  public func values(count: Int) -> [Float] {
    [Float](unsafeUninitializedCapacity: count) { target, filled in
      if let base = target.baseAddress { fill(base, first: 0, count: count) }
      filled = count
    }
  }

  /// The values of a part of a tensor of this shape, dense and row-major.
  public func values(box: Box, of shape: [Int]) -> [Float] {
    let total = box.isEmpty ? 0 : box.elementCount
    var runs = StridedRuns(of: box, in: Box(shape: shape), element: .float32)
    return [Float](unsafeUninitializedCapacity: total) { target, filled in
      while let run = runs.next() {
        fill(target.baseAddress! + filled, first: run.offset / 4, count: run.bytes / 4)
        filled += run.bytes / 4
      }
    }
  }

  private func fill(_ target: UnsafeMutablePointer<Float>, first: Int, count: Int) {
    kernel_seeded_fill(
      count, UInt32(truncatingIfNeeded: first), SeededFill.shift(seed), scale, offset, target)
  }

  /// Whole numbers `low + u mod modulus`, for token indices and the like.
  public static func integers(seed: UInt32, modulus: Int64, low: Int64, count: Int) -> [Int64] {
    precondition(modulus > 0)
    return (0..<count).map { low + Int64(hash(UInt32(truncatingIfNeeded: $0) &+ shift(seed)) >> 8) % modulus }
  }

  private static func hash(_ value: UInt32) -> UInt32 {
    var h = value
    h ^= h >> 16
    h &*= 0x85EB_CA6B
    h ^= h >> 13
    h &*= 0xC2B2_AE35
    return h ^ h >> 16
  }
}
