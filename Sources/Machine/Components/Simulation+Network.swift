/// Packets on their way, and the memories at the end of it.
extension Simulation {
  /// The head of a packet is at a router.
  @inline(__always) mutating func hop(_ index: Int32) {
    let request = pool.requests[index]
    let target = routerOfEndpoint[request.endpoint]
    if request.router != target {
      let (router, cycle) = network.forward(
        from: Int(request.router), towards: Int(target), flits: Int(request.flits), at: request.cycle)
      pool.requests[index].router = Int32(router)
      pool.requests[index].cycle = cycle
      schedule(.hop, index, at: time(ofNetworkCycle: cycle))
      return
    }
    let arrival = time(
      ofNetworkCycle: network.eject(to: Int(request.endpoint), flits: Int(request.flits), at: request.cycle))
    if request.channel >= 0 && request.endpoint == channels[request.channel].endpoint {
      answer(index, request, arrivingAt: arrival)
    } else {
      schedule(.delivered, index, at: arrival)
    }
  }

  /// A request will arrive at its memory channel. Only this endpoint's link leads there, so requests arrive in the
  /// order of these calls, and the channel can be asked now for a time to come. Answers leave in the same order.
  @inline(__always) private mutating func answer(
    _ index: Int32, _ request: Request, arrivingAt arrival: UInt64
  ) {
    let channel = Int(request.channel)
    let bytes = Int(request.bytes)
    let ready = channels[channel].serve(bytes: bytes, isWrite: request.isWrite, at: arrival)
    let payload = request.isWrite ? 0 : bytes
    let flits = network.flits(payloadBytes: payload)
    let cycle = network.inject(
      from: Int(request.endpoint), flits: flits, payloadBytes: payload,
      at: Int(networkClock.cycle(atOrAfter: ready)))
    pool.requests[index].endpoint = requesters[request.engine].endpoint
    pool.requests[index].router = routerOfEndpoint[request.endpoint]
    pool.requests[index].flits = Int32(flits)
    pool.requests[index].cycle = cycle
    schedule(.hop, index, at: time(ofNetworkCycle: cycle))
    if channels[channel].firstRefused >= 0 { scheduleCredit(channel) }
  }

  /// An answer has arrived at the engine that sent the request, or a packet at the other core.
  @inline(__always) mutating func deliver(_ index: Int32) throws {
    let request = pool.requests[index]
    pool.giveBack(index)
    let engine = Int(request.engine)
    requesters[engine].inFlight &-= 1
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

  /// No request of the command is under way any more.
  private mutating func answered(_ command: Int32, _ engine: Int) throws {
    if program.commands[command].allSent {
      try complete(command)
    } else if requesters[engine].command == command && requesters[engine].phase == .awaitingInputs {
      try startHostComputation(engine)
    }
  }
}
