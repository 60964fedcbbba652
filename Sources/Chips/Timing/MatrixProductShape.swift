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
    guard min(groups, rows, columns, reduction) > 0 else { return nil }
    let (results, overflowsResults) = rows.multipliedReportingOverflow(by: columns)
    let (group, overflowsGroup) = results.multipliedReportingOverflow(by: reduction)
    let (all, overflowsAll) = group.multipliedReportingOverflow(by: groups)
    return overflowsResults || overflowsGroup || overflowsAll ? nil : all
  }
}
