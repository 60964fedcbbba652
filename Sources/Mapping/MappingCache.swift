import Chips
import Graphs
import Synchronization
import Tensors

/// Tilings already searched, by problem, so that equal layers and a thousand design points share one search.
/// Safe to share among threads.
public final class MappingCache: Sendable {
  private struct Key: Hashable {
    var operation: String
    var box: Box
    var inputShapes: [[Int]]
    var elements: [ElementType]
    var residency: [Bool]
    var capacities: [Int]
    var matrix: MatrixEngine?
    var vector: VectorEngine?
    var dma: DMAEngine
    var dram: DRAM
    var network: Network
    var clocks: [Int]
  }

  private let tilings = Mutex<[Key: ContractionTiling]>([:])

  public init() {}

  func tiling(for share: ContractionShare, of node: Node, _ cost: CostModel) throws -> ContractionTiling {
    let core = cost.chip.cores[share.core]
    let key = Key(
      operation: String(describing: node.operation), box: share.box,
      inputShapes: [share.aType.shape, share.bType.shape],
      elements: [share.aType.element, share.bType.element, share.outputType.element],
      residency: [share.aIsResident, share.bIsResident, share.outputIsResident],
      capacities: [share.accumulatorBytes, share.workingBytes, share.sharers, share.finishOperations],
      matrix: core.matrix, vector: core.vector, dma: core.dma, dram: cost.chip.dram,
      network: cost.chip.network, clocks: [core.clockHertz, cost.clockHertz])
    if let known = tilings.withLock({ $0[key] }) { return known }
    let found = try share.search(cost)
    tilings.withLock { $0[key] = found }
    return found
  }
}
