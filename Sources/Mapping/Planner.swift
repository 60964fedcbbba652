import Chips
import Graphs
import Tensors

/// Chooses, node by node, which core computes which part.
///
/// Greedy in topological order, under several weights for memory traffic against computation: with room to load ahead,
/// traffic hides behind the computation of earlier operators and only its sum counts; without, each operator
/// waits for its own. `PipelineEstimate` tells which weight suits this graph on this chip.
struct Planner {
  /// Part of the exchange between cores that computation does not hide (an estimate; the machine measures it).
  static let exposedExchange = 0.5
  let graph: Graph
  let chip: Chip
  let options: MappingOptions
  let cost: CostModel
  let tasks: [NodeTask]
  /// By value: the value whose bytes it is under another shape.
  let root: [ValueIndex]
  /// By value: the node that computes it.
  let producer: [NodeIndex?]
  /// By node: every way to divide it that was weighed.
  private(set) var ways: [[Partition]] = []
  private var computeCycles: [ComputeKey: Double] = [:]

  private struct ComputeKey: Hashable {
    var node: NodeIndex
    var core: Int
    var extents: [Int]
    var units: Int?
  }

  init(graph: Graph, chip: Chip, options: MappingOptions = MappingOptions()) throws {
    try options.splits.checkNames(in: graph)
    self.graph = graph
    self.chip = chip
    self.options = options
    cost = CostModel(chip: chip)
    producer = graph.producer
    tasks = try graph.nodes.indices.map { try NodeTask($0, of: graph, on: chip) }
    var root = Array(graph.values.indices)
    for task in tasks {
      if case .alias = task.kind, let source = task.operands[0] { root[task.output] = root[source] }
    }
    self.root = root
  }

  /// The partition of each node, nil for alias and host nodes, and why it is that one.
  /// - Throws: `InputError` for a split that an operator cannot have.
  mutating func partitions() throws -> (partitions: [Partition?], choices: [SplitChoice]) {
    let axes = columnAxes
    ways = tasks.map { candidates(for: $0, columnAxis: axes[$0.index]) }
    try checkWishes(ways)
    var best: (cycles: Double, partitions: [Partition?], choices: [SplitChoice])?
    let weights =
      options.trafficWeight.map { [MappingOptions.trafficWeights[$0]] } ?? MappingOptions.trafficWeights
    for weight in weights {
      var partitions: [Partition?] = []
      var choices: [SplitChoice] = []
      var estimate = PipelineEstimate(chip: chip)
      for task in tasks {
        let weighed = try ways[task.index].map {
          WeighedPartition($0, try load(of: task, under: $0, after: partitions), trafficWeight: weight)
        }
        guard let choice = choose(weighed, for: task, trafficWeight: weight) else {
          partitions.append(nil)
          choices.append(SplitChoice())
          continue
        }
        partitions.append(choice.best.partition)
        choices.append(choice.reasons)
        estimate.add(choice.best.load)
      }
      if best == nil || estimate.cycles < best!.cycles { best = (estimate.cycles, partitions, choices) }
    }
    return (best!.partitions, best!.choices)
  }

  /// Nodes whose division was asked for.
  var settledNodes: Set<NodeIndex> {
    Set(graph.nodes.indices.filter { options.splits.wish(for: graph.nodes[$0].name) != nil })
  }

