import Chips
import Graphs
import Tensors

/// Chooses which consecutive operators are computed together, slice by slice.
///
/// Every chain of up to `longestGroup` operators whose inner values nobody else reads is weighed, under every way to
/// divide its last operator over cores and to cut that into slices: by closed forms, the operators together against the
/// same operators one after the other, each at the better of its engines and the memory. Of the groups that
/// overlap, those are taken that save most.
struct StreamPlanner {
  static let longestGroup = 5
  static let mostSlices = 128
  /// A group must be shorter by this part, or save traffic and be hardly longer.
  static let leastGain = 0.05
  /// What less traffic may cost in time.
  static let mostLoss = 0.01

  let graph: Graph
  let chip: Chip
  let cost: CostModel
  let tasks: [NodeTask]
  let root: [ValueIndex]
  let producer: [NodeIndex?]
  /// The plan without groups.
  let plan: Plan
  let optimisations: Set<Optimisation>
  /// Nodes whose division over cores was asked for.
  let settled: Set<NodeIndex>
  /// By node: ways to divide it.
  let ways: [[Partition]]
  /// By value: the nodes that read it.
  let consumers: [[NodeIndex]]
  /// What was found for chains that look alike, such as the layers of a transformer.
  private var known: [String: StreamedGroup?] = [:]

  init(_ planner: Planner, plan: Plan) {
    graph = planner.graph
    chip = planner.chip
    cost = planner.cost
    tasks = planner.tasks
    root = planner.root
    producer = planner.producer
    self.plan = plan
    optimisations = planner.options.optimisations
    settled = planner.settledNodes
    ways = planner.ways
    consumers = planner.graph.consumers
  }

  /// Groups that do not overlap, in order.
  mutating func groups() throws -> [StreamedGroup] {
    guard !optimisations.isDisjoint(with: Optimisation.slicing) else { return [] }
    var best = [(saved: Double, groups: [StreamedGroup])](repeating: (0, []), count: tasks.count + 1)
    for first in tasks.indices.reversed() {
      best[first] = best[first + 1]
      var last = first + 1
      while last < tasks.count, last - first < Self.longestGroup, isChain(first...last) {
        if readsOnlyInside(first...last), let group = try alike(first...last) {
          let saved = saving(of: group.gain) + best[last + 1].saved
          if saved > best[first].saved { best[first] = (saved, [group] + best[last + 1].groups) }
        }
        last += 1
      }
    }
    return best[0].groups
  }

  /// Cycles that a group is worth; traffic counts half, for some of it hides under the computation of neighbours.
  private func saving(of gain: StreamGain) -> Double {
    gain.separateCycles - gain.cycles + Double(gain.savedBytes) / cost.dramBytesPerCycle / 2
  }

  /// Whether every node but the last is computed in boxes and read by a node of the group.
  private func isChain(_ nodes: ClosedRange<NodeIndex>) -> Bool {
    nodes.allSatisfy { node in
      switch tasks[node].kind {
      case .alias, .host, .tiled(.move, _): false
      case .contraction, .tiled: !settled.contains(node) && !plan.partitions[node]!.dividesReduction
      }
    }
      && reads(nodes.upperBound, any: nodes.dropLast().map { tasks[$0].output })
  }

  private func reads(_ node: NodeIndex, any values: [ValueIndex]) -> Bool {
    tasks[node].operands.contains { $0.map(values.contains) ?? false }
  }

  /// Whether what passes between the nodes is read by them alone, as it is.
  private func readsOnlyInside(_ nodes: ClosedRange<NodeIndex>) -> Bool {
    nodes.dropLast().allSatisfy { node in
      let value = tasks[node].output
      guard graph.nodes[node].outputs.count == 1, !graph.outputs.contains(value) else { return false }
      return consumers[value].allSatisfy(nodes.contains) && !consumers[value].isEmpty
    }
  }

  private mutating func alike(_ nodes: ClosedRange<NodeIndex>) throws -> StreamedGroup? {
    let likeness = likeness(of: nodes)
    if let found = known[likeness] {
      guard var group = found else { return nil }
      group.nodes = nodes
      return group
    }
    let group = try cheapest(nodes)
    known[likeness] = .some(group)
    return group
  }

