import Chips

/// The matrix products that an array is given: `groups` times left · right, with all their words.
public struct ArrayProduct<Arithmetic: ArrayArithmetic>: Sendable {
  public let shape: MatrixProductShape
  /// `groups × rows × reduction`, row by row.
  public let left: [Arithmetic.Word]
  /// `groups × reduction × columns`, row by row.
  public let right: [Arithmetic.Word]

  public init(_ shape: MatrixProductShape, left: [Arithmetic.Word], right: [Arithmetic.Word]) {
    precondition(left.count == shape.groups * shape.rows * shape.reduction, "left operand of another size")
    precondition(
      right.count == shape.groups * shape.reduction * shape.columns, "right operand of another size")
    self.shape = shape
    self.left = left
    self.right = right
  }

  /// All words zero: for the times alone.
  public init(zeros shape: MatrixProductShape) {
    self.init(
      shape,
      left: Array(repeating: Arithmetic.zeroWord, count: shape.groups * shape.rows * shape.reduction),
      right: Array(repeating: Arithmetic.zeroWord, count: shape.groups * shape.reduction * shape.columns))
  }

  var allFinite: Bool { left.allSatisfy(Arithmetic.isFinite) && right.allSatisfy(Arithmetic.isFinite) }
}

/// An operand or a result seen as matrices, one for each group, whichever way its words lie.
struct MatrixLayout: Sendable {
  var groupStride: Int
  var rowStride: Int
  var columnStride: Int

  func index(group: Int, row: Int, column: Int) -> Int {
    group * groupStride + row * rowStride + column * columnStride
  }

  var transposed: MatrixLayout {
    MatrixLayout(groupStride: groupStride, rowStride: columnStride, columnStride: rowStride)
  }

  init(groupStride: Int, rowStride: Int, columnStride: Int) {
    self.groupStride = groupStride
    self.rowStride = rowStride
    self.columnStride = columnStride
  }

  /// Row by row.
  init(rows: Int, columns: Int) {
    self.init(groupStride: rows * columns, rowStride: columns, columnStride: 1)
  }
}
