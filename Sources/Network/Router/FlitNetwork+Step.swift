extension FlitNetwork {
  /// One cycle: arrivals, nodes, routers.
  @inline(__always)
  public mutating func step() {
    steppedCycles &+= 1
    receiveCredits()
    receiveFlits()
    if headCycles > 1 {
      for channel in routed.take(cycle) { ask(Int(channel)) }
    }
    if hasTies { drawForPackets() }
    sendFromNodes()
    if drawsAhead { routeAhead() }
    stepRouters()
    cycle &+= 1
  }

  /// Simulates up to a cycle, without that cycle; idle time is skipped.
  public mutating func advance(to limit: Int) {
    while cycle < limit {
      if !hasActivity {
        guard let next = nextArrival, next < limit else {
          cycle = limit
          return
        }
        cycle = next
      }
      step()
    }
  }

  /// Nothing is on its way.
  public var isIdle: Bool { deliveredPackets == sentPackets && credits.count == 0 }

  /// A router or a node may have something to do in this cycle even if nothing arrives.
  var hasActivity: Bool {
    for word in 0..<activeRouters.count where activeRouters[word] != 0 { return true }
    for word in 0..<activeNodes.count where activeNodes[word] != 0 { return true }
    return false
  }

  /// The next cycle in which a flit or credit arrives.
  var nextArrival: Int? {
    var next = flights.next(from: cycle)
    if let credit = credits.next(from: cycle) { next = min(next ?? credit, credit) }
    if let head = routed.next(from: cycle) { next = min(next ?? head, head) }
    return next
  }

  private mutating func stepRouters() {
    for word in 0..<activeRouters.count {
      var active = activeRouters[word]
      while active != 0 {
        let router = word &* 64 &+ active.trailingZeroBitCount
        active &= active &- 1
        var isBusy = true
        for part in 1...speedup where isBusy {
          isBusy = stepRouter(router, nextStep: part == speedup ? cycle &+ 1 : cycle)
        }
        if !isBusy { activeRouters[word] &= ~(1 << UInt64(router & 63)) }
      }
    }
  }

  /// - Returns: whether there may be something to do in the next step.
  @inline(__always)
  private mutating func stepRouter(_ router: Int, nextStep: Int) -> Bool {
    let asks = askAgain[router] != 0
    if asks { allocateChannels(router) }
    let only = isSpeculative && asks ? -1 : onlyReadyChannel(router)
    if only < 0 { allocateSwitch(router, withSpeculation: isSpeculative && asks) }
    var isBusy = finishRouting(router)
    if asks { takeChannels() }
    if only < 0 {
      crossSwitch(router, nextStep: nextStep)
    } else {
      crossAlone(only, router, nextStep: nextStep)
    }
    if drawsAhead { routeAhead() }
    for word in router &* portWords..<(router &+ 1) &* portWords where readyPorts[word] != 0 {
      isBusy = true
    }
    return isBusy || askAgain[router] != 0
  }

  /// The channel that is ready if it is the only one, else -1: then there is nothing to allocate.
  @inline(__always)
  private func onlyReadyChannel(_ router: Int) -> Int {
    guard portWords == 1 else { return -1 }
    let readyPort = readyPorts[router]
    guard readyPort != 0, readyPort & (readyPort &- 1) == 0 else { return -1 }
    let port = router &* ports &+ readyPort.trailingZeroBitCount
    let ready = inputPorts[port].ready
    return ready & (ready &- 1) == 0 ? port &* channels &+ ready.trailingZeroBitCount : -1
  }

  /// Heads whose routing is done ask for a channel from the next step on.
  @inline(__always)
  private mutating func finishRouting(_ router: Int) -> Bool {
    guard headCycles == 1 else { return false }
    if hasTies && !drawsAhead { routeHeads(router) }
    for word in 0..<portWords {
      let index = router &* portWords &+ word
      var mask = routingPorts[index]
      guard mask != 0 else { continue }
      routingPorts[index] = 0
      waitingPorts[index] |= mask
      askAgain[router] = 1
      while mask != 0 {
        let port = router &* ports &+ word &* 64 &+ mask.trailingZeroBitCount
        mask &= mask &- 1
        inputPorts[port].waiting |= routingChannels[port]
        routingChannels[port] = 0
      }
    }
    return askAgain[router] != 0
  }

  @inline(__always)
  func activate(_ router: Int) {
    activeRouters[router >> 6] |= 1 << UInt64(router & 63)
  }

  /// The channel has a flit, an output channel and a credit.
  @inline(__always)
  func makeReady(_ input: UnsafeMutablePointer<InputChannel>) {
    let (router, port) = (Int(input.pointee.router), Int(input.pointee.localPort))
    inputPorts[Int(input.pointee.port)].ready |= 1 << UInt64(input.pointee.channel)
    readyPorts[router &* portWords &+ (port >> 6)] |= 1 << UInt64(port & 63)
    activate(router)
  }

  /// The head at the front of the channel asks for an output channel from now on.
  @inline(__always)
  func ask(_ channel: Int) {
    let input = inputs.start + channel
    let (router, port) = (Int(input.pointee.router), Int(input.pointee.localPort))
    inputPorts[Int(input.pointee.port)].waiting |= 1 << UInt64(input.pointee.channel)
    waitingPorts[router &* portWords &+ (port >> 6)] |= 1 << UInt64(port & 63)
    askAgain[router] = 1
    activate(router)
  }

  /// A head has come to the front of a channel; its routing starts at `start`.
  @inline(__always)
  mutating func beginRouting(_ channel: Int, packet: Int32, start: Int) {
    let input = inputs.start + channel
    let router = Int(input.pointee.router)
    if headCycles == 0 {
      route(channel, packet: packet)
      ask(channel)
    } else if headCycles == 1 {
      // With ties, the routing waits for all heads of the router.
      if !hasTies || drawsAhead { route(channel, packet: packet) }
      let port = Int(input.pointee.localPort)
      routingChannels[Int(input.pointee.port)] |= 1 << UInt64(input.pointee.channel)
      routingPorts[router &* portWords &+ (port >> 6)] |= 1 << UInt64(port & 63)
      activate(router)
    } else {
      route(channel, packet: packet)
      routed.schedule(Int32(channel), at: start &+ headCycles, now: cycle)
    }
  }

  /// Settles which output the packet at the front of a channel will ask for.
  @inline(__always)
  mutating func route(_ channel: Int, packet: Int32) {
    let input = inputs.start + channel
    let router = Int(input.pointee.router)
    let record = packets.start + Int(packet)
    record.pointee.routers &+= 1
    let route =
      drawsAhead
      ? Route(port: Int(record.pointee.portAhead), channels: record.pointee.classAhead)
      : routing.route(
        to: Int(record.pointee.destination), at: router, from: Int(input.pointee.localPort),
        wayState: &record.pointee.wayState, &random)
    input.pointee.output = Int32(router &* ports &+ route.port)
    input.pointee.wanted = route.channels
  }
}
