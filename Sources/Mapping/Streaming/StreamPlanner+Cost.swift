import Chips
import Graphs
import Tensors

/// What operators cost one after the other.
struct SeparateWork {
  var computeCycles = 0.0
  var trafficCycles = 0.0
  /// Between the memories outside and all cores.
  var trafficBytes = 0
  /// Bytes of the inner values that go to their home and come back.
  var innerBytes = 0
  /// Whether different engines are busy in turn.
  var canOverlap = false

  /// Traffic of one operator hides under the computation of another, at best.
  var cycles: Double { max(computeCycles, trafficCycles) }
}

/// Work of one core for a group.
private struct StreamedWork {
  var matrix = 0.0
  var vector = 0.0
  var copy = 0.0
  var inputBytes = 0
  var multiplyAccumulates = 0
  /// Boxes of the slice before, and how often operands that are the same for both are loaded again nevertheless.
  var unchanged: (boxes: [Box], reloads: Int)?
}

extension StreamPlanner {
  /// The nodes under the plan without groups.
  func separateWork(_ nodes: ClosedRange<NodeIndex>) throws -> SeparateWork {
    var result = SeparateWork()
    var busy: Set<Bool> = []
    for node in nodes {
      let task = tasks[node]
      let partition = plan.partitions[node]!
      var matrix = 0.0
      var vector = 0.0
      var bytes = 0
      for part in partition.parts {
        vector = max(
          vector, cost.vectorCycles(operations: task.vectorOperations(for: part.box), core: part.core))
        if case .contraction(let contraction) = task.kind {
          matrix = max(matrix, try matrixCycles(task, contraction, part.box, core: part.core))
        }
        for position in task.operands.indices {
          guard let value = task.operands[position], plan.residents[root[value]] == nil,
            let needed = task.operandBox(position, for: part.box, in: graph)
          else { continue }
          bytes += cost.requestBytes(for: needed, of: graph.values[value].type)
        }
      }
      let inner = nodes.contains(node) && node != nodes.upperBound
      if plan.needsHome.contains(task.output) {
        bytes += task.outputType.byteCount
        if inner { result.innerBytes += 2 * task.outputType.byteCount }
      }
      busy.insert(matrix > vector)
      result.computeCycles += max(matrix, vector)
      result.trafficBytes += bytes
      result.trafficCycles += Double(bytes) / cost.dramBytesPerCycle
    }
    result.canOverlap = busy.count > 1
    return result
  }

  private func matrixCycles(
    _ task: NodeTask, _ contraction: any Contraction, _ box: Box, core: Int
  ) throws -> Double {
    let product = contraction.productShape(of: box, reduction: 0..<contraction.reductionUnits)
    let element = graph.values[task.operands[0]!].type.element
    return try cost.matrixCycles(product, element: element, core: core)
  }

