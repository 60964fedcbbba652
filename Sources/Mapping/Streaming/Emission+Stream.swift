import Graphs
import Tensors

/// A group of operators on one core, slice after slice.
extension Emission {
  /// The slots of a group's inner values in one scratchpad: each value has some, and its slices take them in turn.
  struct StreamSlots {
    var first: [ValueIndex: Int] = [:]
    var bytes: [ValueIndex: Int] = [:]
    var count: [ValueIndex: Int] = [:]
    private(set) var range: AddressSpace.Range

    init(_ group: StreamedGroup, _ part: StreamedPart, tasks: [NodeTask], from start: Int) {
      var next = start
      for (place, node) in group.nodes.enumerated().dropLast() {
        let task = tasks[node]
        let largest = part.boxes.map { $0[place].elementCount }.max()!
        let size = AddressSpace.aligned(task.outputType.element.byteCount(of: largest))
        let slots = StreamedGroup.slots(
          of: node, group.nodes, group.lags, keepsHalo: group.keepsHalo, tasks)
        first[task.output] = next
        bytes[task.output] = size
        count[task.output] = slots
        next += size * slots
      }
      range = AddressSpace.Range(lower: start, upper: next)
    }

    func slot(of value: ValueIndex, slice: Int) -> AddressSpace.Range {
      let lower = first[value]! + slice % count[value]! * bytes[value]!
      return AddressSpace.Range(lower: lower, upper: lower + bytes[value]!)
    }
  }

  /// A slice of an inner value.
  struct StreamKey: Hashable {
    var value: ValueIndex
    var slice: Int
  }

  /// What a group's commands on one core need to know.
  struct StreamJob {
    var group: StreamedGroup
    var part: StreamedPart
    var slots: StreamSlots
    /// By node of the group; nil for those without a matrix product.
    var tilings: [ContractionTiling?]
  }

  /// - Parameter tiles: by node of the group, the number of its next tile.
  mutating func emitStream(_ job: StreamJob, tiles: inout [Int]) throws {
    let core = job.part.part.core
    for entry in cores[core].tiles.evict(overlapping: job.slots.range) {
      cores[core].scratchpad.free(entry.range, lastUsers: entry.lastUsers)
    }
    let count = job.part.boxes.count
    for step in 0..<count + job.group.lags.max()! {
      for place in job.group.lags.indices {
        let slice = step - job.group.lags[place]
        guard (0..<count).contains(slice) else { continue }
        try emitSlice(slice, of: place, job, tile: &tiles[place])
      }
    }
  }

  private mutating func emitSlice(_ slice: Int, of place: Int, _ job: StreamJob, tile: inout Int) throws {
    let core = job.part.part.core
    let node = job.group.nodes.lowerBound + place
    let task = plan.tasks[node]
    let inner = innerOperands(of: task, job.group)
    for value in inner { pieces[value] = flowing[StreamKey(value: value, slice: slice)].map { [core: $0] } }
    var box = job.part.boxes[slice][place]
    if node != job.group.last { box = openSlice(slice, of: place, job, box) }
    var part = job.part.part
    part.box = box
    part.whole = plan.partitions[node]!.box(on: core)
    switch (task.kind, job.tilings[place]) {
    case (.contraction(let contraction), let tiling?):
      tile = try emitContraction(task, contraction, part, tiling: tiling, firstTile: tile)
    default:
      tile = try emitTiled(task, part, firstTile: tile)
    }
    for value in inner {
      flowing[StreamKey(value: value, slice: slice)] = pieces.removeValue(forKey: value)?[core]
    }
    if node != job.group.last {
      flowing[StreamKey(value: task.output, slice: slice)] = pieces.removeValue(forKey: task.output)?[core]
    }
    for value in inner where lastReader(of: value, job.group) == node {
      let next = StreamKey(value: value, slice: slice + 1)
      let isLast = slice + 1 == job.part.boxes.count
      if !job.group.keepsHalo || isLast || flowing[next] != nil {
        closeSlice(slice, of: value, core: core, job)
      }
    }
  }

  /// Takes a slot for a slice of an inner value and brings what the slice before has of it.
  /// - Returns: what is left to compute.
  private mutating func openSlice(_ slice: Int, of place: Int, _ job: StreamJob, _ box: Box) -> Box {
    let core = job.part.part.core
    let node = job.group.nodes.lowerBound + place
    let value = plan.tasks[node].output
    let range = job.slots.slot(of: value, slice: slice)
    let claim = cores[core].scratchpad.claim(range)
    var piece = Piece(layout: box, range: range, claim: claim)
    let before = StreamKey(value: value, slice: slice - 1)
    var rest = box
    if job.group.keepsHalo, let earlier = flowing[before],
      let left = box.remainder(behind: earlier.layout), let common = box.intersection(earlier.layout)
    {
      let element = graph.values[value].type.element
      let engine = EngineIdentifier.copy(core: core)
      var waitFor = claim
      for writer in earlier.writers where writer.box.intersection(common) != nil {
        waitFor.insert(writer.command, on: writer.engine)
      }
      func view(_ piece: Piece) -> View {
        View(
          value: Int32(value), memory: .scratchpad(core: core), address: piece.range.lower,
          layout: piece.layout,
          box: common, element: element)
      }
      let copy = builder.emit(
        .transfer(from: view(earlier), to: view(piece)), on: engine, node: node, tile: slice, waitFor: waitFor
      )
      piece.writers.append(Writer(box: common, command: copy, engine: engine))
      flowing[before]!.users.insert(copy, on: engine)
      rest = left
    }
    pieces[value] = [core: piece]
    // Whoever reads slices at once was done with the one before.
    if job.group.keepsHalo, slice > 0, flowing[before] != nil,
      isRead(slice - 1, of: value, before: place, slice, job)
    {
      closeSlice(slice - 1, of: value, core: core, job)
    }
    return rest
  }

  /// Whether the last reader of a slice has had its turn when another slice of the same value begins.
  private func isRead(_ slice: Int, of value: ValueIndex, before place: Int, _ opened: Int, _ job: StreamJob)
    -> Bool
  {
    let reader = lastReader(of: value, job.group)! - job.group.nodes.lowerBound
    let now = opened + job.group.lags[place]
    let then = slice + job.group.lags[reader]
    return then < now || then == now && reader < place
  }

  private mutating func closeSlice(_ slice: Int, of value: ValueIndex, core: Int, _ job: StreamJob) {
    guard let piece = flowing.removeValue(forKey: StreamKey(value: value, slice: slice)) else { return }
    var users = piece.users
    for writer in piece.writers { users.insert(writer.command, on: writer.engine) }
    cores[core].scratchpad.free(piece.range, lastUsers: users)
  }

  private func innerOperands(of task: NodeTask, _ group: StreamedGroup) -> [ValueIndex] {
    Set(task.operands.compactMap { $0 }).filter { value in
      plan.producer[value].map { group.nodes.contains($0) } ?? false
    }.sorted()
  }

  /// The node whose turn at a slice is the last one.
  private func lastReader(of value: ValueIndex, _ group: StreamedGroup) -> NodeIndex? {
    group.nodes.filter { plan.tasks[$0].operands.contains(value) }
      .max { (group.lags[$0 - group.nodes.lowerBound], $0) < (group.lags[$1 - group.nodes.lowerBound], $1) }
  }
}
