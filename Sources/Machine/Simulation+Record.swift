import Chips
import EventSimulation
import Mapping

extension Simulation {
  /// What the run measured.
  func record(
    of source: Program, on chip: Chip, levels: SimulatedLevels, verification: Verification?
  ) -> RunRecord {
    let clock = ClockDomain(hertz: chip.fastestCoreHertz)
    let cycles = Int(clock.cycle(atOrAfter: lastCompletion))
    var counters = Counters()
    counters.multiplyAccumulates = program.multiplyAccumulates
    counters.vectorMultiplyAccumulates = program.vectorMultiplyAccumulates
    counters.vectorOperations = program.nodes.reduce(0) { $0 + $1.vectorOperations }
    counters.hostOperations = program.nodes.reduce(0) { $0 + $1.hostOperations }
    counters.commands = program.commands.count
    let memories = memoryRecords()
    counters.dramReadBytes = memories[0].readBytes
    counters.dramWriteBytes = memories[0].writtenBytes
    counters.dramUsefulReadBytes = memories[0].usefulReadBytes
    counters.dramUsefulWriteBytes = memories[0].usefulWrittenBytes
    return RunRecord(
      chip: chip.name, model: source.graph.name, levels: levels, elapsedFemtoseconds: lastCompletion,
      clockHertz: clock.hertz, elapsedCycles: cycles, operators: operatorRecords(of: source, clock),
      engines: engineRecords(cycles), memories: memories, banks: bankRecords(),
      dramChannels: parts.memory.isInstalled ? parts.memory.part.records(until: now) : [],
      network: isFlitLevel ? parts.flits.part.record : network.record, counters: counters,
      timeline: timeline.copied, verification: verification, eventsProcessed: queue.poppedCount)
  }

  private func engineRecords(_ cycles: Int) -> [EngineRecord] {
    (0..<program.engines.count).map { engine in
      let spent = accounts[engine].cycles(until: lastCompletion, of: cycles)
      return EngineRecord(
        engine: program.engines.identifier(engine),
        commandCount: Int(program.queueBounds[engine + 1] - program.queueBounds[engine]),
        busyCycles: spent[0],
        stallCycles: Array(spent.dropFirst()))
    }
  }

  /// DRAM, the shared buffer where there is one, then scratchpad and accumulator of each core.
  private func memoryRecords() -> [MemoryRecord] {
    func sum(_ range: Range<Int>, _ memory: MemoryIdentifier) -> MemoryRecord {
      var traffic = MemoryTraffic()
      for index in range {
        traffic.readBytes += channels[index].readBytes
        traffic.writtenBytes += channels[index].writtenBytes
        traffic.usefulReadBytes += channels[index].usefulReadBytes
        traffic.usefulWrittenBytes += channels[index].usefulWrittenBytes
        traffic.accesses += channels[index].reads + channels[index].writes
      }
      return traffic.record(memory)
    }
    let dramChannels = layout.endpointOfChannel.count
    var records = [sum(0..<dramChannels, .dram)]
    if dramChannels < channels.count { records.append(sum(dramChannels..<channels.count, .sharedBuffer)) }
    for core in 0..<layout.coreCount {
      records.append(program.scratchpadTraffic[core].record(.scratchpad(core: core)))
      records.append(program.accumulatorTraffic[core].record(.accumulator(core: core)))
    }
    return records
  }

  private func bankRecords() -> [BankRecord] {
    let dramChannels = layout.endpointOfChannel.count
    return (0..<channels.count).map { index in
      let isDRAM = index < dramChannels
      return BankRecord(
        memory: isDRAM ? .dram : .sharedBuffer, bank: isDRAM ? index : index - dramChannels,
        readBytes: channels[index].readBytes, writtenBytes: channels[index].writtenBytes)
    }
  }

  private func operatorRecords(of source: Program, _ clock: ClockDomain) -> [OperatorRecord] {
    var reached: UInt64 = 0
    return source.graph.nodes.indices.map { index in
      let node = source.graph.nodes[index]
      let type = source.graph.values[node.outputs[0]].type
      let totals = program.nodes[index]
      let work = source.graph.work(of: index)
      let progress = nodes[index]
      let before = clock.cycle(atOrAfter: reached)
      reached = max(reached, progress.end)
      let plan = source.operators.first { $0.node == index }
      // An operator without commands (a reshape) begins and ends when the work before it is done.
      let start = min(progress.start, reached)
      return OperatorRecord(
        node: index, name: node.name, operation: Swift.type(of: node.operation).name,
        outputShape: type.shape, element: type.element,
        startFemtoseconds: start, endFemtoseconds: max(progress.end, start),
        cycles: Int(clock.cycle(atOrAfter: reached) - before),
        multiplyAccumulates: work.multiplyAccumulates, scalarOperations: work.scalarOperations,
        computeBoundCycles: plan?.computeBoundCycles ?? 0, memoryBoundCycles: plan?.memoryBoundCycles ?? 0,
        dramReadBytes: totals.dramReadBytes, dramWriteBytes: totals.dramWriteBytes,
        dramUsefulReadBytes: totals.dramUsefulReadBytes, dramUsefulWriteBytes: totals.dramUsefulWriteBytes,
        copyBytes: totals.copyBytes, matrixBusyCycles: progress.matrixBusyCycles,
        vectorBusyCycles: progress.vectorBusyCycles, hostBusyCycles: progress.hostBusyCycles,
        commandCount: totals.commands, coreActivity: program.activity.of(node: index),
        hostOperations: totals.hostOperations, sharedBufferBytes: totals.sharedBufferBytes,
        linkBytes: progress.linkBytes)
    }
  }
}

extension MemoryTraffic {
  func record(_ memory: MemoryIdentifier) -> MemoryRecord {
    MemoryRecord(
      memory: memory, readBytes: readBytes, writtenBytes: writtenBytes, usefulReadBytes: usefulReadBytes,
      usefulWrittenBytes: usefulWrittenBytes, accesses: accesses)
  }
}
