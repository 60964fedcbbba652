import Machine
import Mapping
import Studies

/// One operator of a run together with the run it belongs to.
public struct OperatorRow: Sendable {
  public let run: RunRow
  public let record: OperatorRecord
  public let comparison: OutputComparison?
  /// An estimate.
  public let energy: EnergyBreakdown

  public var plan: OperatorPlan { run.result.program.operators[record.node] }

  /// What kept the operator from being faster, by what was measured.
  public var bound: Bound { Bound(of: record, in: run) }

  /// The cycles that the operator took: those charged to it, or those its engines worked for it where part of that
  /// was hidden under its neighbours.
  public var occupiedCycles: Double {
    let matrix = Double(record.matrixBusyCycles) / Double(max(1, run.matrixEngines))
    let vector = Double(record.vectorBusyCycles) / Double(max(1, run.vectorEngines))
    return max(Double(record.cycles), matrix, vector)
  }

  /// Useful work over what the matrix engines could have done in its cycles; nil when none worked for it.
  public var utilisation: Double? {
    guard record.usesMatrixEngines, occupiedCycles > 0 else { return nil }
    return record.computeBoundCycles / occupiedCycles
  }

  /// How near the operator came to its roofline; 1 at most, for what was loaded ahead is charged to no operator.
  public var rooflineFraction: Double? {
    occupiedCycles > 0 ? min(1, record.rooflineCycles / occupiedCycles) : nil
  }
}

extension OperatorRecord {
  fileprivate var usesMatrixEngines: Bool { multiplyAccumulates > 0 && matrixBusyCycles > 0 }
}

/// A whole run and what its rows share.
public struct RunRow: Sendable {
  public let result: SimulationResult
  public let matrixEngines: Int
  public let vectorEngines: Int
  /// Bytes that all DRAM channels together move in one cycle of the record's clock.
  public let dramBytesPerCycle: Double

  public init(_ result: SimulationResult) {
    self.result = result
    matrixEngines = result.chip.cores.count { $0.matrix != nil }
    vectorEngines = result.chip.cores.count { $0.vector != nil }
    dramBytesPerCycle =
      Double(result.chip.dram.bandwidthBytesPerSecond) / Double(result.record.clockHertz)
  }

  public var record: RunRecord { result.record }

  /// A row for each operator, in the order of the model.
  public var operators: [OperatorRow] {
    let comparisons = Dictionary(
      (record.verification?.comparisons ?? []).map { ($0.node, $0) }, uniquingKeysWith: { first, _ in first })
    return zip(record.operators, result.energy.operators).map {
      OperatorRow(run: self, record: $0, comparison: comparisons[$0.node], energy: $1)
    }
  }

  public var multiplyAccumulates: Int { record.operators.reduce(0) { $0 + $1.multiplyAccumulates } }

  /// Useful multiply-accumulates over what all matrix engines could have done in the whole run.
  public var utilisation: Double? {
    let useful = record.operators.filter(\.usesMatrixEngines)
    guard !useful.isEmpty, record.elapsedCycles > 0 else { return nil }
    return useful.reduce(0) { $0 + $1.computeBoundCycles } / Double(record.elapsedCycles)
  }

  public var rooflineCycles: Double { record.operators.reduce(0) { $0 + $1.rooflineCycles } }

  /// How near the run came to the roofline: the mean of its operators' fractions, weighted by MACs.
  public var rooflineFraction: Double? {
    let total = multiplyAccumulates
    guard total > 0 else { return nil }
    return operators.reduce(0) { sum, row in
      sum + (row.rooflineFraction ?? 0) * Double(row.record.multiplyAccumulates) / Double(total)
    }
  }
}
