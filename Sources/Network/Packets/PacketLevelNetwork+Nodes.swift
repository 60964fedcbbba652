extension PacketLevelNetwork {
  /// A packet enters the source queue of its node in the current cycle.
  ///
  /// - Returns: a number for the packet, which may be used again after its arrival.
  @discardableResult
  public mutating func send(from source: Int, to destination: Int, flits: Int, tag: Int = 0) -> Int {
    let slot = packets.add(
      wiring.packet(from: source, to: destination, flits: flits, tag: tag, created: cycle),
      reusing: &freePackets)
    sentPackets &+= 1
    let node = nodes.start + source
    if node.pointee.firstPacket < 0 {
      node.pointee.firstPacket = slot
      schedule(node: source, at: max(cycle, node.pointee.freeFrom), now: cycle &- 1)
    } else {
      packets[Int(node.pointee.lastPacket)].next = slot
    }
    node.pointee.lastPacket = slot
    return Int(slot)
  }

  @inline(__always)
  private mutating func schedule(node number: Int, at time: Int, now: Int) {
    let node = nodes.start + number
    guard !node.pointee.isPending else { return }
    node.pointee.isPending = true
    events.schedule(~Int32(inputFreeFrom.count &+ number), at: time, now: now)
  }

  /// A node sends the next flits of its first packet, as many as there are credits for.
  @inline(__always)
  mutating func send(from number: Int) {
    let node = nodes.start + number
    node.pointee.isPending = false
    guard node.pointee.firstPacket >= 0 else { return }
    let base = (inputFreeFrom.count &+ number) &* channels
    if node.pointee.channel < 0 {
      guard let channel = entryChannel(of: number, base: base) else { return }
      node.pointee.channel = channel
      node.pointee.lastChannel = channel
    }
    let channel = base &+ Int(node.pointee.channel)
    let slot = node.pointee.firstPacket
    let packet = packets.start + Int(slot)
    let rest = packet.pointee.flits &- node.pointee.sent
    let count = usableCredits(of: channel, at: cycle, upTo: rest)
    guard count > 0 else {
      wait(node: number, forCreditOf: channel)
      return
    }
    takeCredits(count, of: channel)
    if node.pointee.sent == 0 { packet.pointee.injected = cycle }
    let target = Int32(wiring.entry[number] &* channels) &+ node.pointee.channel
    node.pointee.entry = hand(
      count, of: slot, over: node.pointee.entry, target: target, at: cycle &+ entryCycles)
    node.pointee.sent &+= count
    node.pointee.freeFrom = cycle &+ Int(count)
    if count == rest {
      node.pointee.sent = 0
      node.pointee.channel = -1
      node.pointee.entry = -1
      node.pointee.firstPacket = packet.pointee.next
      guard packet.pointee.next >= 0 else { return }
    }
    schedule(node: number, at: node.pointee.freeFrom, now: cycle)
  }

  /// The next channel round robin that has a credit; nil when the node has to wait for one.
  @inline(__always)
  private mutating func entryChannel(of number: Int, base: Int) -> Int32? {
    var channel = nodes[number].lastChannel
    var soonest = Int.max
    for _ in 0..<channels {
      channel &+= 1
      if channel == channels { channel = 0 }
      guard let time = nextCredit(of: base &+ Int(channel)) else { continue }
      if time <= cycle { return channel }
      soonest = min(soonest, time)
    }
    if soonest < Int.max {
      schedule(node: number, at: soonest, now: cycle)
    } else {
      nodes[number].waits = true
    }
    return nil
  }

  @inline(__always)
  private mutating func wait(node number: Int, forCreditOf channel: Int) {
    if let time = nextCredit(of: channel) {
      schedule(node: number, at: max(time, cycle &+ 1), now: cycle)
    } else {
      nodes[number].waits = true
    }
  }

  /// A credit of one of the channels of a node that waits for one.
  @inline(__always)
  mutating func wake(node number: Int, at time: Int) {
    let node = nodes.start + number
    guard node.pointee.waits else { return }
    node.pointee.waits = false
    schedule(node: number, at: max(time, cycle &+ 1), now: cycle)
  }
}
