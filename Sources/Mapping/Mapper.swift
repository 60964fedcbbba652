import Chips
import Documents
import Graphs
import Tensors

/// Lays a graph out on a chip: Graph × Chip → Program. Deterministic; never trusted (the machine checks).
public struct Mapper {
  let graph: Graph
  let chip: Chip
  let plan: Plan
  private let workingStart: [[Int]]
  let cost: CostModel
  let cache: MappingCache
  private let options: MappingOptions
  /// By node; see `MappingCache`.
  let operations: [Int]

  /// - Parameters:
  ///   - graph: after `Graph.prepared`: contractions have two inputs, the rest is fused behind them.
  ///   - options: what is not left to the mapper's estimates.
  ///   - cache: share one among runs to search each distinct tiling problem once.
  /// - Throws: `InputError` naming the node, the buffer that is short and by how much.
  public static func map(
    _ graph: Graph, onto chip: Chip, options: MappingOptions = MappingOptions(),
    cache: MappingCache = MappingCache()
  ) throws -> Program {
    let graph = try graph.leavingOutZeros(for: chip)
    guard !options.optimisations.isDisjoint(with: Optimisation.slicing) else {
      return try Mapper(graph, chip, options, cache).optimisedProgram()
    }
    guard options.splits.pipeline == nil else {
      throw InputError(
        .usage, at: "split “pipeline”", "computes operators in stages, and an optimisation in slices",
        remedy: "give one of them")
    }
    do {
      return try Mapper(graph, chip, options, cache).optimisedProgram()
    } catch {
      // What is computed together needs more room at a time: a small chip may hold the operators one by one only.
      var separate = options
      separate.optimisations.subtract(Optimisation.slicing)
      var program = try Mapper(graph, chip, separate, cache).optimisedProgram()
      program.notes.append("nothing is computed in slices: \(error)")
      return program
    }
  }

  /// Laid out a second time where blocks in DRAM save traffic: what a program moves is known only when it is laid out.
  private func optimisedProgram() throws -> Program {
    let plain = try program()
    guard options.optimisations.contains(.layout) else { return plain }
    let choices = LayoutPlanner(program: plain, chip: chip, cost: cost).choices()
    guard !choices.isEmpty else { return plain }
    return try program(layouts: choices)
  }

  private init(_ graph: Graph, _ chip: Chip, _ options: MappingOptions, _ cache: MappingCache)
    throws
  {
    self.graph = graph
    self.chip = chip
    self.cache = cache
    self.options = options
    operations = cache.operationNumbers(of: graph)
    var planner = try Planner(graph: graph, chip: chip, options: options)
    let (partitions, choices) = try planner.partitions()
    cost = planner.cost
    if let wish = options.splits.pipeline {
      var stages = try PipelinePlanner(planner)
      plan = Plan(
        planner, partitions: partitions, choices: choices, groups: [],
        pipeline: try stages.pipeline(stages: wish.stages))
      workingStart = Mapper.workingStart(plan, cores: chip.cores.count, nodes: graph.nodes.count)
      return
    }
    let separate = Plan(planner, partitions: partitions, choices: choices, groups: [])
    var streams = StreamPlanner(planner, plan: separate)
    let groups = try streams.groups()
    plan = Mapper.plan(with: groups, planner, partitions, choices, besides: separate)
    workingStart = Mapper.workingStart(plan, cores: chip.cores.count, nodes: graph.nodes.count)
  }

  /// Above all pieces that live at a node.
  private static func workingStart(_ plan: Plan, cores: Int, nodes: Int) -> [[Int]] {
    var result = [[Int]](repeating: [Int](repeating: 0, count: nodes), count: cores)
    for resident in plan.residents.values {
      for (core, piece) in resident.pieces {
        for node in resident.firstNode...resident.lastNode {
          result[core][node] = max(result[core][node], piece.range.upper)
        }
      }
    }
    for group in plan.groups {
      for core in result.indices {
        let highest = group.nodes.map { result[core][$0] }.max()!
        for node in group.nodes { result[core][node] = highest }
      }
    }
    return result
  }

  private func program(layouts: [LayoutChoice] = []) throws -> Program {
    var emission = Emission(
      graph: graph, chip: chip, plan: plan, workingStart: workingStart,
      layouts: Dictionary(uniqueKeysWithValues: layouts.map { ($0.value, $0.layout) }))
    var operators: [OperatorPlan] = []
    var next = 0
    while next < plan.tasks.count {
      let task = plan.tasks[next]
      next += 1
      if let pipeline = plan.pipeline, pipeline.nodes.contains(task.index) {
        operators += try emit(pipeline, into: &emission)
        next = pipeline.nodes.upperBound + 1
        continue
      }
      if let group = plan.group(of: task.index) {
        operators += try emit(group, into: &emission)
        next = group.last + 1
        continue
      }
      let start = emission.builder.commands.count
      for value in graph.nodes[task.index].outputs {
        emission.claimPieces(of: value)
        emission.homes.claimSharedRange(of: value)
      }
      let decisions: [String]
      let expected: Double
      do {
        (decisions, expected) = try emit(task, into: &emission)
      } catch let error as MappingError {
        throw inputError(error, at: task.index)
      }
      emission.releasePieces(after: task.index)
      emission.releaseTiles(after: task.index)
      emission.homes.releaseSharedRanges(valuesLastUsed(at: task.index))
      operators.append(
        OperatorPlan(
          node: task.index, commands: start..<emission.builder.commands.count, work: task.work,
          computeBoundCycles: computeBoundCycles(task),
          memoryBoundCycles: memoryBoundCycles(task, emission.homes),
          expectedCycles: expected, decisions: decisions, split: plan.choices[task.index]))
    }
    guard emission.homes.dramBytes <= chip.dram.capacityBytes else {
      throw InputError(
        at: graph.name,
        "needs \(emission.homes.dramBytes) bytes of DRAM; \(chip.name) has \(chip.dram.capacityBytes)"
      )
    }
    var program = Program(
      graph: graph, operators: operators, commands: emission.builder.commands,
      dependencies: emission.builder.dependencies, homes: emission.homes.allHomes,
      dramBytes: emission.homes.dramBytes)
    program.pipeline = plan.pipeline?.plan
    program.notes = plan.pipeline.map(notes) ?? []
    program.note(layouts)
    return program
  }

