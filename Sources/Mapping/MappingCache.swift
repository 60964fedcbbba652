import Chips
import Graphs
import Synchronization
import Tensors

/// What searches for tilings have in common, so that equal layers and a thousand design points share the work: the
/// candidates of a problem depend on the operator and the matrix engine; which of them is the cheapest is a matter of
/// the memories around, and quickly seen. Safe to share among threads.
public final class MappingCache: Sendable {
  /// All that a list of candidates depends on.
  private struct Problem: Hashable {
    var operation: String
    var box: Box
    var inputShapes: [[Int]]
    var elements: [ElementType]
    var residency: [Bool]
    /// Of a part of the reduction.
    var units: Range<Int>?
    var accumulatorBytes: Int
    var requestBytes: Int
    var matrix: MatrixEngine?
    var clocks: [Int]
  }

  /// About 100 bytes each.
  private static let mostCandidates = 2_000_000

  private let known = Mutex<(candidates: [Problem: [TilingCandidate]], count: Int)>(([:], 0))

  public init() {}

  func tiling(for share: ContractionShare, of node: Node, _ cost: CostModel) throws -> ContractionTiling {
    let core = cost.chip.cores[share.core]
    let problem = Problem(
      operation: String(describing: node.operation), box: share.box,
      inputShapes: [share.aType.shape, share.bType.shape],
      elements: [share.element, share.aType.element, share.bType.element, share.outputType.element],
      residency: [share.aIsResident, share.bIsResident, share.outputIsResident],
      units: (share.contraction as? ReductionSlice)?.units,
      accumulatorBytes: share.accumulatorBytes, requestBytes: cost.chip.dram.requestBytes,
      matrix: core.matrix, clocks: [core.clockHertz, cost.clockHertz])
    if let candidates = known.withLock({ $0.candidates[problem] }) {
      return try share.cheapest(of: candidates, cost)
    }
    let candidates = try share.candidates(cost)
    known.withLock { known in
      if known.count + candidates.count > Self.mostCandidates { known = ([:], 0) }
      if known.candidates.updateValue(candidates, forKey: problem) == nil { known.count += candidates.count }
    }
    return try share.cheapest(of: candidates, cost)
  }
}
