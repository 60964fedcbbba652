/// N:M sparsity: of every `of` consecutive weights along the reduction at most `kept` are not zero (Mishra et al.,
/// Accelerating Sparse Deep Neural Networks, arXiv:2104.08378, 2021).
public struct StructuredSparsity: Sendable, Hashable {
  public var kept: Int
  public var of: Int

  /// - Precondition: `0 < kept < of`.
  public init(kept: Int, of: Int) {
    precondition(kept > 0 && kept < of, "keeps some, not all")
    self.kept = kept
    self.of = of
  }

  /// As people write it: `2:4`.
  public var name: String { "\(kept):\(of)" }

  /// Bits that tell which of a group's places a stored weight has: ⌈log₂ of⌉.
  public var indexBits: Int { Int.bitWidth - (of - 1).leadingZeroBitCount }

  /// Weights that are stored of so many consecutive ones. A last group that is shorter than the others keeps as many, or
  /// all it has.
  public func stored(of count: Int) -> Int { count / of * kept + min(kept, count % of) }
}
