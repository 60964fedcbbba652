import Chips
import Graphs
import Tensors

/// Chooses, node by node, which core computes which part.
///
/// Greedy in topological order: the cost of a candidate is the slower of its computation and its weight traffic,
/// plus the exposed part of the time to bring it the inputs that other cores computed.
struct Planner {
  /// Part of the exchange between cores that computation does not hide (an estimate; the machine measures it).
  static let exposedExchange = 0.5

  let graph: Graph
  let chip: Chip
  let cost: CostModel
  private(set) var tasks: [NodeTask] = []
  private(set) var partitions: [Partition?] = []
  private(set) var root: [ValueIndex]
  /// By value: the node that computes it.
  let producer: [NodeIndex?]

  init(graph: Graph, chip: Chip) throws {
    self.graph = graph
    self.chip = chip
    cost = CostModel(chip: chip)
    root = Array(graph.values.indices)
    producer = graph.producer
    for index in graph.nodes.indices {
      let task = try NodeTask(index, of: graph, on: chip)
      tasks.append(task)
      if case .alias = task.kind, let source = task.operands[0] { root[task.output] = root[source] }
      partitions.append(try partition(of: task))
    }
  }

  private var matrixCores: [Int] { chip.cores.indices.filter { chip.cores[$0].matrix != nil } }
  private var vectorCores: [Int] { chip.cores.indices.filter { chip.cores[$0].vector != nil } }

  private func partition(of task: NodeTask) throws -> Partition? {
    let box = Box(shape: task.outputType.shape)
    switch task.kind {
    case .alias, .host:
      return nil
    case .contraction(let contraction):
      let columns = matrixCores.compactMap { chip.cores[$0].matrix?.columns }.min() ?? 1
      let all = box.extent(contraction.columnAxis)
      let granule =
        contraction.columnsPerGroup < all
        ? contraction.columnsPerGroup : (all >= columns * matrixCores.count ? columns : 1)
      return try cheapest(task, box, granules: [contraction.columnAxis: granule], coreSets: [matrixCores])
    case .tiled:
      var sets = [vectorCores]
      let dsp = vectorCores.filter { chip.cores[$0].matrix == nil }
      if !dsp.isEmpty && dsp.count < vectorCores.count {
        sets.append(dsp)
        sets.append(vectorCores.filter { chip.cores[$0].matrix != nil })
      }
      return try cheapest(task, box, granules: [:], coreSets: sets)
    }
  }

  private func cheapest(
    _ task: NodeTask, _ box: Box, granules: [Int: Int], coreSets: [[Int]]
  ) throws -> Partition {
    var best: (cost: Double, partition: Partition)?
    for cores in coreSets {
      for candidate in Partition.candidates(
        for: box, along: task.splittableAxes, granules: granules, cores: cores)
      {
        let cycles = try expectedCycles(of: task, under: candidate)
        if best == nil || cycles < best!.cost { best = (cycles, candidate) }
      }
    }
    return best!.partition
  }

  private func expectedCycles(of task: NodeTask, under partition: Partition) throws -> Double {
    var slowest = 0.0
    var exchange = 0.0
    var dramBytes = 0
    for part in partition.parts {
      slowest = max(slowest, try computeCycles(of: task, part))
      var remoteBytes = 0
      for position in task.operands.indices {
        guard let value = task.operands[position],
          let needed = task.operandBox(position, for: part.box, in: graph)
        else { continue }
        let type = graph.values[value].type
        let bytes = type.element.byteCount(of: needed.elementCount)
        if let local = localElements(of: value, needed, on: part.core) {
          remoteBytes += bytes - type.element.byteCount(of: local)
        } else {
          dramBytes += bytes
        }
      }
      exchange = max(exchange, Double(remoteBytes) / cost.portBytesPerCycle)
    }
    let traffic = Double(dramBytes) / cost.dramBytesPerCycle
    return max(slowest, traffic) + exchange * Planner.exposedExchange
  }

  private func computeCycles(of task: NodeTask, _ part: Partition.Part) throws -> Double {
    let vector = cost.vectorCycles(operations: task.vectorOperations(for: part.box), core: part.core)
    guard case .contraction(let contraction) = task.kind else { return vector }
    let product = contraction.productShape(of: part.box, reduction: 0..<contraction.reductionUnits)
    let element = graph.values[task.operands[0]!].type.element
    return max(vector, try cost.matrixCycles(product, element: element, core: part.core))
  }

  /// Elements of a box that this core computed itself; nil when no core did (weights, graph inputs, host results).
  private func localElements(of value: ValueIndex, _ box: Box, on core: Int) -> Int? {
    let source = root[value]
    guard let producer = producer[source], let partition = partitions[producer] else { return nil }
    guard let computed = partition.box(on: core) else { return 0 }
    let type = graph.values[source].type
    let needed = box.reshaped(from: graph.values[value].type.shape, to: type.shape)
    guard let needed else { return computed.elementCount == type.elementCount ? box.elementCount : 0 }
    return needed.intersection(computed)?.elementCount ?? 0
  }
}
