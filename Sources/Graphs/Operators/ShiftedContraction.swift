import Tensors

/// A contraction of plain integers whose zero points are taken out on the way: the operands' types say nothing of
/// them, the operator does.
struct ShiftedContraction: Contraction {
  let base: any Contraction
  let zeroPoints: ZeroPoints

  var reductionUnits: Int { base.reductionUnits }
  var reductionPerUnit: Int { base.reductionPerUnit }
  var columnAxis: Int { base.columnAxis }
  var rowAxes: [Int] { base.rowAxes }
  var groupAxes: [Int] { base.groupAxes }
  var columnsPerGroup: Int { base.columnsPerGroup }

  func inputBox(_ index: Int, for output: Box, reduction: Range<Int>) -> Box {
    base.inputBox(index, for: output, reduction: reduction)
  }

  func productShape(of output: Box, reduction: Range<Int>) -> ProductShape {
    base.productShape(of: output, reduction: reduction)
  }

  func accumulate(
    into accumulator: inout Tensor, a: Tensor, b: Tensor, output: Box, reduction: Range<Int>,
    aZeroPoint: Int32, bZeroPoint: Int32
  ) {
    base.accumulate(
      into: &accumulator, a: a, b: b, output: output, reduction: reduction,
      aZeroPoint: aZeroPoint &+ zeroPoints.a, bZeroPoint: bZeroPoint &+ zeroPoints.b)
  }
}