  /// All that the choice depends on, with values by their places in the chain.
  private func likeness(of nodes: ClosedRange<NodeIndex>) -> String {
    let core = plan.partitions[nodes.upperBound]!.parts[0].core
    var words = ["\(residentBytes(nodes, core: core))"]
    for node in nodes {
      let task = tasks[node]
      words.append("\(graph.nodes[node].operation) \(task.outputType) \(plan.partitions[node]!.summary)")
      words.append("\(task.epilogueOperations) \(plan.needsHome.contains(task.output))")
      for value in task.operands {
        guard let value else {
          words.append("-")
          continue
        }
        let inner = producer[value].flatMap { nodes.contains($0) ? $0 - nodes.lowerBound : nil } ?? -1
        let type = graph.values[value].type
        let isConstant = graph.values[value].initializer != nil
        words.append(
          "\(type.shape) \(type.element) \(inner) \(isConstant) \(plan.residents[root[value]] != nil)")
      }
    }
    return words.joined(separator: ";")
  }

  private func cheapest(_ nodes: ClosedRange<NodeIndex>) throws -> StreamedGroup? {
    let separate = try separateWork(nodes)
    guard separate.innerBytes > 0 || separate.canOverlap else { return nil }
    var best: StreamedGroup?
    let last = nodes.upperBound
    for partition in ways[last] where !partition.dividesReduction {
      guard partition.parts.count >= plan.partitions[last]!.parts.count else { continue }
      for extents in sliceExtents(of: partition.parts[0].box, node: last) {
        for keepsHalo in [false, true] {
          guard let group = try group(nodes, partition, extents, keepsHalo: keepsHalo, separate) else {
            if !keepsHalo { break }
            continue
          }
          if best == nil || group.gain.cycles < best!.gain.cycles { best = group }
          if group.gain.recomputation == 0 { break }
        }
      }
    }
    guard let best, isWorthIt(best.gain), isSound(best) else { return nil }
    return best
  }

  /// Whether every node has something to do in every slice on every core (padding may leave nothing), and all slices
  /// together make the whole of every inner value (strides may leave out what nobody reads).
  private func isSound(_ group: StreamedGroup) -> Bool {
    var boxes: [[Box]] = []
    for part in group.partition.parts {
      for slice in part.box.slices(of: group.extents) {
        guard let found = StreamedPart.boxes(of: group.nodes, for: slice, tasks: tasks, graph: graph) else {
          return false
        }
        boxes.append(found)
      }
    }
    return group.nodes.dropLast().enumerated().allSatisfy { place, node in
      // Slices are a grid, so what they cover of each axis tells what they cover of all.
      tasks[node].outputType.shape.enumerated().allSatisfy { axis, length in
        var covered = 0
        for range in boxes.map({ $0[place].range(axis) }).sorted(by: { $0.lowerBound < $1.lowerBound })
        where range.lowerBound <= covered { covered = max(covered, range.upperBound) }
        return covered == length
      }
    }
  }

  private func isWorthIt(_ gain: StreamGain) -> Bool {
    gain.savedBytes >= 0 && gain.cycles <= gain.separateCycles * (1 - Self.leastGain)
      || gain.savedBytes > 0 && gain.cycles <= gain.separateCycles * (1 + Self.mostLoss)
  }

  /// Ways to cut a part: outer axes one at a time, one axis in part, inner axes whole; never across the channels, for all
  /// that comes before would be computed again for each part of them.
  private func sliceExtents(of box: Box, node: NodeIndex) -> [[Int]] {
    let task = tasks[node]
    var axes = task.splittableAxes
    if case .contraction(let contraction) = task.kind { axes.removeAll { $0 == contraction.columnAxis } }
    if case .tiled(.window, _) = task.kind { axes.removeAll { $0 == 1 } }
    var result: [[Int]] = []
    var extents = box.shape
    for axis in axes {
      let length = box.extent(axis)
      var parts = 2
      while parts < 2 * length {
        extents[axis] = ceilDivide(length, min(parts, length))
        let count = box.slices(of: extents).count
        if count <= Self.mostSlices, result.last != extents { result.append(extents) }
        parts *= 2
      }
      extents[axis] = 1
      if box.slices(of: extents).count > Self.mostSlices { break }
    }
    return result
  }
}
