import Graphs
import Tensors

/// Consecutive operators that each core computes together, slice by slice, so that what passes between them never leaves
/// its scratchpad.
///
/// The last operator's part of a core is cut into slices; a slice of an operator before it is the box that the slices
/// behind it need. Where those overlap (the halo of a window), the overlap is computed again or kept from the slice
/// before.
struct StreamedGroup {
  /// In order; only the last one's output is read outside.
  var nodes: ClosedRange<NodeIndex>
  /// Of the last node.
  var partition: Partition
  /// Largest extents of a slice of the last node's output.
  var extents: [Int]
  var keepsHalo: Bool
  /// By node of the group: how many slices it stays behind the first, so that an engine need not wait for what it has
  /// just begun.
  var lags: [Int]
  var gain: StreamGain

  var last: NodeIndex { nodes.upperBound }
}

/// What a group saves, by estimate.
public struct StreamGain: Sendable, Hashable {
  /// Cycles of the operators one after the other, and together.
  public var separateCycles: Double
  public var cycles: Double
  /// Bytes that need not move between the cores and the memories outside: the inner values, to their home and back, less
  /// what slices load again.
  public var savedBytes: Int
  /// Of scratchpad that it needs for itself on each core.
  public var scratchpadBytes: Int
  public var sliceCount: Int
  /// Part of the arithmetic that is done again.
  public var recomputation: Double
}

/// The boxes of a group's operators on one core.
struct StreamedPart {
  let part: Partition.Part
  /// By slice, then by node of the group.
  let boxes: [[Box]]

  init(_ group: StreamedGroup, _ part: Partition.Part, tasks: [NodeTask], graph: Graph) {
    self.part = part
    boxes = part.box.slices(of: group.extents).map {
      guard let boxes = StreamedPart.boxes(of: group.nodes, for: $0, tasks: tasks, graph: graph) else {
        preconditionFailure("every slice of a group was looked at when it was chosen")
      }
      return boxes
    }
  }

  /// What each node has to compute so that the last one has a box; nil when some node has nothing to do.
  static func boxes(
    of nodes: ClosedRange<NodeIndex>, for box: Box, tasks: [NodeTask], graph: Graph
  ) -> [Box]? {
    var needed: [ValueIndex: Box] = [tasks[nodes.upperBound].output: box]
    for node in nodes.reversed() {
      let task = tasks[node]
      guard let own = needed[task.output] else { continue }
      for position in task.operands.indices {
        guard let value = task.operands[position], let input = task.operandBox(position, for: own, in: graph)
        else { continue }
        needed[value] = needed[value]?.union(input) ?? input
      }
    }
    let boxes = nodes.compactMap { needed[tasks[$0].output] }
    return boxes.count == nodes.count && !boxes.contains(where: \.isEmpty) ? boxes : nil
  }
}

extension Box {
  /// Cut into boxes of at most these extents, the first axis varying slowest.
  func slices(of extents: [Int]) -> [Box] {
    var result = [self]
    for axis in 0..<rank {
      let ranges = cuts(of: extent(axis), into: ceilDivide(extent(axis), extents[axis]))
      result = result.flatMap { part in
        ranges.map {
          part.replacing(axis, with: $0.lowerBound + lower(axis)..<$0.upperBound + lower(axis))
        }
      }
    }
    return result
  }

  /// What of this box is left behind another one that ends inside it; nil when that is no box or nothing is saved.
  func remainder(behind earlier: Box) -> Box? {
    guard let common = intersection(earlier) else { return nil }
    let cut = (0..<rank).filter { common.range($0) != range($0) }
    guard cut.count == 1, let axis = cut.first, common.lower(axis) == lower(axis) else { return nil }
    return replacing(axis, with: common.lower(axis) + common.extent(axis)..<lower(axis) + extent(axis))
  }
}
