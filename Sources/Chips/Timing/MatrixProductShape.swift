/// Independent matrix products of one shape: `groups` times `C[rows × columns] = A[rows × reduction] ·
/// B[reduction × columns]`. `B` is the weights where there are any.
public struct MatrixProductShape: Sendable, Hashable {
  public var groups: Int
  public var rows: Int
  public var columns: Int
  public var reduction: Int

  public init(groups: Int = 1, rows: Int, columns: Int, reduction: Int) {
    self.groups = groups
    self.rows = rows
    self.columns = columns
    self.reduction = reduction
  }

  /// Multiply-accumulates of all groups; nil when one dimension is not positive or the product overflows.
  public var multiplyAccumulates: Int? {
    var product = 1
    for extent in [groups, rows, columns, reduction] {
      let (next, overflow) = product.multipliedReportingOverflow(by: extent)
      guard extent > 0, !overflow else { return nil }
      product = next
    }
    return product
  }
}