  /// A group under one way to divide and to cut it; nil when it does not fit, or is none of what may be done.
  func group(
    _ nodes: ClosedRange<NodeIndex>, _ partition: Partition, _ extents: [Int], keepsHalo: Bool,
    _ separate: SeparateWork
  ) throws -> StreamedGroup? {
    // Inner parts have a halo on both sides: the one in the middle stands for all.
    let part = partition.parts[partition.parts.count / 2]
    let slices = part.box.slices(of: extents)
    guard slices.count > 1 else { return nil }
    let lags = lags(of: nodes)
    let shown = [0, min(1, slices.count - 1), slices.count - 1].compactMap {
      StreamedPart.boxes(of: nodes, for: slices[$0], tasks: tasks, graph: graph)
    }
    guard shown.count == 3 else { return nil }
    let overlaps =
      zip(shown[0], shown[1]).dropLast().contains { $0.intersection($1) != nil }
      || coresOverlap(nodes, partition)
    guard optimisations.contains(overlaps ? .depthFirst : .stream), overlaps || !keepsHalo else { return nil }
    let slots = slotBytes(nodes, [shown[0], shown[1]], lags, keepsHalo: keepsHalo)
    let held = residentBytes(nodes, core: part.core)
    let room = chip.cores[part.core].scratchpad.capacityBytes - held - slots
    let weights = weightBytes(nodes, shown[1])
    let inFlight = 2 * externalBytes(nodes, shown[1])
    guard room >= chip.cores[part.core].scratchpad.capacityBytes / ResidencyPlanner.workingShare / 2,
      room >= inFlight,
      held <= chip.cores[part.core].scratchpad.capacityBytes * (ResidencyPlanner.workingShare - 1)
        / ResidencyPlanner.workingShare
    else { return nil }
    let weightsStay = weights + inFlight <= room
    var work = StreamedWork()
    try add(nodes, shown[0], behind: nil, times: 1, core: part.core, to: &work)
    let behind = keepsHalo ? shown[0] : nil
    // What does not change from slice to slice is loaded once for each run of them along the innermost axis that is cut.
    let innermost = (0..<part.box.rank).last { extents[$0] < part.box.extent($0) } ?? 0
    let runs = slices.count / ceilDivide(part.box.extent(innermost), extents[innermost])
    work.unchanged = (shown[0], runs - 1)
    try add(nodes, shown[1], behind: behind, times: slices.count - 2, core: part.core, to: &work)
    try add(
      nodes, shown[2], behind: keepsHalo ? shifted(shown[2], like: shown) : nil, times: 1, core: part.core,
      to: &work)
    let traffic =
      work.inputBytes + weights * (weightsStay ? 1 : slices.count)
      + (plan.needsHome.contains(tasks[nodes.upperBound].output)
        ? outputBytes(nodes.upperBound, part.box) : 0)
    let bandwidth = min(
      cost.dramBytesPerCycle / Double(partition.parts.count), cost.loadBytesPerCycle(core: part.core))
    let steady = max(work.matrix, work.vector, work.copy, Double(traffic) / bandwidth)
    // The first slice goes through all engines before the last operator has anything to do.
    let filling = (work.matrix + work.vector) / Double(slices.count)
    let useful = nodes.reduce(0) { $0 + tasks[$1].work.multiplyAccumulates }
    let done = work.multiplyAccumulates * partition.parts.count
    return StreamedGroup(
      nodes: nodes, partition: partition, extents: extents, keepsHalo: keepsHalo, lags: lags,
      gain: StreamGain(
        separateCycles: separate.cycles, cycles: steady + filling,
        savedBytes: separate.trafficBytes - traffic * partition.parts.count,
        scratchpadBytes: slots + min(room, weights + inFlight), sliceCount: slices.count,
        recomputation: useful > 0 ? max(0, Double(done) / Double(useful) - 1) : 0))
  }

  /// Whether other cores compute some of what the first one does.
  private func coresOverlap(_ nodes: ClosedRange<NodeIndex>, _ partition: Partition) -> Bool {
    let boxes = partition.parts.compactMap {
      StreamedPart.boxes(of: nodes, for: $0.box, tasks: tasks, graph: graph)
    }
    guard let first = boxes.first else { return false }
    return boxes.dropFirst().contains { other in
      zip(first, other).dropLast().contains { $0.intersection($1) != nil }
    }
  }

  /// The boxes before those of a last slice, which stands at the end of the part.
  private func shifted(_ boxes: [Box], like shown: [[Box]]) -> [Box]? {
    guard shown[1].first != boxes.first else { return shown[0] }
    return zip(boxes, zip(shown[0], shown[1])).map { box, pair in
      var box = box
      for axis in 0..<box.rank where pair.0.lower(axis) != pair.1.lower(axis) {
        let step = pair.1.lower(axis) - pair.0.lower(axis)
        let lower = max(0, box.lower(axis) - step)
        box = box.replacing(axis, with: lower..<lower + pair.1.extent(axis))
      }
      return box
    }
  }

  private func add(
    _ nodes: ClosedRange<NodeIndex>, _ boxes: [Box], behind: [Box]?, times: Int, core: Int,
    to work: inout StreamedWork
  ) throws {
    guard times > 0 else { return }
    for (place, node) in nodes.enumerated() {
      let task = tasks[node]
      var box = boxes[place]
      if node != nodes.upperBound, let earlier = behind?[place], let rest = box.remainder(behind: earlier) {
        let kept = task.outputType.element.byteCount(of: box.elementCount - rest.elementCount)
        let pad = chip.cores[core].scratchpad
        work.copy +=
          Double(times)
          * (Double(2 * kept) / Double(pad.banks * pad.bankWidthBytes * pad.portsPerBank)
            + Double(chip.cores[core].dma.setupCycles))
        box = rest
      }
      work.vector +=
        Double(times) * cost.vectorCycles(operations: task.vectorOperations(for: box), core: core)
      if case .contraction(let contraction) = task.kind {
        work.matrix += Double(times) * (try matrixCycles(task, contraction, box, core: core))
        work.multiplyAccumulates +=
          times
          * contraction.productShape(of: box, reduction: 0..<contraction.reductionUnits).multiplyAccumulates
      }
      var earlier: [ValueIndex: Box] = [:]
      if let before = work.unchanged {
        forEachOutsideOperand(of: node, in: nodes, before.boxes[place]) { earlier[$0] = $1 }
      }
      forEachOutsideOperand(of: node, in: nodes, box) { value, needed in
        if plan.residents[root[value]] == nil, graph.values[value].initializer == nil {
          let loads = earlier[value] == needed ? min(times, work.unchanged?.reloads ?? times) : times
          work.inputBytes += loads * cost.requestBytes(for: needed, of: graph.values[value].type)
        }
      }
    }
  }

