import Graphs
import Tensors

extension NodeTask {
  /// What a cut across each axis of the output is called, the usual name first.
  ///
  /// The first axis counts samples where there are more than two; of a matrix it counts rows, which may be samples.
  /// - Parameter columnAxis: where the channels of tiled operators lie, as the contraction before them put them.
  func splitKinds(columnAxis: Int?) -> [Int: [SplitKind]] {
    let rank = outputType.shape.count
    var kinds: [Int: [SplitKind]] = [:]
    for axis in splittableAxes {
      if axis == 0, rank > 1 {
        kinds[axis] = rank == 2 ? [.rows, .batch] : [.batch]
      } else {
        kinds[axis] = [isChannels(axis, rank: rank, columnAxis: columnAxis) ? .channels : .rows]
      }
    }
    return kinds
  }

  private func isChannels(_ axis: Int, rank: Int, columnAxis: Int?) -> Bool {
    switch kind {
    case .contraction(let contraction):
      axis == contraction.columnAxis || contraction.groupAxes.contains(axis)
    case .tiled, .alias, .host:
      axis == (columnAxis ?? rank - 1) || rank > 3 && axis == 1
    }
  }
}
