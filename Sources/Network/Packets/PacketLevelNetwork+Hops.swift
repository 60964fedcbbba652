import EventSimulation

extension PacketLevelNetwork {
  /// A packet enters the source queue of its node in the current cycle.
  ///
  /// - Returns: a number for the packet, which may be used again after its arrival.
  @discardableResult
  public mutating func send(from source: Int, to destination: Int, flits: Int, tag: Int = 0) -> Int {
    precondition(source >= 0 && source < wiring.nodeCount, "no such source")
    precondition(destination >= 0 && destination < wiring.nodeCount, "no such destination")
    precondition(flits > 0 && flits < 1 << 30, "a packet has 1 to 2^30 flits")
    var record = PacketRecord(
      source: Int32(source), destination: Int32(destination), flits: Int32(flits), tag: tag, created: cycle)
    let port = wiring.routerCount &* ports &+ source
    let start = max(cycle, freeFrom[port])
    record.injected = start
    freeFrom[port] = start &+ flits
    let slot: Int32
    if freePackets.count > 0 {
      slot = freePackets.removeLast()
      packets[Int(slot)] = record
      ways[Int(slot)] = PacketWay()
    } else {
      slot = Int32(packets.count)
      packets.append(record)
      ways.append(PacketWay())
    }
    let channel = nextChannel(of: port, class: .all, at: start)
    sentPackets &+= 1
    enter(slot, channel: wiring.entry[source] &* channels &+ channel, at: start &+ entryCycles)
    return Int(slot)
  }

  /// Simulates up to a cycle, without that cycle.
  public mutating func advance(to limit: Int) {
    guard limit > cycle else { return }
    let last = Self.time(limit - 1)
    while let event = events.pop(notAfter: last) { cross(event.payload) }
    cycle = limit
    while let event = arrivals.pop(notAfter: last) {
      deliveredPackets &+= 1
      deliveredFlits &+= Int(packets[Int(event.payload)].flits)
      delivered.append(event.payload)
    }
  }

  public var isIdle: Bool { deliveredPackets == sentPackets }

  /// Simulates up to the cycle after the next arrival; at once when nothing is on its way.
  public mutating func advanceToArrival() {
    while !isIdle && delivered.count == 0 { advance(to: cycle + 1) }
  }

  /// Hands over the packets that have arrived since the last call.
  @inline(__always)
  public mutating func takeDelivered(_ body: (PacketRecord) -> Void) {
    for index in 0..<delivered.count {
      let slot = delivered[index]
      body(packets[Int(slot)])
      freePackets.append(slot)
    }
    delivered.removeAll()
  }

  /// The head of a packet will arrive at the end of a channel's queue.
  @inline(__always)
  private mutating func enter(_ packet: Int32, channel: Int, at arrival: Int) {
    let queue = inputs.start + channel
    let way = ways.start + Int(packet)
    way.pointee.channel = Int32(channel)
    way.pointee.headArrived = arrival
    way.pointee.next = -1
    if queue.pointee.first < 0 {
      queue.pointee.first = packet
      schedule(packet, at: max(arrival, queue.pointee.freeFrom) &+ headCycles)
    } else {
      ways[Int(queue.pointee.last)].next = packet
    }
    queue.pointee.last = packet
  }

  @inline(__always)
  private mutating func schedule(_ packet: Int32, at cycle: Int) {
    events.schedule(packet, at: Self.time(cycle))
  }

  /// The head of a packet asks for the switch: the packet takes the link for as long as it has flits, from when the
  /// link, the way into the switch and a channel are free.
  @inline(__always)
  private mutating func cross(_ slot: Int32) {
    let way = ways.start + Int(slot)
    let queue = inputs.start + Int(way.pointee.channel)
    let record = packets.start + Int(slot)
    let (router, input) = (Int(queue.pointee.router), Int(queue.pointee.port))
    record.pointee.routers &+= 1
    let route = routing.route(
      to: Int(record.pointee.destination), at: router, from: input &- router &* ports,
      wayState: &record.pointee.wayState, &random)
    let port = router &* ports &+ route.port
    let flits = Int(record.pointee.flits)
    let ready = max(way.pointee.headArrived, queue.pointee.freeFrom) &+ headCycles
    var start = max(ready, max(freeFrom[port], inputFreeFrom[input]))
    let channel = nextChannel(of: port, class: route.channels, at: start)
    let output = port &* channels &+ channel
    start = max(start, channelFreeFrom[output])
    let end = start &+ flits
    freeFrom[port] = end
    inputFreeFrom[input] = end
    channelFreeFrom[output] = end &+ (headCycles > 0 ? 1 : 0)
    busyCycles[port] &+= flits
    flitTraversals &+= flits

    queue.pointee.freeFrom = end
    let next = way.pointee.next
    queue.pointee.first = next
    if next >= 0 { schedule(next, at: max(ways[Int(next)].headArrived, end) &+ headCycles) }

    if let target = wiring.target[port], target >= 0 {
      enter(slot, channel: target &* channels &+ channel, at: start &+ linkCycles)
    } else {
      record.pointee.headArrived = start &+ nodeCycles
      record.pointee.tailArrived = start &+ nodeCycles &+ flits &- 1
      arrivals.schedule(slot, at: Self.time(record.pointee.tailArrived))
    }
  }

  /// The next channel of a port round robin that is free, else the one that is free first.
  @inline(__always)
  private func nextChannel(of port: Int, class channelClass: ChannelClass, at cycle: Int) -> Int {
    let allowed = routing.channels(channelClass)
    let last = Int(lastChannel[port])
    let above = last < 63 ? (allowed >> UInt64(last &+ 1)) << UInt64(last &+ 1) : 0
    var best = -1
    var bestTime = Int.max
    for part in 0..<2 {
      var mask = part == 0 ? above : allowed & ~above
      while mask != 0 {
        let channel = mask.trailingZeroBitCount
        mask &= mask &- 1
        let free = max(channelFreeFrom[port &* channels &+ channel], cycle)
        if free < bestTime { (best, bestTime) = (channel, free) }
      }
    }
    lastChannel[port] = Int32(best)
    return best
  }
}

extension PacketLevelNetwork: MeasuredNetwork {}
