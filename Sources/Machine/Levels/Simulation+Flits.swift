import EventSimulation

/// The network at `flit` level among the other components; see `FlitFabric`.
extension Simulation {
  /// A packet of a request enters the queue of an endpoint now.
  @inline(__always) mutating func sendFlits(_ index: Int32, from endpoint: Int32) {
    let request = pool.requests[index]
    let wake = parts.flits.part.send(
      from: Int(endpoint), to: Int(request.endpoint), payloadBytes: request.payload, tag: index,
      at: networkCycle(atOrAfter: now))
    if let wake { scheduleNetwork(at: wake) }
  }

  /// Behind all other events of its time: what is sent at an edge of the network's clock enters in that cycle.
  private mutating func scheduleNetwork(at cycle: Int) {
    queue.schedule(
      Event(subject: 0, kind: .networkCycle),
      at: SimulationTime(femtoseconds: time(ofNetworkCycle: cycle)), priority: 1)
  }

  /// A cycle in which a flit may move.
  mutating func stepNetwork() throws {
    let cycle = networkCycle(atOrAfter: now)
    guard parts.flits.part.wake == cycle else { return }
    parts.flits.part.step(at: cycle)
    for arrival in 0..<parts.flits.part.arrivalCount {
      let (index, links) = parts.flits.part.arrival(arrival)
      let request = pool.requests[index]
      parts.flits.part.countLinks(links, payloadBytes: request.payload)
      pool.requests[index].linkBytes &+= Int32(
        truncatingIfNeeded: links &* (parts.flits.part.headerBytes &+ request.payload))
      // Who takes it may send again: that enters in the next cycle.
      if request.channel >= 0 && !request.isAnswer {
        answer(index, request, arrivingAt: now)
      } else {
        try deliver(index)
      }
    }
    if let next = parts.flits.part.finishStep() { scheduleNetwork(at: next) }
  }
}
