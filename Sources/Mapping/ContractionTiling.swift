import Chips
import Graphs
import Tensors

/// How one core's share of a contraction is cut: which box of the output stays in the accumulator, how much of the
/// reduction one command covers, and in which order the tiles are visited.
struct ContractionTiling: Hashable {
  enum Order: String {
    /// Columns outermost: weights stay, activations stream past.
    case columnsOuter = "weights stay, rows stream"
    /// Rows outermost: activations stay, weights stream past.
    case rowsOuter = "rows stay, weights stream"
  }

  /// Largest extent of a tile along each axis of the output.
  var tileExtents: [Int]
  var reductionUnits: Int
  var order: Order
  /// Expected cycles of this share, alone.
  var expectedCycles: Double
}

/// One core's share of a contraction, and what the search must respect.
struct ContractionShare {
  var contraction: any Contraction
  var box: Box
  var core: Int
  var element: ElementType
  var aType: TensorType
  var bType: TensorType
  var outputType: TensorType
  /// Operands that are already in the scratchpad cost no load.
  var aIsResident: Bool
  var bIsResident: Bool
  var outputIsResident: Bool
  /// Scalar operations per output element on the way out of the accumulator.
  var finishOperations: Int
  var accumulatorBytes: Int
  /// Scratchpad bytes for tiles in flight.
  var workingBytes: Int
  /// Cores that share the memory bandwidth.
  var sharers: Int

  /// Axes other than the column axis, outermost first.
  var rowAxes: [Int] { (0..<box.rank).filter { $0 != contraction.columnAxis } }
}

extension ContractionShare {
  /// Every way to cut it that the accumulator holds: what the search chooses from, and what does not depend on how fast
  /// the memories are and how large the scratchpad is.
  func candidates(_ cost: CostModel) throws -> [TilingCandidate] {
    var result: [TilingCandidate] = []
    for extents in rowTileCandidates() {
      for columns in columnCandidates(cost) {
        var tile = extents
        tile[contraction.columnAxis] = columns
        guard tile.reduce(4, *) * 2 <= accumulatorBytes else { continue }
        for units in reductionCandidates(cost) { result.append(try candidate(tile, units: units, cost)) }
      }
    }
    return result
  }

  /// The cheapest tiling that fits.
  /// - Throws: `MappingError.doesNotFit` when not even the smallest tile does.
  func cheapest(of candidates: [TilingCandidate], _ cost: CostModel) throws -> ContractionTiling {
    let surroundings = Surroundings(self, cost)
    var best: (cycles: Double, index: Int, order: ContractionTiling.Order)?
    for (index, candidate) in candidates.enumerated() where candidate.bytesInFlight <= workingBytes {
      for order in [ContractionTiling.Order.columnsOuter, .rowsOuter] {
        let cycles = candidate.expectedCycles(order, surroundings)
        if best == nil || cycles < best!.cycles { best = (cycles, index, order) }
      }
    }
    guard let best else {
      let smallestNeed = candidates.map(\.bytesInFlight).min()
      throw MappingError.doesNotFit(
        memory: smallestNeed == nil ? .accumulator(core: core) : .scratchpad(core: core),
        neededBytes: smallestNeed ?? smallestAccumulatorBytes(cost),
        availableBytes: smallestNeed == nil ? accumulatorBytes : workingBytes)
    }
    let chosen = candidates[best.index]
    return ContractionTiling(
      tileExtents: chosen.extents, reductionUnits: chosen.units, order: best.order,
      expectedCycles: best.cycles)
  }

  private func smallestAccumulatorBytes(_ cost: CostModel) -> Int {
    8 * (columnCandidates(cost).min() ?? 1)
  }

  /// Output tiles that are one run of rows: outer axes one at a time, one axis in part, inner axes whole.
  private func rowTileCandidates() -> [[Int]] {
    var result: [[Int]] = []
    let axes = rowAxes
    for (position, axis) in axes.enumerated() {
      let length = box.extent(axis)
      if length == 1 && position < axes.count - 1 { continue }
      var extents = box.shape
      for outer in axes[..<position] { extents[outer] = 1 }
      var seen: Set<Int> = []
      var parts = 1
      while parts <= length {
        let extent = (length + parts - 1) / parts
        if seen.insert(extent).inserted {
          extents[axis] = extent
          result.append(extents)
        }
        parts = parts < 8 ? parts + 1 : parts * 2
      }
      if seen.insert(1).inserted {
        extents[axis] = 1
        result.append(extents)
      }
    }
    return result.isEmpty ? [box.shape] : result
  }

