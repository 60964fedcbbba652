import Graphs
import Synchronization
import Tensors

/// Tilings already searched, by problem, so that equal layers and a thousand design points share one search.
/// Safe to share among threads.
public final class MappingCache: Sendable {
  private struct Key: Hashable {
    var operation: String
    var extents: [Int]
    var inputShapes: [[Int]]
    var elements: [ElementType]
    var residency: [Bool]
    var capacities: [Int]
    var engine: String
  }

  private let tilings = Mutex<[Key: ContractionTiling]>([:])

  public init() {}

  func tiling(for share: ContractionShare, of node: Node, _ cost: CostModel) throws -> ContractionTiling {
    let core = cost.chip.cores[share.core]
    let key = Key(
      operation: String(describing: node.operation), extents: share.box.shape,
      inputShapes: [share.aType.shape, share.bType.shape],
      elements: [share.aType.element, share.bType.element, share.outputType.element],
      residency: [share.aIsResident, share.bIsResident, share.outputIsResident],
      capacities: [share.accumulatorBytes, share.workingBytes, share.sharers, share.finishOperations],
      engine: String(describing: core) + String(describing: cost.chip.dram)
        + String(describing: cost.chip.network))
    if let known = tilings.withLock({ $0[key] }) { return known }
    let found = try share.search(cost)
    tilings.withLock { $0[key] = found }
    return found
  }
}