  /// - Parameters:
  ///   - part: of the output; nil for all of it.
  ///   - cores: nil for all cores.
  func candidates(
    for task: NodeTask, box part: Box? = nil, columnAxis: Int?, on cores: [Int]? = nil
  ) -> [Partition] {
    let box = part ?? Box(shape: task.outputType.shape)
    let cores = cores ?? Array(chip.cores.indices)
    let matrixCores = cores.filter { chip.cores[$0].matrix != nil }
    let vectorCores = cores.filter { chip.cores[$0].vector != nil }
    var whole = CuttableBox(
      box: box, axes: task.splittableAxes, kinds: task.splitKinds(columnAxis: columnAxis))
    switch task.kind {
    case .alias, .host:
      return []
    case .contraction(let contraction):
      let columns = matrixCores.compactMap { chip.cores[$0].matrix?.columns }.min() ?? 1
      let all = box.extent(contraction.columnAxis)
      whole.granules[contraction.columnAxis] =
        contraction.columnsPerGroup < all
        ? contraction.columnsPerGroup : (all >= columns * matrixCores.count ? columns : 1)
      let ring = Partition.ring(for: whole, units: contraction.reductionUnits, cores: matrixCores)
      return Partition.candidates(for: whole, cores: matrixCores) + (ring.map { [$0] } ?? [])
    case .tiled:
      let plain = vectorCores.filter { chip.cores[$0].matrix == nil }
      let paired = vectorCores.filter { chip.cores[$0].matrix != nil }
      let sets = plain.isEmpty || paired.isEmpty ? [vectorCores] : [vectorCores, plain, paired]
      return sets.flatMap { Partition.candidates(for: whole, cores: $0) }
    }
  }

  mutating func load(
    of task: NodeTask, under partition: Partition, after partitions: [Partition?]
  ) throws -> NodeLoad {
    var load = NodeLoad()
    for part in partition.parts {
      load.computeCycles = max(load.computeCycles, try computeCycles(of: task, part))
      var remoteBytes = 0
      var loadedBytes = 0
      for position in task.operands.indices {
        guard let value = task.operands[position],
          let needed = partition.operandBox(position, of: task, for: part, in: graph)
        else { continue }
        let type = graph.values[value].type
        if let local = localElements(of: value, needed, on: part.core, partitions) {
          remoteBytes += type.element.byteCount(of: needed.elementCount - local)
        } else {
          loadedBytes += cost.requestBytes(for: needed, of: type)
        }
      }
      if partition.dividesReduction {
        // Every core but the last of each sum sends it on, 32 bits an element.
        let others = task.outputType.elementCount - part.box.elementCount
        remoteBytes += others * 4
      }
      load.exchangeCycles = max(load.exchangeCycles, Double(remoteBytes) / cost.portBytesPerCycle)
      load.trafficBytes += loadedBytes
      load.trafficCycles = max(
        load.trafficCycles, Double(loadedBytes) / cost.loadBytesPerCycle(core: part.core))
    }
    load.trafficCycles = max(load.trafficCycles, Double(load.trafficBytes) / cost.dramBytesPerCycle)
    return load
  }

  private mutating func computeCycles(of task: NodeTask, _ part: Partition.Part) throws -> Double {
    let key = ComputeKey(
      node: task.index, core: part.core, extents: part.box.shape, units: part.reduction?.count)
    if let known = computeCycles[key] { return known }
    var cycles = cost.vectorCycles(operations: task.vectorOperations(for: part.box), core: part.core)
    if case .contraction(let contraction) = task.kind {
      let summed = part.reduction == nil ? part.box : Box(shape: task.outputType.shape)
      let product = contraction.productShape(
        of: summed, reduction: part.reduction ?? 0..<contraction.reductionUnits)
      let element = graph.values[task.operands[0]!].type.element
      cycles = max(cycles, try cost.matrixCycles(product, element: element, core: part.core))
    }
    computeCycles[key] = cycles
    return cycles
  }

  /// Elements of a box that this core computed itself; nil when no core did (weights, graph inputs, host results).
  private func localElements(
    of value: ValueIndex, _ box: Box, on core: Int, _ partitions: [Partition?]
  ) -> Int? {
    let source = root[value]
    guard let producer = producer[source], producer < partitions.count,
      let partition = partitions[producer]
    else { return nil }
    guard let computed = partition.box(on: core) else { return 0 }
    let type = graph.values[source].type
    guard let needed = box.reshaped(from: graph.values[value].type.shape, to: type.shape) else {
      return computed.elementCount == type.elementCount ? box.elementCount : 0
    }
    return needed.intersection(computed)?.elementCount ?? 0
  }
}
