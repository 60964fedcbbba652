import Chips
import EventSimulation

extension Simulation {
  /// Puts the components of a chip together and a program into its queues.
  init(
    _ chip: Chip, program: consuming LoadedProgram, parts: consuming DetailedParts, options: MachineOptions,
    lockstep: Lockstep?
  ) {
    let layout = NetworkLayout(chip)
    let engines = program.engines
    let hertz = chip.cores.map(\.clockHertz) + [chip.host.clockHertz]
    clocks = FlatArray(hertz.map { ClockDomain(hertz: $0) })
    networkClock = ClockDomain(hertz: chip.network.clockHertz)
    queue = EventQueue(fastestClockHertz: max(hertz.max()!, chip.network.clockHertz))
    self.layout = layout
    network = PacketNetwork(chip, layout: layout)
    isFlitLevel = parts.flits.isInstalled
    firstRatedChannel = parts.memory.isInstalled ? Int32(chip.dram.channels) : 0
    servedAt = FlatArray(
      repeating: 0,
      count: (chip.dram.channels + (chip.sharedBuffer?.banks ?? 0)) * Int(MemoryChannel.queueEntries))
    channels = FlatArray(MemoryChannel.channels(of: chip, layout: layout, servedAt: servedAt))
    dramInterleave = AddressInterleave(
      firstChannel: 0, channelCount: chip.dram.channels, interleaveBytes: chip.dram.interleaveBytes,
      requestBytes: chip.dram.requestBytes)
    sharedInterleave = AddressInterleave(
      firstChannel: chip.dram.channels, channelCount: max(1, chip.sharedBuffer?.banks ?? 1),
      interleaveBytes: chip.dram.requestBytes, requestBytes: chip.dram.requestBytes)
    entryRouter = FlatArray(layout.entryRouter)
    exitRouter = FlatArray(layout.exitRouter)
    headsUnderWay = FlatArray(repeating: 0, count: layout.endpointCount)
    let requesters = Requester.requesters(of: chip, layout: layout)
    // A packet that is passed on is under way once for each core, and so is one that an engine may send meanwhile.
    let copies = program.multicasts.isEmpty ? 1 : chip.cores.count + 1
    pool = RequestPool(capacity: copies * requesters.reduce(0) { $0 + $1.outstandingLimit })
    self.requesters = FlatArray(requesters)
    units = FlatArray((0..<engines.count).map { ComputeUnit(core: engines.core($0)) })
    accounts = FlatArray(repeating: EngineAccount(), count: engines.count)
    heads = FlatArray([Int32](program.queueBounds.dropLast()))
    queueEnds = FlatArray([Int32](program.queueBounds.dropFirst()))
    beats = FlatArray(repeating: 0, count: chip.cores.count)
    beatBytes = FlatArray(chip.cores.map(\.scratchpad.bankWidthBytes))
    nodes = FlatArray(repeating: NodeProgress(), count: program.nodes.count)
    copyPacketBytes = Self.copyPacketLinkWidths * chip.network.linkWidthBytes
    hostStartupCycles = chip.host.startupCycles
    collectsTimeline = options.collectsTimeline
    timeline = FlatArray(
      repeating: CommandInterval(startFemtoseconds: 0, endFemtoseconds: 0),
      count: options.collectsTimeline ? program.commands.count : 0)
    if case .lateData(let command, let cycles) = options.fault {
      lateCommand = Int32(command)
      lateFemtoseconds = ClockDomain(hertz: chip.fastestCoreHertz).time(ofCycle: UInt64(cycles)).femtoseconds
    } else {
      (lateCommand, lateFemtoseconds) = (-1, 0)
    }
    self.lockstep = lockstep
    self.parts = parts
    self.program = program
  }

  /// Payload of a packet between cores, in link widths: long enough that heads cost little, short enough that
  /// packets of several engines take turns on a link.
  static var copyPacketLinkWidths: Int { 4 }
}

extension Chip {
  /// The clock that a run's cycles are counted in.
  public var fastestCoreHertz: Int { cores.map(\.clockHertz).max() ?? host.clockHertz }
}
