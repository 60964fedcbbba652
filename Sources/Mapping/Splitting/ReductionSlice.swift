import Graphs
import Tensors

/// Some units of a contraction's reduction as a contraction of their own.
struct ReductionSlice: Contraction {
  let base: any Contraction
  let units: Range<Int>

  var reductionUnits: Int { units.count }
  var reductionPerUnit: Int { base.reductionPerUnit }
  var columnAxis: Int { base.columnAxis }
  var rowAxes: [Int] { base.rowAxes }
  var groupAxes: [Int] { base.groupAxes }
  var columnsPerGroup: Int { base.columnsPerGroup }

  func inputBox(_ index: Int, for output: Box, reduction: Range<Int>) -> Box {
    base.inputBox(index, for: output, reduction: shifted(reduction))
  }

  func productShape(of output: Box, reduction: Range<Int>) -> ProductShape {
    base.productShape(of: output, reduction: shifted(reduction))
  }

  func accumulate(
    into accumulator: inout Tensor, a: Tensor, b: Tensor, output: Box, reduction: Range<Int>,
    aZeroPoint: Int32, bZeroPoint: Int32
  ) {
    base.accumulate(
      into: &accumulator, a: a, b: b, output: output, reduction: shifted(reduction),
      aZeroPoint: aZeroPoint, bZeroPoint: bZeroPoint)
  }

  private func shifted(_ range: Range<Int>) -> Range<Int> {
    range.lowerBound + units.lowerBound..<range.upperBound + units.lowerBound
  }
}
