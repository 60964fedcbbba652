import Chips
import Graphs
import Tensors

/// Chooses which intermediates stay in the scratchpads, and where.
///
/// A value's piece on a core holds what the core computes of it and what its consumers on that core need; other
/// cores push their parts. Pieces are packed like a static arena: values that live at the same time never overlap,
/// and at every node a working area above them stays free for tiles.
struct ResidencyPlanner {
  /// Least part of a scratchpad that stays free for tiles in flight (one over this).
  static let workingShare = 3

  let graph: Graph
  let chip: Chip
  let tasks: [NodeTask]
  let partitions: [Partition?]
  let root: [ValueIndex]
  let producer: [NodeIndex?]
  /// What is computed together keeps its inner values to itself, and needs room.
  var groups: [StreamedGroup] = []
  /// Says itself what stays while samples go through its stages.
  var pipeline: Pipeline?

  /// What a value's consumers ask for.
  private struct Demand {
    var boxes: [Int: Box] = [:]
    var lastNode = 0
    var readFromHome = false
  }

  func plan() -> (residents: [ValueIndex: Plan.Resident], needsHome: Set<ValueIndex>) {
    let spans = Plan.spans(of: groups, pipeline, count: tasks.count)
    let demands = collectDemands(spans)
    var arenas = chip.cores.map { Arena(capacity: $0.scratchpad.capacityBytes) }
    let aliases = Dictionary(grouping: graph.values.indices.filter { root[$0] != $0 }) { root[$0] }
    var residents: [ValueIndex: Plan.Resident] = [:]
    var needsHome = Set(demands.filter(\.value.readFromHome).keys)
    let inner = Set(groups.flatMap { $0.nodes.dropLast().map { tasks[$0].output } })
    let candidates = demands.keys.filter { producer[$0] != nil && !inner.contains($0) }
      .sorted { (lifetime($0, demands), $0) < (lifetime($1, demands), $1) }
    for value in candidates {
      let maker = spans[producer[value]!].lowerBound
      let demand = demands[value]!
      if let nodes = pipeline?.nodes, nodes.overlaps(maker...max(maker, demand.lastNode)) {
        if !nodes.contains(producer[value]!) { needsHome.insert(value) }
        continue
      }
      if let pieces = pieces(
        of: value, aliases[value] ?? [], producer[value]!, maker...max(maker, demand.lastNode), demand,
        &arenas)
      {
        residents[value] = Plan.Resident(pieces: pieces, firstNode: maker, lastNode: demand.lastNode)
      } else {
        needsHome.insert(value)
      }
    }
    if let pipeline {
      needsHome = needsHome.filter { value in
        producer[value].map { !pipeline.nodes.contains($0) } ?? true
      }
      needsHome.formUnion(pipeline.residency.needsHome)
    }
    return (residents, needsHome)
  }

  private func lifetime(_ value: ValueIndex, _ demands: [ValueIndex: Demand]) -> Int {
    demands[value]!.lastNode - producer[value]!
  }

  private func collectDemands(_ spans: [ClosedRange<NodeIndex>]) -> [ValueIndex: Demand] {
    var demands: [ValueIndex: Demand] = [:]
    for value in graph.outputs { demands[root[value], default: Demand()].readFromHome = true }
    for task in tasks {
      if case .host = task.kind {
        for output in graph.nodes[task.index].outputs {
          demands[root[output], default: Demand()].readFromHome = true
        }
      }
      for position in task.operands.indices {
        guard let value = task.operands[position], graph.values[value].initializer == nil else { continue }
        let source = root[value]
        switch task.kind {
        case .alias:
          continue
        case .host:
          demands[source, default: Demand()].readFromHome = true
        case .contraction, .tiled:
          let partition = partitions[task.index]!
          for part in partition.parts {
            guard let box = partition.operandBox(position, of: task, for: part, in: graph) else { continue }
            let whole = Box(shape: graph.values[source].type.shape)
            let needed =
              box.reshaped(from: graph.values[value].type.shape, to: whole.shape) ?? whole
            let old = demands[source, default: Demand()].boxes[part.core]
            demands[source, default: Demand()].boxes[part.core] = old?.union(needed) ?? needed
          }
        }
        demands[source, default: Demand()].lastNode = max(
          demands[source]?.lastNode ?? 0, spans[task.index].upperBound)
      }
    }
    return demands
  }

