import EventSimulation

/// Engines that send requests: load, store, copy, host; see `Requester`.
extension Simulation {
  /// Sends whatever may be sent now, and sees to it that the engine is woken when more may be.
  mutating func serve(_ engine: Int) throws {
    while true {
      if requesters[engine].command < 0 {
        let command = readyHead(engine)
        guard command >= 0 else { return settle(engine, answersAreOut: requesters[engine].inFlight > 0) }
        try take(command, on: engine)
      }
      guard requesters[engine].phase == .sending else { return }
      let packet = nextPacket(engine)
      guard mayIssue(engine, requests: packet.requests) else { return }
      guard packet.channel < 0 || channels[packet.channel].accepts(packet.requests, at: now) else {
        return refuse(engine, packet.requests, at: packet.channel)
      }
      accounts[engine].enter(.busy, at: now)
      issue(engine, packet)
    }
  }

  /// A command that is ready becomes the one that requests are sent for.
  private mutating func take(_ command: Int32, on engine: Int) throws {
    try begin(command, on: engine)
    accounts[engine].enter(.busy, at: now)
    let loaded = program.commands[command]
    let clock = clocks[requesters[engine].core]
    // The set-up unit works ahead: it begins when the command is ready and the set-up before it is over.
    let setupFrom = max(loaded.readyAt, requesters[engine].sendFrom)
    requesters[engine].command = command
    requesters[engine].phase = .sending
    switch loaded.kind {
    case .compute:
      requesters[engine].phase = .computing
      let cycles = program.computations[loaded.detail].streamCycles
      schedule(
        .computed, command,
        at: clock.edge(cycles: cycles, after: SimulationTime(femtoseconds: now)).femtoseconds)
      return
    case .push:
      requesters[engine].bytesLeft = loaded.payload
      requesters[engine].isWrite = true
    case .read, .write:
      requesters[engine].isWrite = loaded.kind == .write
      startTransfer(engine, loaded.detail)
    case .host:
      requesters[engine].isWrite = false
      if loaded.readTransfers > 0 { startTransfer(engine, loaded.detail) } else { finishInputs(engine) }
    }
    let started = loaded.kind == .host ? now : setupFrom
    let cycles = requesters[engine].setupCycles + (loaded.kind == .host ? hostStartupCycles : 0)
    requesters[engine].sendFrom =
      clock.edge(cycles: cycles, after: SimulationTime(femtoseconds: started)).femtoseconds
    if requesters[engine].phase == .awaitingInputs { try startHostComputation(engine) }
  }

  func startTransfer(_ engine: Int, _ transfer: Int32) {
    requesters[engine].transfer = transfer
    requesters[engine].runs = program.transfers[transfer].runs
    requesters[engine].base = program.transfers[transfer].address
    requesters[engine].isSharedBuffer = program.transfers[transfer].isSharedBuffer
    _ = nextRun(engine)
  }

  /// Moves on to the next contiguous run of the transfer.
  @inline(__always) func nextRun(_ engine: Int) -> Bool {
    guard let run = requesters[engine].runs.next() else { return false }
    requesters[engine].address = requesters[engine].base &+ run.offset
    requesters[engine].bytesLeft = run.bytes
    return true
  }

  /// Whether set-up, clock, rate and the limit on requests under way allow a request now.
  @inline(__always) private mutating func mayIssue(_ engine: Int, requests: Int) -> Bool {
    if now < requesters[engine].sendFrom {
      accounts[engine].enter(.busy, at: now)
      wakeRequester(engine, at: requesters[engine].sendFrom)
      return false
    }
    if requesters[engine].inFlight &+ requests > requesters[engine].outstandingLimit {
      accounts[engine].enter(.backpressure, at: now)
      requesters[engine].waitsForSlot = true
      return false
    }
    let clock = clocks[requesters[engine].core]
    // Most calls are in the cycle that was foreseen: a multiplication tells, where a division would find out.
    if clock.time(ofCycle: requesters[engine].cycle).femtoseconds == now { return true }
    let cycle = max(clock.cycle(atOrAfter: now), requesters[engine].cycle)
    let time = clock.time(ofCycle: cycle).femtoseconds
    guard time == now else {
      accounts[engine].enter(.busy, at: now)
      wakeRequester(engine, at: time)
      return false
    }
    if cycle != requesters[engine].cycle {
      requesters[engine].cycle = cycle
      requesters[engine].sentInCycle = 0
    }
    return true
  }

