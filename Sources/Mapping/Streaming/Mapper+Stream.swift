import Chips
import Graphs
import Tensors

extension Plan {
  /// What stays in the scratchpads when operators are divided, and computed together, as decided.
  init(
    _ planner: Planner, partitions: [Partition?], choices: [SplitChoice], groups: [StreamedGroup],
    pipeline: Pipeline? = nil
  ) {
    var partitions = partitions
    if let pipeline {
      for node in pipeline.nodes { partitions[node] = pipeline.partitions[node] }
    }
    let residency = ResidencyPlanner(
      graph: planner.graph, chip: planner.chip, tasks: planner.tasks, partitions: partitions,
      root: planner.root,
      producer: planner.producer, groups: groups, pipeline: pipeline
    ).plan()
    self.init(
      tasks: planner.tasks, partitions: partitions, choices: choices, groups: groups, pipeline: pipeline,
      residents: residency.residents, needsHome: residency.needsHome, root: planner.root,
      producer: planner.producer)
  }
}

extension Mapper {
  /// The plan with those groups that save more than the values would cost that lose their place in the scratchpads.
  static func plan(
    with groups: [StreamedGroup], _ planner: Planner, _ partitions: [Partition?],
    _ choices: [SplitChoice],
    besides separate: Plan
  ) -> Plan {
    var groups = groups
    while !groups.isEmpty {
      let plan = Plan(
        planner, partitions: Mapper.partitions(partitions, with: groups, planner), choices: choices,
        groups: groups)
      let inner = Set(groups.flatMap { $0.nodes.dropLast().map { planner.tasks[$0].output } })
      let lost = separate.residents.keys.filter { plan.residents[$0] == nil && !inner.contains($0) }
      let kept = groups.filter { group in
        let cost = lost.reduce(0) { sum, value in
          let lifetime = plan.lifetime(of: value, producer: planner.producer[value]!)
          return lifetime.overlaps(group.nodes)
            ? sum + 2 * planner.graph.values[value].type.byteCount : sum
        }
        return cost == 0 || cost < group.gain.savedBytes
      }
      if kept.count == groups.count { return plan }
      groups = kept
    }
    return separate
  }

  /// Every node of a group computes on each core what the last one's part needs.
  static func partitions(
    _ partitions: [Partition?], with groups: [StreamedGroup], _ planner: Planner
  ) -> [Partition?] {
    var result = partitions
    for group in groups {
      var boxes = [[Partition.Part]](repeating: [], count: group.nodes.count)
      for part in group.partition.parts {
        let needed = StreamedPart.boxes(
          of: group.nodes, for: part.box, tasks: planner.tasks, graph: planner.graph)
        for (place, box) in (needed ?? []).enumerated() {
          boxes[place].append(Partition.Part(core: part.core, box: box))
        }
      }
      for (place, node) in group.nodes.enumerated() {
        result[node] = Partition(
          parts: boxes[place], split: group.partition.split, summary: group.partition.summary)
      }
    }
    return result
  }

  func emit(_ group: StreamedGroup, into emission: inout Emission) throws -> [OperatorPlan] {
    let start = emission.builder.commands.count
    let output = plan.tasks[group.last].output
    emission.claimPieces(of: output)
    emission.homes.claimSharedRange(of: output)
    var tiles = group.nodes.map { _ in 0 }
    var expected = group.nodes.map { _ in 0.0 }
    for part in group.partition.parts {
      let streamed = StreamedPart(group, part, tasks: plan.tasks, graph: graph)
      let slots = Emission.StreamSlots(
        group, streamed, tasks: plan.tasks, from: emission.workingStart[part.core][group.last])
      for node in group.nodes { emission.workingStart[part.core][node] = slots.range.upper }
      do {
        let tilings = try tilings(of: group, streamed, emission)
        for (place, tiling) in tilings.enumerated() {
          let cycles = (tiling?.expectedCycles ?? 0) * Double(streamed.boxes.count)
          expected[place] = max(expected[place], cycles)
        }
        try emission.emitStream(
          Emission.StreamJob(group: group, part: streamed, slots: slots, tilings: tilings),
          tiles: &tiles)
      } catch let error as MappingError {
        throw inputError(error, at: group.nodes.lowerBound)
      }
    }
    for node in group.nodes {
      emission.releasePieces(after: node)
      emission.homes.releaseSharedRanges(valuesLastUsed(at: node))
    }
    let commands = start..<emission.builder.commands.count
    return group.nodes.enumerated().map { place, node in
      var operation = OperatorPlan(
        node: node, commands: commands, work: plan.tasks[node].work,
        computeBoundCycles: computeBoundCycles(plan.tasks[node]),
        memoryBoundCycles: memoryBoundCycles(plan.tasks[node], emission.homes),
        expectedCycles: max(expected[place], computeBoundCycles(plan.tasks[node])),
        decisions: decisions(for: node, group, tiles: tiles[place]), split: plan.choices[node])
      operation.stream = group.gain
      return operation
    }
  }

  /// How the products of a slice are cut, by node; the largest slice stands for all.
  private func tilings(
    of group: StreamedGroup, _ streamed: StreamedPart, _ emission: Emission
  ) throws -> [ContractionTiling?] {
    let inner = Set(group.nodes.dropLast().map { plan.tasks[$0].output })
    let products = group.nodes.count {
      if case .contraction = plan.tasks[$0].kind { true } else { false }
    }
    return try group.nodes.enumerated().map { place, node in
      let task = plan.tasks[node]
      guard case .contraction(let contraction) = task.kind else { return nil }
      let largest = streamed.boxes.map { $0[place] }.max { $0.elementCount < $1.elementCount }!
      var share = share(
        of: task, contraction, Partition.Part(core: streamed.part.core, box: largest),
        sharers: group.partition.parts.count, emission, inner: inner)
      share.workingBytes /= products
      return try cache.tiling(for: share, operation: operations[node], cost)
    }
  }

  private func decisions(for node: NodeIndex, _ group: StreamedGroup, tiles: Int) -> [String] {
    let names = group.nodes.filter { $0 != node }.map { graph.nodes[$0].name }.joined(
      separator: ", ")
    let shape = group.extents.map(String.init).joined(separator: "×")
    let gain = group.gain
    var halo = "nothing computed twice"
    if group.keepsHalo { halo = "what slices share is kept" }
    if gain.recomputation > 0.0005 {
      let percent = (gain.recomputation * 1000).rounded() / 10
      halo +=
        (group.keepsHalo ? ", " : "what slices share is computed again: ")
        + "\(percent) % more products"
    }
    return [
      "streamed with \(names)",
      group.partition.summary,
      "slices of \(shape) of \(graph.nodes[group.last].name), \(gain.sliceCount) a core; \(halo)",
      "expected \(Int(gain.cycles)) cycles together, \(Int(gain.separateCycles)) one after the other; "
        + "\(gain.savedBytes) bytes less to move",
      node == group.last
        ? residencyText(plan.tasks[node]) : "result stays in the scratchpads, slice by slice",
      "\(tiles) tiles",
    ]
  }
}
