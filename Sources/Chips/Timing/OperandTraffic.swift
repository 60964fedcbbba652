/// Words that pass between a matrix engine and its memories during one command.
public struct OperandTraffic: Sendable, Hashable {
  /// Read from the left operand (activations), once for each tile that needs them again.
  public var leftWords: Int
  /// Read from the right operand (weights).
  public var rightWords: Int
  /// Added to the accumulator: partial sums, one for each tile of the reduction.
  public var resultWords: Int

  public init(leftWords: Int, rightWords: Int, resultWords: Int) {
    self.leftWords = leftWords
    self.rightWords = rightWords
    self.resultWords = resultWords
  }

  /// Every word of the product passes once.
  init(once shape: MatrixProductShape) {
    leftWords = shape.groups * shape.rows * shape.reduction
    rightWords = shape.groups * shape.reduction * shape.columns
    resultWords = shape.groups * shape.rows * shape.columns
  }
}

extension MatrixEngine {
  /// Words that a product moves in and out of the array: on a systolic array those that the register-level
  /// array reads and writes, on dot-product lanes the left operand anew for each tile of lanes.
  /// - Throws: `InputError` when the shape is empty or beyond all measure.
  public func traffic(of shape: MatrixProductShape) throws -> OperandTraffic {
    try check(shape)
    switch array {
    case .systolic(let systolic):
      return SystolicSchedule(systolic, rows: rows, columns: columns, shape: shape).traffic
    case .dotProduct:
      var traffic = OperandTraffic(once: shape)
      traffic.leftWords *= Folds(shape.columns, by: columns).count
      traffic.resultWords *= Folds(shape.reduction, by: rows).count
      return traffic
    }
  }
}
