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

  /// Bytes per cycle that the home memory of intermediates delivers.
  func homeBytesPerCycle(_ memory: MemoryIdentifier) -> Double {
    guard memory == .sharedBuffer, let buffer = chip.sharedBuffer else { return dramBytesPerCycle }
    let rate = Double(buffer.banks * buffer.bytesPerCyclePerBank) * Double(buffer.clockHertz)
    return rate / Double(clockHertz)
  }

  /// Bytes per cycle into or out of one core.
  var portBytesPerCycle: Double {
    Double(chip.network.linkWidthBytes) * Double(chip.network.clockHertz) / Double(clockHertz)
  }

  /// Bytes that DRAM moves for a part of a tensor in its home: whole requests for every contiguous run.
  func requestBytes(for box: Box, of type: TensorType) -> Int {
    let runs = StridedRuns(of: box, in: Box(shape: type.shape), element: type.element)
    let request = chip.dram.requestBytes
    let (whole, rest) = runs.runBytes.quotientAndRemainder(dividingBy: request)
    // A run that is no multiple of a request lies across one boundary more often than not.
    return runs.runCount * (whole + (rest == 0 ? 0 : whole == 0 && rest * 2 <= request ? 1 : 2)) * request
  }

  private func inOwnCycles(_ cycles: Double, of core: Int) -> Double {
    cycles * Double(clockHertz) / Double(chip.cores[core].clockHertz)
  }

  /// Cycles of the matrix engine of a core for a product.
  func matrixCycles(_ product: ProductShape, element: ElementType, core: Int) throws -> Double {
    guard let matrix = chip.cores[core].matrix else { return .infinity }
    let timing = try matrix.timing(of: MatrixProductShape(product), element: element)
    return inOwnCycles(Double(timing.streamCycles), of: core)
  }

  func vectorCycles(operations: Int, core: Int) -> Double {
    guard let vector = chip.cores[core].vector else { return .infinity }
    return inOwnCycles(Double(operations) / Double(vector.lanes), of: core)
  }

  /// Peak multiply-accumulates per cycle of all matrix engines together.
  func peakMultiplyAccumulatesPerCycle(_ element: ElementType) -> Double {
    chip.cores.enumerated().reduce(0) { sum, entry in
      guard let matrix = entry.element.matrix,
        let precision = matrix.precisions.first(where: { $0.element == element })
      else { return sum }
      let perCycle = Double(matrix.rows * matrix.columns) / Double(precision.cyclesPerStep)
      return sum + perCycle / inOwnCycles(1, of: entry.offset)
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
