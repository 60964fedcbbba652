import Tensors

/// How the weights of a product lie in memory when it is not one whole element after the other: in fewer bits than their
/// element type has, or without the zeros of an N:M sparsity.
///
/// The packed tensor is bytes, a row for each column of the product (output channel). Along the reduction a row is cut into
/// blocks of whole bytes; in a block the stored values come first, then the place of each in its group (sparsity only). The
/// last block holds what is left, rounded up to whole bytes. A block is what a product takes at least.
public struct WeightPacking: Sendable, Hashable {
  /// The weights as they are multiplied.
  public let dense: TensorType
  /// Of a stored value: its low bits, sign included.
  public let valueBits: Int
  public let sparsity: StructuredSparsity?
  /// Axes of `dense` along which the product's columns and the units of its reduction run; the others are places of one
  /// unit, row-major.
  public let columnAxis: Int
  public let unitAxis: Int
  public let unitsPerBlock: Int

  /// The smallest blocks that are whole bytes and whole groups.
  init(
    _ dense: TensorType, valueBits: Int, sparsity: StructuredSparsity?, columnAxis: Int, unitAxis: Int
  ) {
    self.dense = dense
    self.valueBits = valueBits
    self.sparsity = sparsity
    self.columnAxis = columnAxis
    self.unitAxis = unitAxis
    let perUnit = Self.placesPerUnit(dense.shape, columnAxis, unitAxis)
    let bits = valueBits + (sparsity?.indexBits ?? 0)
    var units = 1
    while units * perUnit % (sparsity?.of ?? 1) != 0
      || (sparsity?.stored(of: units * perUnit) ?? units * perUnit) * bits % 8 != 0
    {
      units += 1
    }
    unitsPerBlock = units
  }

  private static func placesPerUnit(_ shape: [Int], _ columnAxis: Int, _ unitAxis: Int) -> Int {
    shape.indices.reduce(1) { $1 == columnAxis || $1 == unitAxis ? $0 : $0 * shape[$1] }
  }

  public var columns: Int { dense.shape[columnAxis] }
  public var units: Int { dense.shape[unitAxis] }
  public var placesPerUnit: Int { Self.placesPerUnit(dense.shape, columnAxis, unitAxis) }
  public var blocks: Int { (units + unitsPerBlock - 1) / unitsPerBlock }

  /// Bits of a stored value and of what tells its place.
  public var storedBits: Int { valueBits + (sparsity?.indexBits ?? 0) }

  /// The packed tensor.
  public var type: TensorType { TensorType(.uint8, [columns, bytes(ofBlocks: 0..<blocks).upperBound]) }

  /// Units of the reduction that some blocks hold.
  public func units(ofBlocks blocks: Range<Int>) -> Range<Int> {
    blocks.lowerBound * unitsPerBlock..<min(units, blocks.upperBound * unitsPerBlock)
  }

  /// Where some blocks lie in a row.
  public func bytes(ofBlocks blocks: Range<Int>) -> Range<Int> {
    byte(before: blocks.lowerBound)..<byte(before: blocks.upperBound)
  }

  private func byte(before block: Int) -> Int {
    let units = min(units, block * unitsPerBlock)
    let (whole, rest) = units.quotientAndRemainder(dividingBy: unitsPerBlock)
    return whole * storedBytes(ofUnits: unitsPerBlock) + storedBytes(ofUnits: rest)
  }

  private func storedBytes(ofUnits units: Int) -> Int {
    (stored(of: units * placesPerUnit) * storedBits + 7) / 8
  }

  /// Values that are stored for so many weights of a column, from the beginning of a block.
  public func stored(of weights: Int) -> Int { sparsity?.stored(of: weights) ?? weights }

  /// In words: `4 bits`, `2:4 of 8 bits and 2 of place`.
  public var summary: String {
    guard let sparsity else { return "\(valueBits) bits" }
    return "\(sparsity.name) of \(valueBits) bits and \(sparsity.indexBits) of place"
  }
}
