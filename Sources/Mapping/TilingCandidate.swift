/// One way to cut a contraction.
struct TilingCandidate {
  var extents: [Int]
  var units: Int
  var rowTiles: Int
  var columnTiles: Int
  var unitTiles: Int
  /// Bytes of one tile of each operand and of the result; 0 for what is resident.
  var aTileBytes: Int
  var bTileBytes: Int
  var stagingBytes: Int
  /// What DRAM moves for them.
  var aRequestBytes: Int
  var bRequestBytes: Int
  var storeRequestBytes: Int
  /// Of the matrix engine, for the whole share.
  var computeCycles: Double

  /// Two tiles of everything: one is loaded while the other is worked on.
  var bytesInFlight: Int { 2 * (aTileBytes + bTileBytes + stagingBytes) }

  func expectedCycles(_ order: ContractionTiling.Order, _ around: Surroundings) -> Double {
    // What is kept for reuse beyond the tiles in flight, when it fits; otherwise it is loaded again.
    var room = around.workingBytes - bytesInFlight
    func keeps(_ bytes: Int) -> Bool {
      guard bytes <= room else { return false }
      room -= bytes
      return true
    }
    var aLoads = rowTiles * unitTiles
    var bLoads = columnTiles * unitTiles
    switch order {
    case .columnsOuter:
      if !keeps(bTileBytes * unitTiles) { bLoads *= rowTiles }
      if columnTiles > 1, !keeps(aTileBytes * rowTiles * unitTiles) { aLoads *= columnTiles }
    case .rowsOuter:
      if !keeps(aTileBytes * unitTiles) { aLoads *= columnTiles }
      if rowTiles > 1, !keeps(bTileBytes * columnTiles * unitTiles) { bLoads *= rowTiles }
    }
    let loadBytes = aLoads * aRequestBytes + bLoads * bRequestBytes
    let storeBytes = rowTiles * columnTiles * storeRequestBytes
    let traffic = Double(loadBytes + storeBytes) / around.bandwidth
    // Weights arrive while the operator before computes; activations of this operator cannot. Where loading is
    // slower than computing, the last step computes after everything has arrived.
    let fill = Double(aRequestBytes) / around.bandwidth
    let drain =
      around.finishing / Double(rowTiles * columnTiles) + Double(stagingBytes) / around.bandwidth
    let commands = Double(rowTiles * columnTiles * (unitTiles + 2))
    let lastStep =
      CostModel.exposedLastStep * computeCycles / Double(rowTiles * columnTiles * unitTiles)
    return max(computeCycles + fill, traffic + lastStep, around.finishing) + drain
      + commands * CostModel.commandOverheadCycles
  }
}

/// What the cycles of every candidate depend on alike.
struct Surroundings {
  var workingBytes: Int
  /// Bytes per cycle between DRAM and the core.
  var bandwidth: Double
  /// Of the vector engine, for the whole share.
  var finishing: Double

  init(_ share: ContractionShare, _ cost: CostModel) {
    workingBytes = share.workingBytes
    bandwidth = min(cost.dramBytesPerCycle / Double(share.sharers), cost.loadBytesPerCycle(core: share.core))
    finishing = cost.vectorCycles(
      operations: share.box.elementCount * share.finishOperations, core: share.core)
  }
}
