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
    var operation: Int
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

  /// Operators of a graph that was mapped lately, by number: equal numbers for equal attributes.
  private struct NumberedGraph {
    /// Kept, so that no other graph can lie at the same place.
    var nodes: [Node]
    var numbers: [Int]
  }

  private struct Operations {
    var numbers: [String: Int] = [:]
    var graphs: [NumberedGraph] = []
  }

  private static let graphsKept = 8
  private let operations = Mutex(Operations())

  public init() {}

  /// By node, a number that equal operators share. Describing them takes longer than many a search, so it is done once
  /// for all runs of a graph.
  func operationNumbers(of graph: Graph) -> [Int] {
    operations.withLock { operations in
      if let known = operations.graphs.first(where: { $0.nodes.isSameArray(as: graph.nodes) }) {
        return known.numbers
      }
      let numbers = graph.nodes.map { node in
        let text = String(describing: node.operation)
        let number = operations.numbers[text] ?? operations.numbers.count
        operations.numbers[text] = number
        return number
      }
      if operations.graphs.count == Self.graphsKept { operations.graphs.removeFirst() }
      operations.graphs.append(NumberedGraph(nodes: graph.nodes, numbers: numbers))
      return numbers
    }
  }

  /// - Parameter operation: the operator's number.
  func tiling(
    for share: ContractionShare, operation: Int, _ cost: CostModel
  ) throws -> ContractionTiling {
    let core = cost.chip.cores[share.core]
    let problem = Problem(
      operation: operation, box: share.box,
      inputShapes: [share.aType.shape, share.bType.shape],
      elements: [
        share.element, share.aType.element, share.bType.element, share.outputType.element,
      ],
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
      if known.candidates.updateValue(candidates, forKey: problem) == nil {
        known.count += candidates.count
      }
    }
    return try share.cheapest(of: candidates, cost)
  }
}

extension Array {
  /// Whether both are one array in memory, and so equal.
  fileprivate func isSameArray(as other: [Element]) -> Bool {
    withUnsafeBufferPointer { own in
      other.withUnsafeBufferPointer { own.baseAddress == $0.baseAddress && own.count == $0.count }
    }
  }
}
