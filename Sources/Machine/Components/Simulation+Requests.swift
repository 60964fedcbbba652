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
      guard requesters[engine].phase == .sending, mayIssue(engine) else { return }
      let channel = channelOfNextRequest(engine)
      guard channel < 0 || channels[channel].accepts(at: now) else {
        return refuse(engine, at: channel)
      }
      accounts[engine].enter(.busy, at: now)
      issue(engine, to: channel)
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
  @inline(__always) private mutating func mayIssue(_ engine: Int) -> Bool {
    if now < requesters[engine].sendFrom {
      accounts[engine].enter(.busy, at: now)
      wakeRequester(engine, at: requesters[engine].sendFrom)
      return false
    }
    if requesters[engine].inFlight == requesters[engine].outstandingLimit {
      accounts[engine].enter(.backpressure, at: now)
      requesters[engine].waitsForSlot = true
      return false
    }
    let clock = clocks[requesters[engine].core]
    var cycle = clock.cycle(atOrAfter: now)
    if cycle == requesters[engine].cycle
      && requesters[engine].sentInCycle == requesters[engine].requestsPerCycle
    {
      cycle &+= 1
    }
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

  @inline(__always) private func channelOfNextRequest(_ engine: Int) -> Int {
    if program.commands[requesters[engine].command].kind == .push { return -1 }
    let address = requesters[engine].address
    return requesters[engine].isSharedBuffer
      ? sharedInterleave.channel(of: address) : dramInterleave.channel(of: address)
  }

  @inline(__always) private mutating func issue(_ engine: Int, to channel: Int) {
    let command = requesters[engine].command
    let isWrite = requesters[engine].isWrite
    let largest =
      channel < 0 ? copyPacketBytes : dramInterleave.bytesLeftInRequest(at: requesters[engine].address)
    let bytes = min(requesters[engine].bytesLeft, largest)
    let target =
      channel < 0 ? program.commands[command].target : channels[channel].endpoint
    let endpoint = requesters[engine].endpoint
    let request = pool.take()
    pool.requests[request] = Request(
      engine: Int32(engine), command: command, channel: Int32(channel), endpoint: target,
      router: routerOfEndpoint[endpoint], bytes: Int32(bytes), isWrite: isWrite)
    if channel >= 0 && channel < firstRatedChannel {
      parts.memory.part.note(request, address: requesters[engine].address, isWrite: isWrite)
    }
    if isFlitLevel {
      sendFlits(request, from: endpoint)
    } else {
      let cycle = network.inject(
        from: Int(endpoint), payloadBytes: isWrite ? bytes : 0, at: networkCycle(atOrAfter: now))
      pool.requests[request].cycle = cycle
      countLink(request)
      schedule(.hop, request, at: time(ofNetworkCycle: cycle))
    }

    if channel >= 0 { channels[channel].approaching &+= 1 }
    if isWrite { countBeats(core: requesters[engine].core, bytes: bytes) }
    requesters[engine].inFlight &+= 1
    requesters[engine].sentInCycle &+= 1
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
