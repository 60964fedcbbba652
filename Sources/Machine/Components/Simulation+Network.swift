/// Packets on their way, and the memories at the end of it.
extension Simulation {
  /// A request leaves its engine, or a packet for another core.
  ///
  /// Whatever is sent later reaches a crossbar later, unless this packet has to wait for the link there; so when none
  /// is on its way to the same endpoint it can have that endpoint's link at once, without an event.
  @inline(__always) mutating func inject(_ index: Int32, from endpoint: Int32, payloadBytes: Int) {
    let start = networkCycle(atOrAfter: now)
    let cycle = network.inject(from: Int(endpoint), payloadBytes: payloadBytes, at: start)
    pool.requests[index].cycle = cycle
    countLink(index)
    let target = pool.requests[index].endpoint
    if network.isCrossbar && cycle == start &+ network.hopLatencyCycles && headsUnderWay[target] == 0 {
      leaveNetwork(index, pool.requests[index])
    } else {
      scheduleHop(index, at: cycle)
    }
  }

  @inline(__always) private mutating func scheduleHop(_ index: Int32, at cycle: Int) {
    headsUnderWay[pool.requests[index].endpoint] &+= 1
    schedule(.hop, index, at: time(ofNetworkCycle: cycle))
  }

  /// The head of a packet is at a router.
  @inline(__always) mutating func hop(_ index: Int32) {
    let request = pool.requests[index]
    let target = exitRouter[request.endpoint]
    if request.router != target {
      let (router, cycle) = network.forward(
        from: Int(request.router), towards: Int(target), payloadBytes: request.payload, at: request.cycle)
      countLink(index)
      pool.requests[index].router = Int32(router)
      pool.requests[index].cycle = cycle
      schedule(.hop, index, at: time(ofNetworkCycle: cycle))
      return
    }
    headsUnderWay[request.endpoint] &-= 1
    leaveNetwork(index, request)
  }

  /// A packet takes the link from its last router to its endpoint.
  @inline(__always) private mutating func leaveNetwork(_ index: Int32, _ request: Request) {
    let arrival = time(
      ofNetworkCycle: network.eject(
        to: Int(request.endpoint), payloadBytes: request.payload, at: request.cycle))
    countLink(index)
    if request.channel >= 0 && !request.isAnswer {
      answer(index, request, arrivingAt: arrival)
    } else {
      schedule(.delivered, index, at: arrival)
    }
  }

  /// A request will arrive at its memory channel. At `bandwidth` level: only this endpoint's link leads there, so requests arrive in the
  /// order of these calls, and the channel can be asked now for a time to come. Answers leave in the same order.
  @inline(__always) mutating func answer(
    _ index: Int32, _ request: Request, arrivingAt arrival: UInt64
  ) {
    let channel = Int(request.channel)
    pool.requests[index].endpoint = requesters[request.engine].endpoint
    pool.requests[index].router = entryRouter[request.endpoint]
    pool.requests[index].isAnswer = true
    if request.channel < firstRatedChannel { return schedule(.requestArrived, index, at: arrival) }
    let ready = channels[channel].serve(
      requests: Int(request.count), bytes: Int(request.bytes), isWrite: request.isWrite, at: arrival)
    if channels[channel].ownsPort && !isFlitLevel {
      sendAnswer(index, from: request.endpoint, at: ready)
    } else {
      schedule(.answerReady, index, at: ready)
    }
    if channels[channel].firstRefused >= 0 { scheduleCredit(channel) }
  }

  /// Answers of several channels on one port go in the order in which they are ready.
  @inline(__always) mutating func sendAnswer(_ index: Int32, from endpoint: Int32, at ready: UInt64) {
    if isFlitLevel { return sendFlits(index, from: endpoint) }
    let cycle = network.inject(
      from: Int(endpoint), payloadBytes: pool.requests[index].payload,
      at: Int(networkClock.cycle(atOrAfter: ready)))
    countLink(index)
    pool.requests[index].cycle = cycle
    scheduleHop(index, at: cycle)
  }

  /// A packet of the request crosses a link.
  @inline(__always) func countLink(_ index: Int32) {
    pool.requests[index].linkBytes &+= Int32(
      truncatingIfNeeded: network.headerBytes &+ pool.requests[index].payload)
  }

  /// An answer has arrived at the engine that sent the request, or a packet at the other core.
  @inline(__always) mutating func deliver(_ index: Int32) throws {
    let request = pool.requests[index]
    pool.giveBack(index)
    let engine = Int(request.engine)
    if program.commands[request.command].multicast >= 0 { passOn(request) }
    requesters[engine].inFlight &-= Int(request.count)
    nodes[program.commands[request.command].node].linkBytes &+= Int(request.linkBytes)
    if request.channel < 0 {
      countBeats(core: request.endpoint, bytes: Int(request.bytes))
    } else if !request.isWrite {
      countBeats(core: requesters[engine].core, bytes: Int(request.bytes))
    }
    program.commands[request.command].outstanding &-= 1
    if program.commands[request.command].outstanding == 0 { try answered(request.command, engine) }
    if requesters[engine].waitsForSlot {
      requesters[engine].waitsForSlot = false
      try serve(engine)
    } else if requesters[engine].command < 0 && requesters[engine].inFlight == 0 {
      settle(engine, answersAreOut: false)
    }
  }

  /// A packet of a multicast has arrived at a core, whose network interface sends it to the next ones.
  private mutating func passOn(_ request: Request) {
    let tree = program.commands[request.command].multicast
    for place in program.multicasts.childRange(of: request.endpoint, in: tree) {
      let index = pool.take()
      pool.requests[index] = Request(
        engine: request.engine, command: request.command, endpoint: program.multicasts.child(place),
        router: entryRouter[request.endpoint], bytes: request.bytes, count: 0, isWrite: true)
      program.commands[request.command].outstanding &+= 1
      if isFlitLevel {
        sendFlits(index, from: request.endpoint)
      } else {
        inject(index, from: request.endpoint, payloadBytes: Int(request.bytes))
      }
    }
  }

  /// No request of the command is under way any more.
  private mutating func answered(_ command: Int32, _ engine: Int) throws {
    if program.commands[command].allSent {
      try complete(command)
    } else if requesters[engine].command == command && requesters[engine].phase == .awaitingInputs {
      try startHostComputation(engine)
    }
  }
}