  private func emit(
    _ task: NodeTask, into emission: inout Emission
  ) throws -> (decisions: [String], expected: Double) {
    switch task.kind {
    case .alias:
      return (["the same bytes under another shape"], 0)
    case .host:
      emission.emitHost(task)
      return (
        ["host core, on data in their home memories"],
        max(computeBoundCycles(task), memoryBoundCycles(task, emission.homes))
      )
    case .tiled(let kind, _):
      var tile = 0
      let partition = plan.partitions[task.index]!
      for part in partition.parts { tile = try emission.emitTiled(task, part, firstTile: tile) }
      let engine = task.isPlainMove ? "DMA" : "vector"
      return (
        [
          "\(kind.rawValue) on the \(engine) engine", partition.summary, residencyText(task),
          "\(tile) tiles",
        ],
        computeBoundCycles(task)
      )
    case .contraction(let contraction):
      return try emitContraction(task, contraction, into: &emission)
    }
  }

  private func emitContraction(
    _ task: NodeTask, _ contraction: any Contraction, into emission: inout Emission
  ) throws -> (decisions: [String], expected: Double) {
    let partition = plan.partitions[task.index]!
    var slowest = 0.0
    var decisions: [String] = []
    var tilings: [ContractionTiling] = []
    for part in partition.parts {
      let share = share(of: task, contraction, part, sharers: partition.parts.count, emission)
      let tiling = try cache.tiling(for: share, operation: operations[task.index], cost)
      tilings.append(tiling)
      if tiling.expectedCycles > slowest {
        slowest = tiling.expectedCycles
        decisions = [
          "matrix engine", partition.summary, residencyText(task),
          "tiles of \(tiling.tileExtents.map(String.init).joined(separator: "×"))"
            + ", reduction by \(tiling.reductionUnits) of \(contraction.reductionUnits)",
          tiling.order.rawValue,
        ]
        decisions += weightText(contraction, element: share.element)
      }
    }
    if partition.dividesReduction {
      // Each core works on every part in turn.
      slowest *= Double(partition.parts.count)
      try emission.emitRing(task, contraction, partition, tilings)
    } else if try !emission.emitTogether(task, contraction, partition, tilings) {
      var tile = 0
      for (part, tiling) in zip(partition.parts, tilings) {
        tile = try emission.emitContraction(task, contraction, part, tiling: tiling, firstTile: tile)
      }
    }
    return (decisions, slowest)
  }

  func share(
    of task: NodeTask, _ contraction: any Contraction, _ part: Partition.Part, sharers: Int,
    _ emission: Emission, inner: Set<ValueIndex> = []
  ) -> ContractionShare {
    let aValue = task.operands[0]!
    let bValue = task.operands[1]!
    let all = 0..<contraction.reductionUnits
    let core = chip.cores[part.core]
    // A third of the area is left to whatever is loaded ahead for the operators behind.
    let working = emission.workingArea(part.core, task.index).count
    return ContractionShare(
      contraction: contraction, box: part.box, core: part.core,
      element: graph.values[aValue].type.element,
      aType: graph.values[aValue].type, bType: graph.values[bValue].type,
      outputType: task.outputType,
      aIsResident: inner.contains(aValue)
        || emission.isResident(
          aValue, contraction.inputBox(0, for: part.box, reduction: all), core: part.core),
      bIsResident: inner.contains(bValue)
        || emission.isResident(
          bValue, contraction.inputBox(1, for: part.box, reduction: all), core: part.core),
      outputIsResident: inner.contains(task.output) || plan.residents[task.output] != nil,
      finishOperations: 1 + task.epilogueOperations,
      accumulatorBytes: accumulatorBytes(core, part), workingBytes: working * 2 / 3,
      sharers: sharers)
  }

  private func accumulatorBytes(_ core: Core, _ part: Partition.Part) -> Int {
    let all = core.accumulator?.capacityBytes ?? 0
    // Where sums travel a third tile is on its way.
    return part.reduction == nil ? all : all * 2 / 3
  }

  func residencyText(_ task: NodeTask) -> String {
    guard let resident = plan.residents[task.output] else {
      return "result goes to its home memory"
    }
    let home = plan.needsHome.contains(task.output) ? " and to its home memory" : ""
    return "result stays in \(resident.pieces.count) scratchpad(s)" + home
  }

  func valuesLastUsed(at node: NodeIndex) -> [ValueIndex] {
    let task = plan.tasks[node]
    let candidates = Set(
      (task.operands.compactMap { $0 } + graph.nodes[node].outputs).map { plan.root[$0] })
    return candidates.filter { plan.lastUses[$0, default: node] == node }.sorted()
  }

  func inputError(_ error: MappingError, at node: NodeIndex) -> InputError {
    switch error {
    case .doesNotFit(let memory, let needed, let available):
      InputError(
        at: "\(graph.name): \(graph.nodes[node].name)",
        "the \(memory) of \(chip.name) is \(needed - available) bytes short: the smallest tile needs "
          + "\(needed) bytes, \(available) are free")
    }
  }
}
