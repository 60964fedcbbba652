import Graphs
import Tensors

/// What is decided before the first command is emitted.
struct Plan {
  /// By node.
  var tasks: [NodeTask]
  /// By node; nil for alias and host nodes.
  var partitions: [Partition?]
  /// By node.
  var choices: [SplitChoice]
  /// Operators that are computed together, in order.
  var groups: [StreamedGroup]
  /// Operators that samples go through one behind the other.
  var pipeline: Pipeline?
  /// By value: where it stays in the scratchpads from its making to its last use. nil: it goes through its home.
  var residents: [ValueIndex: Resident]
  /// By value: whether somebody reads it from its home (host, outputs, consumers that are not resident).
  var needsHome: Set<ValueIndex>
  /// By value: the value whose bytes it is under another shape (itself when it is no alias).
  var root: [ValueIndex]
  /// By value: the node that computes it; nil for inputs and constants.
  var producer: [NodeIndex?]

  /// A value kept in scratchpads.
  struct Resident {
    /// By core: the box stored there, and where.
    var pieces: [Int: ResidentPiece]
    var firstNode: NodeIndex
    var lastNode: NodeIndex
  }

  struct ResidentPiece {
    /// In the root value's shape.
    var layout: Box
    var range: AddressSpace.Range
  }

  /// By root value: the last node that reads it, by whatever shape.
  let lastUses: [ValueIndex: NodeIndex]
  /// By node: the nodes that it is computed with, itself among them.
  let spans: [ClosedRange<NodeIndex>]
  /// By node: the resident values that nobody needs afterwards, ascending.
  let residentsEnding: [[ValueIndex]]

  init(
    tasks: [NodeTask], partitions: [Partition?], choices: [SplitChoice],
    groups: [StreamedGroup] = [], pipeline: Pipeline? = nil, residents: [ValueIndex: Resident],
    needsHome: Set<ValueIndex>, root: [ValueIndex], producer: [NodeIndex?]
  ) {
    self.tasks = tasks
    self.partitions = partitions
    self.choices = choices
    self.groups = groups
    self.pipeline = pipeline
    self.residents = residents
    self.needsHome = needsHome
    self.root = root
    self.producer = producer
    spans = Plan.spans(of: groups, pipeline, count: tasks.count)
    var last: [ValueIndex: NodeIndex] = [:]
    for task in tasks {
      for value in task.operands.compactMap({ $0 }) { last[root[value]] = task.index }
    }
    lastUses = last
    var ending = [[ValueIndex]](repeating: [], count: tasks.count)
    for (value, resident) in residents.sorted(by: { $0.key < $1.key }) {
      ending[resident.lastNode].append(value)
    }
    residentsEnding = ending
  }

  static func spans(
    of groups: [StreamedGroup], _ pipeline: Pipeline? = nil, count: Int
  ) -> [ClosedRange<NodeIndex>] {
    var spans = (0..<count).map { $0...$0 }
    for group in groups {
      for node in group.nodes { spans[node] = group.nodes }
    }
    if let nodes = pipeline?.nodes {
      for node in nodes { spans[node] = nodes }
    }
    return spans
  }

  /// The nodes during which a value is there, whole groups at a time.
  func lifetime(of value: ValueIndex, producer: NodeIndex) -> ClosedRange<NodeIndex> {
    spans[producer].lowerBound...spans[max(producer, lastUses[value] ?? producer)].upperBound
  }

  /// The group of a node; nil when it is computed on its own.
  func group(of node: NodeIndex) -> StreamedGroup? { groups.first { $0.nodes.contains(node) } }
}
