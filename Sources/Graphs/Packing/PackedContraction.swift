import Tensors

/// A contraction whose second operand is packed: the same sums, over the blocks of the packing as units.
///
/// Memories hold and move the packed bytes. Where the operand enters the arithmetic its bits become elements again; a sparse
/// product adds only what is stored, which is less of the reduction.
public struct PackedContraction: Contraction {
  /// The sums over weights that lie element by element.
  public let dense: any Contraction
  public let packing: WeightPacking

  public var reductionUnits: Int { packing.blocks }
  public var reductionPerUnit: Int { packing.stored(of: packing.unitsPerBlock * dense.reductionPerUnit) }
  public var columnAxis: Int { dense.columnAxis }
  public var rowAxes: [Int] { dense.rowAxes }
  public var groupAxes: [Int] { dense.groupAxes }
  public var columnsPerGroup: Int { dense.columnsPerGroup }

  public func inputBox(_ index: Int, for output: Box, reduction: Range<Int>) -> Box {
    let box = dense.inputBox(index, for: output, reduction: packing.units(ofBlocks: reduction))
    guard index == 1 else { return box }
    let bytes = packing.bytes(ofBlocks: reduction)
    return Box(
      lower: [box.lower(packing.columnAxis), bytes.lowerBound],
      extent: [box.extent(packing.columnAxis), bytes.count])
  }

  public func productShape(of output: Box, reduction: Range<Int>) -> ProductShape {
    var shape = dense.productShape(of: output, reduction: packing.units(ofBlocks: reduction))
    shape.reduction = packing.stored(of: shape.reduction)
    return shape
  }

  public func accumulate(
    into accumulator: inout Tensor, a: Tensor, b: Tensor, output: Box, reduction: Range<Int>,
    aZeroPoint: Int32, bZeroPoint: Int32
  ) {
    let weights = packing.unpacked(b, blocks: reduction)
    dense.accumulate(
      into: &accumulator, a: a, b: accumulator.type.element == .int32 ? weights : weights.computing,
      output: output, reduction: packing.units(ofBlocks: reduction), aZeroPoint: aZeroPoint,
      bZeroPoint: packing.dense.quantization?.zeroPoint ?? 0)
  }
}