  @inline(__always) mutating func wakeRequester(_ engine: Int, at time: UInt64) {
    guard time < requesters[engine].wakeAt else { return }
    requesters[engine].wakeAt = time
    schedule(.serve, Int32(engine), at: time)
  }

  /// What an engine would send next: its memory channel (-1: another core), bytes, and requests they count as.
  private struct Packet {
    var channel: Int
    var bytes: Int
    var requests: Int
  }

  @inline(__always) private func nextPacket(_ engine: Int) -> Packet {
    let left = requesters[engine].bytesLeft
    if program.commands[requesters[engine].command].kind == .push {
      return Packet(channel: -1, bytes: min(left, copyPacketBytes), requests: 1)
    }
    let address = requesters[engine].address
    if requesters[engine].isSharedBuffer {
      let bytes = min(left, sharedInterleave.requestBytes &- (address & (sharedInterleave.requestBytes &- 1)))
      return Packet(channel: sharedInterleave.channel(of: address), bytes: bytes, requests: 1)
    }
    let largest = requesters[engine].dramPacketBytes
    let bytes = min(left, largest &- (address & (largest &- 1)))
    return Packet(
      channel: dramInterleave.channel(of: address), bytes: bytes,
      requests: dramInterleave.requests(at: address, bytes: bytes))
  }

  @inline(__always) private mutating func issue(_ engine: Int, _ packet: Packet) {
    let command = requesters[engine].command
    let isWrite = requesters[engine].isWrite
    let (channel, bytes) = (packet.channel, packet.bytes)
    let target =
      channel < 0 ? program.commands[command].target : channels[channel].endpoint
    let endpoint = requesters[engine].endpoint
    let request = pool.take()
    pool.requests[request] = Request(
      engine: Int32(engine), command: command, channel: Int32(channel), endpoint: target,
      router: entryRouter[endpoint], bytes: Int32(bytes), count: Int32(packet.requests),
      isWrite: isWrite)
    if channel >= 0 && channel < firstRatedChannel {
      parts.memory.part.note(
        request, address: requesters[engine].address, count: packet.requests, isWrite: isWrite)
    }
    if channel >= 0 { channels[channel].approaching &+= UInt64(packet.requests) }
    if isFlitLevel {
      sendFlits(request, from: endpoint)
    } else {
      inject(request, from: endpoint, payloadBytes: isWrite ? bytes : 0)
    }
    if isWrite { countBeats(core: requesters[engine].core, bytes: bytes) }
    requesters[engine].inFlight &+= packet.requests
    requesters[engine].sentInCycle &+= packet.requests
    while requesters[engine].sentInCycle >= requesters[engine].requestsPerCycle {
      requesters[engine].sentInCycle &-= requesters[engine].requestsPerCycle
      requesters[engine].cycle &+= 1
    }
    program.commands[command].outstanding &+= 1
    requesters[engine].address &+= bytes
    requesters[engine].bytesLeft &-= bytes
    if requesters[engine].bytesLeft == 0 { finishRun(engine, command) }
  }

  private func finishRun(_ engine: Int, _ command: Int32) {
    let loaded = program.commands[command]
    if loaded.kind != .push {
      if nextRun(engine) { return }
      if loaded.kind == .host { return finishHostTransfer(engine, loaded) }
    }
    program.commands[command].allSent = true
    requesters[engine].command = -1
  }

  /// DMA data pass the scratchpad in words of a bank's width. The host has no scratchpad.
  @inline(__always) func countBeats(core: Int32, bytes: Int) {
    guard core < beats.count else { return }
    beats[core] &+= (bytes &+ beatBytes[core] &- 1) / beatBytes[core]
  }

  /// A copy within the core, or the host's computation, is over.
  mutating func endLocalWork(_ command: Int32, on engine: Int) throws {
    if program.commands[command].kind == .host { return try endHostComputation(command, on: engine) }
    requesters[engine].command = -1
    requesters[engine].sendFrom = now
    try complete(command)
    if requesters[engine].command < 0 { try serve(engine) }
  }
}
