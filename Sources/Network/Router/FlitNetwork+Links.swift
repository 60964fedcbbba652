extension FlitNetwork {
  @inline(__always)
  mutating func receiveCredits() {
    for channel in credits.take(cycle) {
      let output = outputs.start + Int(channel)
      output.pointee.credits &+= 1
      assert(output.pointee.credits <= specification.bufferFlits)
      if output.pointee.credits == 1 {
        if output.pointee.holder >= 0 {
          let input = inputs.start + Int(output.pointee.holder)
          if input.pointee.held == channel && input.pointee.count > 0 { makeReady(input) }
        } else if output.pointee.node >= 0 {
          let node = Int(output.pointee.node)
          if nodes[node].firstPacket >= 0 { activeNodes[node >> 6] |= 1 &<< UInt64(node & 63) }
        }
      }
    }
  }

  @inline(__always)
  mutating func receiveFlits() {
    for arrival in flights.take(cycle) {
      guard arrival.target >= 0 else {
        receiveAtNode(arrival.flit, output: ~arrival.target)
        continue
      }
      let channel = Int(arrival.target)
      let input = inputs.start + channel
      let place = (input.pointee.first &+ input.pointee.count) & bufferMask
      buffers[channel &* bufferStride &+ Int(place)] = arrival.flit
      input.pointee.count &+= 1
      assert(input.pointee.count <= specification.bufferFlits)
      guard input.pointee.count == 1 else { continue }
      noteArrival(channel)
      if input.pointee.held >= 0 {
        if outputs[Int(input.pointee.held)].credits > 0 { makeReady(input) }
      } else {
        beginRouting(channel, start: cycle)
      }
    }
  }

  /// A node takes whatever comes, and gives the credit back at once.
  @inline(__always)
  private mutating func receiveAtNode(_ flit: Flit, output: Int32) {
    let back = cycle &+ nodeCycles &+ 1 &+ specification.pipeline.creditProcessingCycles
    credits.schedule(output, at: back, now: cycle)
    let packet = packets.start + Int(flit.packet)
    if flit.place != packet.pointee.arrived || outputs[Int(output)].node != packet.pointee.destination {
      misplacedFlits &+= 1
    }
    packet.pointee.arrived &+= 1
    deliveredFlits &+= 1
    if flit.isHead { packet.pointee.headArrived = cycle }
    if flit.isTail {
      packet.pointee.tailArrived = cycle
      deliveredPackets &+= 1
      delivered.append(flit.packet)
    }
  }

  /// A packet enters the source queue of its node in the current cycle.
  ///
  /// - Returns: a number for the packet, which may be used again after its arrival.
  @discardableResult
  public mutating func send(from source: Int, to destination: Int, flits: Int, tag: Int = 0) -> Int {
    let slot = packets.add(
      wiring.packet(from: source, to: destination, flits: flits, tag: tag, created: cycle),
      reusing: &freePackets)
    let node = nodes.start + source
    if node.pointee.firstPacket < 0 {
      node.pointee.firstPacket = slot
    } else {
      packets[Int(node.pointee.lastPacket)].next = slot
    }
    node.pointee.lastPacket = slot
    activeNodes[source >> 6] |= 1 &<< UInt64(source & 63)
    sentPackets &+= 1
    sentFlits &+= flits
    return Int(slot)
  }

  /// All packets of a node have left it.
  @inline(__always)
  func isSourceIdle(_ node: Int) -> Bool { nodes[node].firstPacket < 0 }

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

  @inline(__always)
  mutating func sendFromNodes() {
    for word in 0..<activeNodes.count {
      var active = activeNodes[word]
      while active != 0 {
        let bit = active & (0 &- active)
        active ^= bit
        if !sendFlit(from: word &* 64 &+ bit.trailingZeroBitCount) { activeNodes[word] &= ~bit }
      }
    }
  }

  /// - Returns: whether there is more to send, and perhaps a credit for it.
  @inline(__always)
  private mutating func sendFlit(from number: Int) -> Bool {
    let node = nodes.start + number
    let base = (inputPorts.count &+ number) &* channels
    if node.pointee.channel < 0 {
      guard let channel = nextChannel(after: node.pointee.lastChannel, base: base) else { return false }
      node.pointee.channel = channel
      node.pointee.lastChannel = channel
    }
    let output = outputs.start + (base &+ Int(node.pointee.channel))
    guard output.pointee.credits > 0 else { return false }
    output.pointee.credits &-= 1
    let slot = node.pointee.firstPacket
    let packet = packets.start + Int(slot)
    let flit = Flit(packet: slot, place: node.pointee.sent, of: packet.pointee.flits)
    flights.schedule(
      FlitInFlight(target: entryChannel[number] &+ node.pointee.channel, flit: flit),
      at: cycle &+ nodeCycles &+ 1, now: cycle)
    injectedFlits &+= 1
    if flit.isHead {
      packet.pointee.injected = cycle
      if drawsAhead { noteDeparture(slot, order: SIMD2(number, 0), port: wiring.entry[number]) }
    }
    node.pointee.sent &+= 1
    guard flit.isTail else { return true }
    node.pointee.sent = 0
    node.pointee.hasDrawn = false
    node.pointee.channel = -1
    node.pointee.firstPacket = packet.pointee.next
    return packet.pointee.next >= 0
  }

  /// The next channel round robin that has a credit.
  @inline(__always)
  private func nextChannel(after last: Int32, base: Int) -> Int32? {
    var channel = last
    for _ in 0..<channels {
      channel &+= 1
      if channel == channels { channel = 0 }
      if outputs[base &+ Int(channel)].credits > 0 { return channel }
    }
    return nil
  }
}
