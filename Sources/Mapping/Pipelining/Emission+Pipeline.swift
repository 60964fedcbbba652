import Graphs
import Tensors

/// Samples one behind the other through the stages of a pipeline.
///
/// Commands are emitted turn by turn: in a turn every stage works on the sample behind the one of the stage before it. As
/// each engine takes its commands in order and waits for nothing but what they read and overwrite, stages run side by side
/// without anything that keeps them in step.
extension Emission {
  /// A sample's part of a value.
  struct SampleKey: Hashable {
    var value: ValueIndex
    var sample: Int
  }

  /// What the commands of a pipeline need to know.
  struct PipelineJob {
    var pipeline: Pipeline
    /// By node, by part: as the first sample's products are cut.
    var tilings: [NodeIndex: [ContractionTiling]] = [:]
    /// By node, the number of its next tile.
    var tiles: [NodeIndex: Int] = [:]
    /// Values under way.
    var flowing: [SampleKey: [Int: Piece]] = [:]
  }

  /// Makes room in the scratchpads of all stages.
  mutating func openPipeline(_ pipeline: Pipeline) {
    for (core, start) in pipeline.residency.workingStart.sorted(by: { $0.key < $1.key }) {
      for node in pipeline.nodes { workingStart[core][node] = start }
      for entry in cores[core].tiles.evict(overlapping: AddressSpace.Range(lower: 0, upper: start)) {
        cores[core].scratchpad.free(entry.range, lastUsers: entry.lastUsers)
      }
    }
    for node in pipeline.nodes {
      for value in graph.nodes[node].outputs { homes.claimSharedRange(of: value) }
    }
  }

  /// Brings the constants that a node's cores keep, unless an earlier node brought them.
  mutating func loadKeptConstants(of node: NodeIndex, _ pipeline: Pipeline) {
    for value in Set(plan.tasks[node].operands.compactMap { $0 }).sorted() {
      guard let kept = pipeline.residency.constants[value] else { continue }
      let stage = pipeline.stages[pipeline.stage(of: node)]
      for core in stage.cores where pieces[value]?[core] == nil {
        guard let place = kept[core] else { continue }
        pieces[value, default: [:]][core] = loadKept(value, place, core: core, node: node)
      }
    }
  }

  /// In several loads, so that products may begin before all of it has come.
  private mutating func loadKept(
    _ value: ValueIndex, _ place: Plan.ResidentPiece, core: Int, node: NodeIndex
  ) -> Piece {
    let element = graph.values[value].type.element
    var piece = Piece(
      layout: place.layout, range: place.range, claim: cores[core].scratchpad.claim(place.range))
    let engine = EngineIdentifier.load(core: core)
    let loads = max(1, place.range.count / Emission.smallConstantBytes)
    var extents = place.layout.shape
    if let axis = extents.indices.max(by: { extents[$0] < extents[$1] }) {
      extents[axis] = max(1, ceilDivide(extents[axis], min(loads, Emission.keptConstantLoads)))
    }
    for source in place.layout.slices(of: extents).flatMap({ homes.views(of: value, $0) }) {
      let target = View(
        value: Int32(value), memory: .scratchpad(core: core), address: place.range.lower,
        layout: place.layout, box: source.box, element: element)
      let load = builder.emit(
        .transfer(from: source, to: target), on: engine, node: node, tile: 0, waitFor: piece.claim)
      homes.noteReader(of: value, load, on: engine)
      piece.writers.append(Writer(box: source.box, command: load, engine: engine))
    }
    return piece
  }

  /// A constant that stays is brought by at most so many loads.
  static let keptConstantLoads = 16

  /// Emits an operator of one sample with the pieces of that sample in place.
  mutating func emitSample(
    _ sample: Int, of node: NodeIndex, _ job: inout PipelineJob,
    _ emit: (inout Emission, inout PipelineJob) throws -> Void
  ) throws {
    let task = plan.tasks[node]
    let residency = job.pipeline.residency
    let inputs = Set(task.operands.compactMap { $0.map { plan.root[$0] } })
      .filter { residency.slots[$0] != nil }.sorted()
    for value in inputs { pieces[value] = job.flowing[SampleKey(value: value, sample: sample)] }
    openSlots(of: task.output, sample, residency)
    try emit(&self, &job)
    for value in inputs + [task.output] {
      job.flowing[SampleKey(value: value, sample: sample)] = pieces.removeValue(forKey: value)
    }
    let stage = job.pipeline.stages[job.pipeline.stage(of: node)]
    for value in inputs {
      for core in stage.cores where residency.slots[value]?[core]?.lastNode == node {
        closeSlot(SampleKey(value: value, sample: sample), core: core, &job)
      }
    }
  }

  private mutating func openSlots(of value: ValueIndex, _ sample: Int, _ residency: PipelineResidency) {
    for (core, slots) in (residency.slots[value] ?? [:]).sorted(by: { $0.key < $1.key }) {
      let range = slots.range(of: sample)
      pieces[value, default: [:]][core] = Piece(
        layout: slots.layouts[sample], range: range, claim: cores[core].scratchpad.claim(range))
    }
  }

  private mutating func closeSlot(_ key: SampleKey, core: Int, _ job: inout PipelineJob) {
    guard let piece = job.flowing[key]?.removeValue(forKey: core) else { return }
    var users = piece.users
    for writer in piece.writers { users.insert(writer.command, on: writer.engine) }
    cores[core].scratchpad.free(piece.range, lastUsers: users)
    if job.flowing[key]!.isEmpty { job.flowing[key] = nil }
  }

  /// Gives back the tiles of a sample that a core is done with; constants may serve the next one.
  mutating func releaseSampleTiles(of core: Int) {
    let dead = cores[core].tiles.evict { graph.values[$0].initializer == nil }
    for entry in dead { cores[core].scratchpad.free(entry.range, lastUsers: entry.lastUsers) }
  }

  /// Gives back what was kept for all samples.
  mutating func closePipeline(_ pipeline: Pipeline) {
    for value in pipeline.residency.constants.keys.sorted() {
      for (core, piece) in (pieces.removeValue(forKey: value) ?? [:]).sorted(by: { $0.key < $1.key }) {
        var users = piece.users
        for writer in piece.writers { users.insert(writer.command, on: writer.engine) }
        cores[core].scratchpad.free(piece.range, lastUsers: users)
      }
    }
  }
}
