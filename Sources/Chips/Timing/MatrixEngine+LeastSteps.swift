extension MatrixEngine {
  /// Steps that a product takes at least, however it is cut among engines like this one and in time: a step covers a
  /// rectangle of the array's size in two of the product's extents, and no fewer such rectangles cover all of it than fit in
  /// each extent, rounded up. nil beyond all measure.
  public func leastSteps(of shape: MatrixProductShape) -> Int? {
    func folds(_ extent: Int, _ size: Int) -> Int { extent / size + (extent % size > 0 ? 1 : 0) }
    let factors: [Int]
    switch array {
    case .dotProduct:
      factors = [shape.rows, folds(shape.reduction, rows), folds(shape.columns, columns)]
    case .systolic(let systolic):
      switch systolic.dataflow {
      case .weightStationary:
        factors = [shape.rows, folds(shape.reduction, rows), folds(shape.columns, columns)]
      case .outputStationary:
        factors = [shape.reduction, folds(shape.rows, rows), folds(shape.columns, columns)]
      case .inputStationary:
        factors = [shape.columns, folds(shape.reduction, rows), folds(shape.rows, columns)]
      }
    }
    var steps = shape.groups
    for factor in factors {
      let (product, overflows) = steps.multipliedReportingOverflow(by: factor)
      if overflows { return nil }
      steps = product
    }
    return steps
  }
}
