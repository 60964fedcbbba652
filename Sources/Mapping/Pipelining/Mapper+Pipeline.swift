import Chips
import Graphs
import Tensors

extension Mapper {
  /// Numbers of stages that a graph can be a pipeline of, each with as many cores as the others; empty where its samples
  /// cannot go one behind the other.
  public static func pipelineStageCounts(of graph: Graph, on chip: Chip) -> [Int] {
    guard let graph = try? graph.leavingOutZeros(for: chip),
      let planner = try? Planner(graph: graph, chip: chip),
      let stages = try? PipelinePlanner(planner)
    else { return [] }
    return stages.stageCounts
  }

  /// All samples through all stages, turn by turn.
  func emit(_ pipeline: Pipeline, into emission: inout Emission) throws -> [OperatorPlan] {
    let start = emission.builder.commands.count
    emission.openPipeline(pipeline)
    var job = Emission.PipelineJob(pipeline: pipeline)
    for turn in 0..<pipeline.samples.count + pipeline.stages.count - 1 {
      for (place, stage) in pipeline.stages.enumerated() {
        let sample = turn - place
        guard (0..<pipeline.samples.count).contains(sample) else { continue }
        for node in stage.nodes where pipeline.partitions[node] != nil {
          do {
            try emit(sample, of: node, &job, into: &emission)
          } catch let error as MappingError {
            throw inputError(error, at: node)
          }
        }
        for core in stage.cores { emission.releaseSampleTiles(of: core) }
      }
    }
    emission.closePipeline(pipeline)
    for node in pipeline.nodes {
      emission.releaseTiles(after: node)
      emission.homes.releaseSharedRanges(valuesLastUsed(at: node))
    }
    let commands = start..<emission.builder.commands.count
    return pipeline.nodes.map { operatorPlan(of: $0, job, commands, emission.homes) }
  }

  private func emit(
    _ sample: Int, of node: NodeIndex, _ job: inout Emission.PipelineJob, into emission: inout Emission
  ) throws {
    let task = plan.tasks[node]
    if sample == 0 { emission.loadKeptConstants(of: node, job.pipeline) }
    try emission.emitSample(sample, of: node, &job) { emission, job in
      var partition = job.pipeline.partitions[node]!
      partition.parts = job.pipeline.parts(of: node, sample: sample)
      let firstTile = job.tiles[node, default: 0]
      var tile = firstTile
      switch task.kind {
      case .contraction(let contraction):
        let tilings = try job.tilings[node] ?? tilings(of: task, contraction, partition, emission)
        job.tilings[node] = tilings
        for (part, tiling) in zip(partition.parts, tilings) {
          tile = try emission.emitContraction(task, contraction, part, tiling: tiling, firstTile: tile)
        }
      case .tiled:
        for part in partition.parts { tile = try emission.emitTiled(task, part, firstTile: tile) }
      case .alias, .host: break
      }
      job.tiles[node] = tile
    }
  }

  private func tilings(
    of task: NodeTask, _ contraction: any Contraction, _ partition: Partition, _ emission: Emission
  ) throws -> [ContractionTiling] {
    let inner: Set<ValueIndex> = emission.pieces[task.output] == nil ? [] : [task.output]
    return try partition.parts.map { part in
      let share = share(
        of: task, contraction, part, sharers: partition.parts.count, emission, inner: inner)
      return try cache.tiling(for: share, operation: operations[task.index], cost)
    }
  }

  private func operatorPlan(
    of node: NodeIndex, _ job: Emission.PipelineJob, _ commands: Range<Int>, _ homes: HomeDirectory
  ) -> OperatorPlan {
    let task = plan.tasks[node]
    let pipeline = job.pipeline
    let tiling = job.tilings[node]?.max { $0.expectedCycles < $1.expectedCycles }
    let sampleCycles = tiling?.expectedCycles ?? 0
    var operation = OperatorPlan(
      node: node, commands: commands, work: task.work, computeBoundCycles: computeBoundCycles(task),
      memoryBoundCycles: memoryBoundCycles(task, homes),
      expectedCycles: max(sampleCycles * Double(pipeline.samples.count), computeBoundCycles(task)),
      decisions: decisions(for: task, job, tiling), split: choice(of: node, pipeline, sampleCycles))
    operation.stage = pipeline.stage(of: node)
    return operation
  }

