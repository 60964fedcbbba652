extension FlitNetwork {
  /// One cycle: arrivals, nodes, routers.
  @inline(__always)
  public mutating func step() {
    steppedCycles &+= 1
    receiveCredits()
    receiveFlits()
    if drawsForPackets { drawForPackets() }
    sendFromNodes()
    if drawsAhead { routeAhead() }
    stepRouters()
    cycle &+= 1
    if headCycles > 0 { finishRouting() }
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
    // The step before it ends with the routing.
    if let head = routed.next(from: cycle) { next = min(next ?? head, head - 1) }
    return next
  }

  private mutating func stepRouters() {
    for word in 0..<activeRouters.count {
      var active = activeRouters[word]
      while active != 0 {
        let bit = active & (0 &- active)
        active ^= bit
        let router = word &* 64 &+ bit.trailingZeroBitCount
        var isBusy = true
        var part = 1
        while part < speedup && isBusy {
          isBusy = stepRouter(router, nextStep: cycle)
          part &+= 1
        }
        if isBusy { isBusy = stepRouter(router, nextStep: cycle &+ 1) }
        if !isBusy { activeRouters[word] &= ~bit }
      }
    }
  }

  /// - Returns: whether there may be something to do in the next step.
  @inline(__always)
  private mutating func stepRouter(_ router: Int, nextStep: Int) -> Bool {
    let masks = portMasks.start + router &* portWords
    let asks = masks.pointee.asksAgain
    let only = isSpeculative && asks ? -1 : onlyReadyChannel(router)
    if only < 0 { allocateSwitch(router, withSpeculation: isSpeculative && asks) }
    if asks { allocateChannels(router) }
    if only < 0 {
      crossSwitch(router, nextStep: nextStep)
    } else {
      crossAlone(only, router, nextStep: nextStep)
    }
    if drawsAhead { routeAhead() }
    var isBusy = masks.pointee.asksAgain || masks.pointee.ready != 0
    var word = 1
    while word < portWords && !isBusy {
      isBusy = masks[word].ready != 0
      word &+= 1
    }
    return isBusy
  }

  /// The channel that is ready if it is the only one, else -1: then there is nothing to allocate.
  @inline(__always)
  private func onlyReadyChannel(_ router: Int) -> Int {
    guard portWords == 1 else { return -1 }
    let readyPort = portMasks[router].ready
    guard readyPort != 0, readyPort & (readyPort &- 1) == 0 else { return -1 }
    let port = router &* ports &+ readyPort.trailingZeroBitCount
    let ready = inputPorts[port].ready
    return ready & (ready &- 1) == 0 ? port &* channels &+ ready.trailingZeroBitCount : -1
  }

  /// Heads whose routing is done ask for a channel from the cycle on that has just begun.
  @inline(__always)
  private mutating func finishRouting() {
    let done = routed.take(cycle)
    if hasTies && !drawsAhead { return routeInOrder(done) }
    for channel in done {
      route(Int(channel))
      ask(Int(channel))
    }
  }

  @inline(__always)
  func activate(_ router: Int) {
    activeRouters[router >> 6] |= 1 &<< UInt64(router & 63)
  }

  /// The channel has a flit, an output channel and a credit.
  @inline(__always)
  func makeReady(_ input: UnsafeMutablePointer<InputChannel>) {
    let (router, port) = (Int(input.pointee.router), Int(input.pointee.localPort))
    inputPorts[Int(input.pointee.port)].ready |= 1 &<< UInt64(input.pointee.channel)
    portMasks[router &* portWords &+ (port >> 6)].ready |= 1 &<< UInt64(port & 63)
    activate(router)
  }

  /// The head at the front of the channel asks for an output channel from now on.
  @inline(__always)
  func ask(_ channel: Int) {
    let input = inputs.start + channel
    let (router, port) = (Int(input.pointee.router), Int(input.pointee.localPort))
    inputPorts[Int(input.pointee.port)].waiting |= 1 &<< UInt64(input.pointee.channel)
    let masks = portMasks.start + router &* portWords
    masks[port >> 6].waiting |= 1 &<< UInt64(port & 63)
    masks.pointee.asksAgain = true
    activate(router)
  }

  /// A head has come to the front of a channel; its routing starts at `start`.
  @inline(__always)
  mutating func beginRouting(_ channel: Int, start: Int) {
    if headCycles == 0 {
      route(channel)
      ask(channel)
    } else {
      routed.schedule(Int32(channel), at: start &+ headCycles, now: cycle)
    }
  }

  /// Settles which output the packet at the front of a channel will ask for.
  @inline(__always)
  mutating func route(_ channel: Int) {
    let input = inputs.start + channel
    let router = Int(input.pointee.router)
    let packet = buffers[channel &* bufferStride &+ Int(input.pointee.first)].packet
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
