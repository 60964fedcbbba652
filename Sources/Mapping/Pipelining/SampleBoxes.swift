import Documents
import Graphs
import Tensors

/// What of every operator belongs to one sample, or a few that go together, so that samples can go through the operators
/// one behind the other.
///
/// A result that leaves is cut along its first axis; an operator before it is cut along whatever axis makes its readers need
/// one slice each, so that a Transpose may carry the samples to another axis. Where no axis does, samples depend on
/// each other and there is nothing to send one behind the other.
struct SampleBoxes {
  let count: Int
  let first: NodeIndex
  /// By node of the run, then by sample.
  private let boxes: [[Box]]

  /// - Parameter nodes: none of them on the host.
  /// - Throws: `InputError` `.usage` naming the operator whose samples depend on each other.
  init(_ nodes: ClosedRange<NodeIndex>, count: Int, tasks: [NodeTask], graph: Graph) throws {
    self.count = count
    first = nodes.lowerBound
    var needed: [ValueIndex: [Box]] = [:]
    var boxes: [[Box]] = []
    for node in nodes.reversed() {
      let task = tasks[node]
      let whole = Box(shape: task.outputType.shape)
      guard let own = SampleBoxes.cut(whole, into: count, covering: needed[task.output]) else {
        throw InputError(
          .usage, at: "split “pipeline”",
          "samples depend on each other in \(graph.nodes[node].name), \(graph.nodes[node].operatorName) with an output of "
            + "\(task.outputType.shape): it cannot work on one of \(count) at a time",
          remedy: "divide the operators by batch, channels or rows")
      }
      boxes.append(own)
      for position in task.operands.indices {
        guard let value = task.operands[position], graph.values[value].initializer == nil else { continue }
        let inputs = own.map { SampleBoxes.operandBox(position, of: task, for: $0, in: graph) }
        for (sample, input) in inputs.enumerated() {
          guard let input else { continue }
          var known = needed[value] ?? inputs.map { $0 ?? input }
          known[sample] = known[sample].union(input)
          needed[value] = known
        }
      }
    }
    self.boxes = boxes.reversed()
  }

  func box(of node: NodeIndex, sample: Int) -> Box { boxes[node - first][sample] }

  /// The same part of another sample.
  func moved(_ part: Partition.Part, of node: NodeIndex, to sample: Int) -> Partition.Part {
    let (from, to) = (box(of: node, sample: 0), box(of: node, sample: sample))
    var moved = part
    for axis in 0..<from.rank {
      let lower = part.box.lower(axis) + to.lower(axis) - from.lower(axis)
      moved.box = moved.box.replacing(axis, with: lower..<lower + part.box.extent(axis))
    }
    return moved
  }

  /// What an operator reads for a box of its output, reshaped views included.
  static func operandBox(_ position: Int, of task: NodeTask, for box: Box, in graph: Graph) -> Box? {
    guard case .alias = task.kind, let source = task.operands[position] else {
      return task.operandBox(position, for: box, in: graph)
    }
    let shape = graph.values[source].type.shape
    return box.reshaped(from: task.outputType.shape, to: shape) ?? Box(shape: shape)
  }

  /// Slices along one axis, each of which covers what its sample's readers need.
  private static func cut(_ whole: Box, into count: Int, covering needed: [Box]?) -> [Box]? {
    let axes = needed == nil ? 0..<min(1, whole.rank) : 0..<whole.rank
    for axis in axes where whole.extent(axis) % count == 0 && whole.extent(axis) > 0 {
      let length = whole.extent(axis) / count
      let slices = (0..<count).map { whole.replacing(axis, with: $0 * length..<($0 + 1) * length) }
      if let needed, !zip(slices, needed).allSatisfy({ $0.contains($1) }) { continue }
      return slices
    }
    return nil
  }
}