  private func choice(of node: NodeIndex, _ pipeline: Pipeline, _ sampleCycles: Double) -> SplitChoice {
    var choice = plan.choices[node]
    guard let partition = pipeline.partitions[node] else { return choice }
    let place = pipeline.stage(of: node)
    for index in choice.alternatives.indices { choice.alternatives[index].isChosen = false }
    let cycles = sampleCycles * Double(pipeline.samples.count)
    choice.alternatives.append(
      SplitAlternative(
        split: Split([.pipeline]), summary: "stage \(place + 1): \(partition.summary)",
        cores: pipeline.stages[place].cores.count, computeCycles: cycles, trafficCycles: 0, exchangeCycles: 0,
        cost: cycles, isChosen: true))
    choice.alternatives.sort { ($0.cost, $0.split.description) < ($1.cost, $1.split.description) }
    choice.wish = "with the other cores on other stages meanwhile"
    return choice
  }

  private func decisions(
    for task: NodeTask, _ job: Emission.PipelineJob, _ tiling: ContractionTiling?
  ) -> [String] {
    let pipeline = job.pipeline
    let place = pipeline.stage(of: task.index)
    let stage = pipeline.stages[place]
    guard let partition = pipeline.partitions[task.index] else {
      return ["the same bytes under another shape"]
    }
    let cores = stage.cores.map(String.init).joined(separator: ", ")
    var words = [
      "stage \(place + 1) of \(pipeline.stages.count) on core \(cores): the samples in \(pipeline.samples.count) portions, one by one",
      partition.summary,
    ]
    let kept = Set(task.operands.compactMap { $0 }).filter { pipeline.residency.constants[$0] != nil }
    let constants = Set(task.operands.compactMap { $0 }).filter { graph.values[$0].initializer != nil }
    if !constants.isEmpty {
      words.append("\(kept.count) of \(constants.count) constants stay for all samples")
    }
    let slots = pipeline.residency.slots[task.output] ?? [:]
    let receivers = slots.keys.filter { !stage.cores.contains($0) }.sorted().map(String.init)
    var result = slots.count > receivers.count ? ["stays in the stage"] : []
    if !receivers.isEmpty { result.append("is sent to core \(receivers.joined(separator: ", "))") }
    if plan.needsHome.contains(task.output) { result.append("goes to its home memory") }
    words.append("a portion's result " + result.joined(separator: " and "))
    if let tiling {
      words.append(
        "tiles of \(tiling.tileExtents.map(String.init).joined(separator: "×"))"
          + ", reduction by \(tiling.reductionUnits); \(tiling.order.rawValue)")
    }
    words.append("\(job.tiles[task.index, default: 0]) tiles")
    return words
  }

  /// What was decided for the graph as a whole, a line for each stage.
  func notes(on pipeline: Pipeline) -> [String] {
    let plan = pipeline.plan
    let longest = plan.stages.map(\.cycles).max() ?? 0
    let first =
      "pipeline of \(plan.stages.count) stages, \(plan.portions) portions of the samples: expected "
      + "\(Int(plan.expectedCycles)) cycles, cores at work \(percent(plan.expectedOccupancy)) of them; stages end "
      + "where the slowest is shortest"
    return [first]
      + plan.stages.enumerated().map { place, stage in
        let names = [stage.nodes.lowerBound, stage.nodes.upperBound].map { graph.nodes[$0].name }
        let cores = stage.cores.map(String.init).joined(separator: ", ")
        return
          "  stage \(place + 1) on core \(cores): \(stage.nodes.count > 1 ? names.joined(separator: " to ") : names[0]); "
          + "\(Int(stage.cycles)) cycles a portion (\(percent(longest > 0 ? stage.cycles / longest : 0)) of the slowest), "
          + "keeps \(stage.keptWeightBytes) bytes of constants for all samples "
          + "(operators have \(stage.weightBytes)), \(stage.arrivingBytes) bytes arrive with each"
      }
  }

  private func percent(_ part: Double) -> String { "\(Int((part * 100).rounded())) %" }
}
