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
  /// By node: the resident values that nobody needs afterwards, ascending.
  let residentsEnding: [[ValueIndex]]

  init(
    tasks: [NodeTask], partitions: [Partition?], choices: [SplitChoice],
    residents: [ValueIndex: Resident],
    needsHome: Set<ValueIndex>, root: [ValueIndex], producer: [NodeIndex?]
  ) {
    self.tasks = tasks
    self.partitions = partitions
    self.choices = choices
    self.residents = residents
    self.needsHome = needsHome
    self.root = root
    self.producer = producer
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
}