  private func forEachOutsideOperand(
    of node: NodeIndex, in nodes: ClosedRange<NodeIndex>, _ box: Box, _ body: (ValueIndex, Box) -> Void
  ) {
    let task = tasks[node]
    for position in task.operands.indices {
      guard let value = task.operands[position], !(producer[value].map(nodes.contains) ?? false),
        let needed = task.operandBox(position, for: box, in: graph)
      else { continue }
      body(value, needed)
    }
  }

  private func weightBytes(_ nodes: ClosedRange<NodeIndex>, _ boxes: [Box]) -> Int {
    var bytes = 0
    for (place, node) in nodes.enumerated() {
      forEachOutsideOperand(of: node, in: nodes, boxes[place]) { value, needed in
        if graph.values[value].initializer != nil {
          bytes += graph.values[value].type.element.byteCount(of: needed.elementCount)
        }
      }
    }
    return bytes
  }

  /// Of one slice, what comes from outside and does not stay, and the result.
  private func externalBytes(_ nodes: ClosedRange<NodeIndex>, _ boxes: [Box]) -> Int {
    var bytes = outputBytes(nodes.upperBound, boxes.last!)
    for (place, node) in nodes.enumerated() {
      forEachOutsideOperand(of: node, in: nodes, boxes[place]) { value, needed in
        if graph.values[value].initializer == nil, plan.residents[root[value]] == nil {
          bytes += graph.values[value].type.element.byteCount(of: needed.elementCount)
        }
      }
    }
    return bytes
  }

  private func outputBytes(_ node: NodeIndex, _ box: Box) -> Int {
    tasks[node].outputType.element.byteCount(of: box.elementCount)
  }

  /// Bytes that other values hold in a core's scratchpad while the nodes run.
  func residentBytes(_ nodes: ClosedRange<NodeIndex>, core: Int) -> Int {
    let inner = Set(nodes.dropLast().map { tasks[$0].output })
    return plan.residents.reduce(0) { sum, entry in
      guard !inner.contains(entry.key), entry.value.firstNode <= nodes.upperBound,
        entry.value.lastNode >= nodes.lowerBound
      else { return sum }
      return sum + (entry.value.pieces[core]?.range.count ?? 0)
    }
  }

  /// By node: slices behind the first. A product waits for the slice that the other engine is working on, so it takes
  /// the one before.
  private func lags(of nodes: ClosedRange<NodeIndex>) -> [Int] {
    var lags: [Int] = []
    for node in nodes {
      let before = tasks[node].operands.compactMap { $0.flatMap { producer[$0] } }.filter(nodes.contains)
        .map { lags[$0 - nodes.lowerBound] }.max()
      if case .contraction = tasks[node].kind {
        lags.append(before.map { $0 + 1 } ?? 0)
      } else {
        lags.append(before ?? 0)
      }
    }
    return lags
  }

  private func slotBytes(
    _ nodes: ClosedRange<NodeIndex>, _ boxes: [[Box]], _ lags: [Int], keepsHalo: Bool
  ) -> Int {
    nodes.dropLast().reduce(0) { sum, node in
      let place = node - nodes.lowerBound
      let largest = boxes.map { $0[place].elementCount }.max()!
      let bytes = AddressSpace.aligned(tasks[node].outputType.element.byteCount(of: largest))
      return sum + bytes * StreamedGroup.slots(of: node, nodes, lags, keepsHalo: keepsHalo, tasks)
    }
  }
}

extension StreamedGroup {
  /// Slices of a node's output that are there at a time.
  static func slots(
    of node: NodeIndex, _ nodes: ClosedRange<NodeIndex>, _ lags: [Int], keepsHalo: Bool, _ tasks: [NodeTask]
  ) -> Int {
    let value = tasks[node].output
    let readers = nodes.filter { tasks[$0].operands.contains(value) }
    let behind = (readers.map { lags[$0 - nodes.lowerBound] }.max() ?? 0) - lags[node - nodes.lowerBound]
    return max(behind + 1, keepsHalo ? 2 : 1)
  }
}