  private func pieces(
    of value: ValueIndex, _ aliases: [ValueIndex], _ producer: NodeIndex,
    _ lifetime: ClosedRange<NodeIndex>, _ demand: Demand, _ arenas: inout [Arena]
  ) -> [Int: Plan.ResidentPiece]? {
    guard let partition = partitions[producer], !demand.boxes.isEmpty else { return nil }
    let type = graph.values[value].type
    var layouts = demand.boxes
    for part in partition.parts {
      layouts[part.core] = layouts[part.core]?.union(part.box) ?? part.box
    }
    // Reshaped views must be boxes too.
    for alias in aliases {
      let shape = graph.values[alias].type.shape
      for (core, layout) in layouts where layout.reshaped(from: type.shape, to: shape) == nil {
        layouts[core] = Box(shape: type.shape)
      }
    }
    if isExchangedTooWidely(layouts, partition) { return nil }
    var ranges: [Int: AddressSpace.Range] = [:]
    for core in layouts.keys.sorted() {
      let bytes = AddressSpace.aligned(type.element.byteCount(of: layouts[core]!.elementCount))
      guard
        let range = arenas[core].place(bytes, during: lifetime, below: limit(of: core, during: lifetime))
      else {
        for (placed, range) in ranges { arenas[placed].remove(range, during: lifetime) }
        return nil
      }
      ranges[core] = range
    }
    return Dictionary(
      uniqueKeysWithValues: layouts.map { ($0, Plan.ResidentPiece(layout: $1, range: ranges[$0]!)) })
  }

  /// Up to where pieces may lie: tiles in flight and groups need the rest.
  private func limit(of core: Int, during nodes: ClosedRange<NodeIndex>) -> Int {
    let capacity = chip.cores[core].scratchpad.capacityBytes
    let reserved = groups.filter { $0.nodes.overlaps(nodes) }.map(\.gain.scratchpadBytes).max() ?? 0
    return min(
      capacity * (ResidencyPlanner.workingShare - 1) / ResidencyPlanner.workingShare, capacity - reserved)
  }

  /// With many cores around a shared buffer, what most cores need is cheaper to fetch from there than to push to
  /// each of them.
  private func isExchangedTooWidely(_ layouts: [Int: Box], _ partition: Partition) -> Bool {
    guard chip.sharedBuffer != nil else { return false }
    var exchanges = 0
    for (core, layout) in layouts {
      for part in partition.parts where part.core != core && layout.intersection(part.box) != nil {
        exchanges += 1
      }
    }
    return exchanges > 4 * chip.cores.count
  }
}

/// Ranges of one memory, each held during a range of nodes.
struct Arena {
  private struct Entry {
    var range: AddressSpace.Range
    var nodes: ClosedRange<Int>
  }

  let capacity: Int
  private var entries: [Entry] = []

  init(capacity: Int) { self.capacity = capacity }

  /// The lowest free place that ends at or below `limit`.
  mutating func place(_ bytes: Int, during nodes: ClosedRange<Int>, below limit: Int) -> AddressSpace.Range? {
    var lower = 0
    for entry in entries where entry.nodes.overlaps(nodes) {
      if entry.range.lower - lower >= bytes { break }
      lower = max(lower, entry.range.upper)
    }
    guard lower + bytes <= limit else { return nil }
    let range = AddressSpace.Range(lower: lower, upper: lower + bytes)
    let position = entries.firstIndex { $0.range.lower > lower } ?? entries.count
    entries.insert(Entry(range: range, nodes: nodes), at: position)
    return range
  }

  mutating func remove(_ range: AddressSpace.Range, during nodes: ClosedRange<Int>) {
    entries.removeAll { $0.range == range && $0.nodes == nodes }
  }
}