  private func columnCandidates(_ cost: CostModel) -> [Int] {
    let all = box.extent(contraction.columnAxis)
    let perGroup = min(contraction.columnsPerGroup, all)
    let array = cost.chip.cores[core].matrix?.columns ?? 1
    var result: Set<Int> = []
    if perGroup == all {
      var step = array
      while step < all {
        result.insert(step)
        step *= 2
      }
      result.insert(all)
    } else {
      var groups = 1
      while groups * perGroup <= all {
        result.insert(groups * perGroup)
        groups *= 2
      }
      for parts in 2...max(2, perGroup) where perGroup % parts == 0 && perGroup / parts >= array {
        result.insert(perGroup / parts)
      }
    }
    return result.sorted()
  }

  private func reductionCandidates(_ cost: CostModel) -> [Int] {
    let all = contraction.reductionUnits
    let array = cost.chip.cores[core].matrix?.rows ?? 1
    var result: Set<Int> = [all]
    // Whole array rows: the least number of units whose rows fill the array evenly, or nearly.
    var step = max(1, array / max(1, contraction.reductionPerUnit))
    while step < all {
      result.insert(step)
      step *= 2
    }
    if contraction.reductionPerUnit > 1 { result.insert(1) }
    return result.sorted()
  }

  private func candidate(_ tile: [Int], units: Int, _ cost: CostModel) throws -> TilingCandidate {
    let first = Box(lower: box.lowerBounds, extent: tile)
    return TilingCandidate(
      extents: tile, units: units,
      rowTiles: rowAxes.reduce(1) { $0 * ceilDivide(box.extent($1), tile[$1]) },
      columnTiles: ceilDivide(box.extent(contraction.columnAxis), tile[contraction.columnAxis]),
      unitTiles: ceilDivide(contraction.reductionUnits, units),
      aTileBytes: aIsResident ? 0 : bytes(of: 0, aType, first, units),
      bTileBytes: bIsResident ? 0 : bytes(of: 1, bType, first, units),
      stagingBytes: outputIsResident ? 0 : outputType.element.byteCount(of: first.elementCount),
      aRequestBytes: aIsResident ? 0 : requestBytes(of: 0, aType, first, units, cost),
      bRequestBytes: bIsResident ? 0 : requestBytes(of: 1, bType, first, units, cost),
      storeRequestBytes: outputIsResident ? 0 : cost.requestBytes(for: first, of: outputType),
      computeCycles: try computeCycles(tile, units: units, cost))
  }

  private func bytes(of index: Int, _ type: TensorType, _ tile: Box, _ units: Int) -> Int {
    let needed = contraction.inputBox(index, for: tile, reduction: 0..<units)
    return type.element.byteCount(of: needed.elementCount)
  }

  /// Bytes that DRAM moves to load it.
  private func requestBytes(of index: Int, _ type: TensorType, _ tile: Box, _ units: Int, _ cost: CostModel)
    -> Int
  {
    cost.requestBytes(for: contraction.inputBox(index, for: tile, reduction: 0..<units), of: type)
  }

  /// Streaming cycles of all tiles: full and edge tiles of each axis counted by class.
  private func computeCycles(_ tile: [Int], units: Int, _ cost: CostModel) throws -> Double {
    var classes: [(box: [Int], count: Int)] = [([], 1)]
    for axis in 0..<box.rank {
      let (whole, rest) = box.extent(axis).quotientAndRemainder(dividingBy: tile[axis])
      classes = classes.flatMap { entry in
        var result: [(box: [Int], count: Int)] = []
        if whole > 0 { result.append((entry.box + [tile[axis]], entry.count * whole)) }
        if rest > 0 { result.append((entry.box + [rest], entry.count)) }
        return result
      }
    }
    let (wholeUnits, restUnits) = contraction.reductionUnits.quotientAndRemainder(dividingBy: units)
    var cycles = 0.0
    for entry in classes {
      let tileBox = Box(lower: box.lowerBounds, extent: entry.box)
      if wholeUnits > 0 {
        let product = contraction.productShape(of: tileBox, reduction: 0..<units)
        cycles +=
          try Double(entry.count * wholeUnits) * cost.matrixCycles(product, element: element, core: core)
      }
      if restUnits > 0 {
        let product = contraction.productShape(of: tileBox, reduction: 0..<restUnits)
        cycles += try Double(entry.count) * cost.matrixCycles(product, element: element, core: core)
      }
    }
    return cycles
  }
}

extension CostModel {
  /// Cycles charged for each command so that the search does not cut finer than it must (an estimate of issue and
  /// synchronisation).
  static let commandOverheadCycles = 4.0
  /// Part of the last step's computation that is exposed when loading is the slower (an estimate: the load engine has
  /// mostly gone on to the next operator's weights by then).
  static let exposedLastStep = 0.1
}

func ceilDivide(_ a: Int, _ b: Int) -> Int { (a + b - 1) / b }
