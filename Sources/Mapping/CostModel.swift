import Chips
import Graphs
import Tensors

/// Cycles the mapper expects, by closed forms; the machine has the last word. Cycles are of the fastest core clock.
struct CostModel {
  let chip: Chip
  let clockHertz: Int

  init(chip: Chip) {
    self.chip = chip
    clockHertz = chip.cores.map(\.clockHertz).max() ?? 1
  }

  /// Bytes per cycle that all DRAM channels deliver together.
  var dramBytesPerCycle: Double { Double(chip.dram.bandwidthBytesPerSecond) / Double(clockHertz) }

  /// Bytes per cycle into or out of one core.
  var portBytesPerCycle: Double {
    Double(chip.network.linkWidthBytes) * Double(chip.network.clockHertz) / Double(clockHertz)
  }

  /// Bytes per cycle that one core's load engine draws from DRAM when nobody competes: its port, or its requests in
  /// flight over the time of a round trip (Little's law), whichever is less.
  func loadBytesPerCycle(core: Int) -> Double {
    let inFlight = Double(chip.cores[core].dma.outstandingRequests * chip.dram.requestBytes)
    let roundTripSeconds =
      chip.dram.latencyNanoseconds * 1e-9 + 2 * Double(chip.network.topology.typicalHops)
      * Double(chip.network.hopLatencyCycles) / Double(chip.network.clockHertz)
    let byLatency = inFlight / max(1, roundTripSeconds * Double(clockHertz))
    return min(portBytesPerCycle, byLatency, dramBytesPerCycle)
  }

  /// Bytes that DRAM moves for a part of a tensor in its home: whole requests for every contiguous run, the runs
  /// beginning anywhere within a request that their stride allows.
  func requestBytes(for box: Box, of type: TensorType) -> Int {
    requestBytes(for: box, in: Box(shape: type.shape), type.element)
  }

  /// Bytes that DRAM moves for a part of a dense row-major box that begins at a request's boundary.
  func requestBytes(for box: Box, in layout: Box, _ element: ElementType) -> Int {
    var runs = StridedRuns(of: box, in: layout, element: element)
    let request = chip.dram.requestBytes
    let (count, length) = (runs.runCount, runs.runBytes)
    guard let first = runs.next() else { return 0 }
    var grain = greatestCommonDivisor(request, first.offset)
    if let second = runs.next() { grain = greatestCommonDivisor(grain, second.offset - first.offset) }
    return count * (ceilDivide(length, grain) * grain + request - grain)
  }

  private func inOwnCycles(_ cycles: Double, of core: Int) -> Double {
    cycles * Double(clockHertz) / Double(chip.cores[core].clockHertz)
  }

  /// Cycles of the matrix engine of a core for a product among others like it: the next one's stationary operand
  /// loads under this one's last tile, as far as that is long enough.
  func matrixCycles(_ product: ProductShape, element: ElementType, core: Int) throws -> Double {
    guard let matrix = chip.cores[core].matrix else { return .infinity }
    let timing = try matrix.timing(of: MatrixProductShape(product), element: element)
    let exposedPreload = max(0, timing.preloadCycles - timing.lastTileCycles)
    return inOwnCycles(Double(timing.streamCycles + exposedPreload), of: core)
  }

  func vectorCycles(operations: Int, core: Int) -> Double {
    guard let vector = chip.cores[core].vector else { return .infinity }
    return inOwnCycles(Double(operations) / Double(vector.lanes), of: core)
  }

  /// Peak multiply-accumulates per cycle of all matrix engines together.
  func peakMultiplyAccumulatesPerCycle(_ element: ElementType) -> Double {
    chip.cores.enumerated().reduce(0) { sum, entry in
      guard let matrix = entry.element.matrix else { return sum }
      return sum + matrix.peakMultiplyAccumulatesPerCycle(element) / inOwnCycles(1, of: entry.offset)
    }
  }

  /// Bytes per cycle that all scratchpads' ports carry together.
  var scratchpadBytesPerCycle: Double {
    chip.cores.enumerated().reduce(0) { sum, entry in
      let pad = entry.element.scratchpad
      return sum + Double(pad.banks * pad.bankWidthBytes * pad.portsPerBank)
        / inOwnCycles(1, of: entry.offset)
    }
  }

  /// Peak scalar operations per cycle of all vector engines together.
  var peakVectorOperationsPerCycle: Double {
    chip.cores.enumerated().reduce(0) { sum, entry in
      sum + Double(entry.element.vector?.lanes ?? 0) / inOwnCycles(1, of: entry.offset)
    }
  }
}

extension MatrixProductShape {
  public init(_ shape: ProductShape) {
    self.init(
      groups: shape.groups, rows: shape.rows, columns: shape.columns, reduction: shape.reduction)
  }
}

extension Topology {
  /// Links between a core and a memory port, typically (an estimate: half of the longest way).
  var typicalHops: Int {
    switch self {
    case .crossbar: 2
    case .ring: 4
    case .mesh(let columns, let rows), .concentratedMesh(let columns, let rows, _):
      max(1, (columns + rows) / 2)
    case .torus(let columns, let rows): max(1, (columns + rows) / 4)
    case .butterfly(_, let levels): levels + 1
    case .fatTree(_, let levels): 2 * levels
    }
  }
}

func greatestCommonDivisor(_ a: Int, _ b: Int) -> Int { b == 0 ? a : greatestCommonDivisor(b, a % b) }
