import Chips
import Graphs

/// SCALE-Sim's own count of a layer's compute cycles, quirks and all, in O(1).
///
/// Folds follow one another without overlap, those at the edge take as long as the others, results of an
/// output-stationary fold vanish where they are, and "Total Cycles" is the index of the last cycle, counted from 0.
/// Compared with SCALE-Sim 3.0.0; see `ScaleSimValidation`.
public struct ScaleSimCount: Sendable, Hashable {
  public let array: ScaleSimArray
  /// The product that is counted: output positions, filters, and terms that are left of each sum.
  public let rows: Int
  public let columns: Int
  public let reduction: Int
  /// Multiply-accumulates with all terms, zeros too: what its overall utilisation counts.
  public let denseMultiplyAccumulates: Int
  /// Weights that share one read of an input, where sparsity counts: M of N:M over N.
  private let inputReadsPerWeight: Double
  /// Whether words read of the input are a whole number in SCALE-Sim's reports; sparse weights make them a decimal.
  public let inputReadsAreWhole: Bool

  /// - Parameter usesSparsity: whether N:M of the layer counts.
  public init(_ layer: ScaleSimLayer, on array: ScaleSimArray, usesSparsity: Bool) {
    let product = layer.product
    self.array = array
    rows = product.rows
    columns = product.columns
    reduction = usesSparsity ? layer.sparseReduction : product.reduction
    denseMultiplyAccumulates = product.rows * product.columns * product.reduction
    let ratio = layer.sparsity.map { Double($0.of) / Double($0.kept) } ?? 1
    inputReadsAreWhole = !usesSparsity || array.dataflow != .weightStationary
    inputReadsPerWeight = inputReadsAreWhole ? 1 : ratio
  }

  /// A dense product.
  public init(rows: Int, columns: Int, reduction: Int, on array: ScaleSimArray) {
    self.array = array
    self.rows = rows
    self.columns = columns
    self.reduction = reduction
    denseMultiplyAccumulates = rows * columns * reduction
    inputReadsPerWeight = 1
    inputReadsAreWhole = true
  }

  /// What lies along the array's rows, along its columns, and what streams through.
  var spread: (rows: Int, columns: Int, time: Int) {
    switch array.dataflow {
    case .outputStationary: (rows, columns, reduction)
    case .weightStationary: (reduction, columns, rows)
    case .inputStationary: (reduction, rows, columns)
    }
  }

  public var rowFolds: Int { (spread.rows + array.rows - 1) / array.rows }
  public var columnFolds: Int { (spread.columns + array.columns - 1) / array.columns }
  public var folds: Int { rowFolds * columnFolds }

  public var cyclesPerFold: Int {
    let loading = array.dataflow == .outputStationary ? 0 : array.rows
    return loading + array.rows + array.columns + spread.time - 2
  }

  /// Its column "Total Cycles".
  public var totalCycles: Int { folds * cyclesPerFold - 1 }
}

extension ScaleSimCount {
  private var foldPEs: Double { Double(folds) * Double(array.rows) * Double(array.columns) }

  public var overallUtilisationPercent: Double {
    // One PE that multiplies once counts no cycle at all.
    let cycles = Double(max(1, totalCycles))
    return 100 * Double(denseMultiplyAccumulates) / (cycles * Double(array.rows) * Double(array.columns))
  }

  public var mappingEfficiencyPercent: Double {
    100 * Double(spread.rows) * Double(spread.columns) / foldPEs
  }

  public var computeUtilisationPercent: Double {
    let (height, width) = (array.rows, array.columns)
    let cycles =
      array.dataflow == .outputStationary
      ? height + width + spread.time - 2 : 2 * height + 2 * width + spread.time - 3
    return 100 * Double(rows) * Double(columns) * Double(reduction) / (foldPEs * Double(cycles))
  }

  /// Words read from the input SRAM.
  public var inputReads: Double {
    switch array.dataflow {
    case .outputStationary, .weightStationary:
      Double(columnFolds) * Double(rows) * Double(reduction) * inputReadsPerWeight
    case .inputStationary: Double(rows) * Double(reduction)
    }
  }

  /// Words read from the filter SRAM.
  public var filterReads: Int {
    switch array.dataflow {
    case .outputStationary: rowFolds * columns * reduction
    case .weightStationary: reduction * columns
    case .inputStationary: columnFolds * columns * reduction
    }
  }

  /// Words written to the output SRAM. (os: each fold sends its empty slots, too.)
  public var outputWrites: Int {
    switch array.dataflow {
    case .outputStationary: rows * columns + folds * (array.rows + array.columns)
    case .weightStationary, .inputStationary: rowFolds * rows * columns
    }
  }

  /// Words of results that go to memory.
  var outputWords: Int { array.dataflow == .outputStationary ? rows * columns : outputWrites }
}
