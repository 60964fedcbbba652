extension PacketLevelNetwork {
  /// Flits leave for a channel of a router: the packet gets an entry there with the first of them.
  /// - Parameters:
  ///   - entry: the packet's in that channel, or -1.
  ///   - arrival: of the first of the flits.
  /// - Returns: the entry.
  @inline(__always)
  mutating func hand(
    _ count: Int32, of packet: Int32, over entry: Int32, target: Int32, at arrival: Int
  ) -> Int32 {
    if entry >= 0 {
      let known = entries.start + Int(entry)
      if arrival > known.pointee.nextArrival {
        known.pointee.runFirst = known.pointee.known
        known.pointee.runArrival = arrival
      }
      known.pointee.known &+= count
      known.pointee.nextArrival = arrival &+ Int(count)
      if !known.pointee.isPending, inputs[Int(target)].first == entry { schedule(entry, at: arrival) }
      return entry
    }
    var new = PacketEntry(
      packet: packet, queue: target, flits: packets[Int(packet)].flits, headArrived: arrival)
    new.known = count
    new.runArrival = arrival
    new.nextArrival = arrival &+ Int(count)
    let slot: Int32
    if freeEntries.count > 0 {
      slot = freeEntries.removeLast()
      entries[Int(slot)] = new
    } else {
      slot = Int32(entries.count)
      entries.append(new)
    }
    let queue = inputs.start + Int(target)
    if queue.pointee.first < 0 {
      queue.pointee.first = slot
      schedule(slot, at: max(arrival, queue.pointee.freeFrom) &+ headCycles)
    } else {
      entries[Int(queue.pointee.last)].next = slot
    }
    queue.pointee.last = slot
    return slot
  }

  @inline(__always)
  mutating func schedule(_ entry: Int32, at time: Int) {
    entries[Int(entry)].isPending = true
    events.schedule(entry, at: time, now: cycle)
  }

  /// The packet at the front of a channel is ready to ask for the switch, or for a channel before that.
  @inline(__always)
  mutating func turn(of slot: Int32) {
    let entry = entries.start + Int(slot)
    entry.pointee.isPending = false
    if entry.pointee.port < 0 { route(entry) }
    if entry.pointee.held < 0, !takeChannel(slot) { return }
    guard entry.pointee.known > entry.pointee.sent else { return }
    if entry.pointee.sent == entry.pointee.runFirst, entry.pointee.runArrival > cycle {
      return schedule(slot, at: entry.pointee.runArrival)
    }
    let held = Int(entry.pointee.held)
    guard let credit = nextCredit(of: held) else {
      outputChannels[held].waiting = slot
      entry.pointee.isPending = true
      return
    }
    guard credit <= cycle else { return schedule(slot, at: credit) }
    let port = outputs.start + Int(entry.pointee.port)
    if port.pointee.freeFrom > cycle || port.pointee.asking.first >= 0
      || inputFreeFrom[Int(inputs[Int(entry.pointee.queue)].port)] > cycle
    {
      entry.pointee.isPending = true
      append(slot, to: &port.pointee.asking)
      serve(Int(entry.pointee.port), at: max(port.pointee.freeFrom, cycle &+ 1))
    } else {
      cross(slot)
    }
  }

  @inline(__always)
  private mutating func route(_ entry: UnsafeMutablePointer<PacketEntry>) {
    let queue = inputs.start + Int(entry.pointee.queue)
    let record = packets.start + Int(entry.pointee.packet)
    record.pointee.routers &+= 1
    let router = Int(queue.pointee.router)
    let route = routing.route(
      to: Int(record.pointee.destination), at: router, from: Int(queue.pointee.port) &- router &* ports,
      wayState: &record.pointee.wayState, &random)
    entry.pointee.port = Int32(router &* ports &+ route.port)
    entry.pointee.wanted = route.channels
  }

  @inline(__always)
  private func append(_ slot: Int32, to line: inout EntryLine) {
    entries[Int(slot)].nextInLine = -1
    if line.first < 0 { line.first = slot } else { entries[Int(line.last)].nextInLine = slot }
    line.last = slot
  }

  /// The output channel nearest to the pointer of those that are free.
  /// - Returns: false when the packet has to wait for one.
  @inline(__always)
  private mutating func takeChannel(_ slot: Int32) -> Bool {
    let entry = entries.start + Int(slot)
    let queue = inputs.start + Int(entry.pointee.queue)
    let first = Int(entry.pointee.port) &* channels
    var free: UInt64 = 0
    var soonest = Int.max
    var mask = routing.channels(entry.pointee.wanted)
    while mask != 0 {
      let bit = mask & (0 &- mask)
      mask ^= bit
      let time = outputChannels[first &+ bit.trailingZeroBitCount].freeFrom
      if time <= cycle { free |= bit } else { soonest = min(soonest, time) }
    }
    guard free != 0 else {
      if soonest < Int.max {
        schedule(slot, at: soonest)
      } else {
        entry.pointee.isPending = true
        append(slot, to: &outputs[Int(entry.pointee.port)].withoutChannel)
      }
      return false
    }
    let base = Int(queue.pointee.router) &* ports &* channels
    let pointer = base &+ Int(queue.pointee.acceptPointer) &- first
    let above = pointer > 0 && pointer < channels ? (free &>> UInt64(pointer)) &<< UInt64(pointer) : 0
    let held = first &+ (above != 0 ? above : free).trailingZeroBitCount
    let accepted = held &- base &+ 1
    queue.pointee.acceptPointer = accepted == ports &* channels ? 0 : Int32(accepted)
    outputChannels[held].freeFrom = Int.max
    entry.pointee.held = Int32(held)
    return true
  }

  /// The port will look at who asks.
  @inline(__always)
  private mutating func serve(_ number: Int, at time: Int) {
    guard !outputs[number].isServed else { return }
    outputs[number].isServed = true
    events.schedule(~Int32(number), at: time, now: cycle)
  }

  /// A link is free: the first that asks and whose way into the switch is free, too, gets it.
  mutating func serve(_ number: Int) {
    let port = outputs.start + number
    port.pointee.isServed = false
    guard port.pointee.freeFrom <= cycle else { return serve(number, at: port.pointee.freeFrom) }
    var soonest = Int.max
    var (before, slot) = (Int32(-1), port.pointee.asking.first)
    while slot >= 0 {
      let entry = entries.start + Int(slot)
      let free = inputFreeFrom[Int(inputs[Int(entry.pointee.queue)].port)]
      if free <= cycle {
        let next = entry.pointee.nextInLine
        if before < 0 { port.pointee.asking.first = next } else { entries[Int(before)].nextInLine = next }
        if next < 0 { port.pointee.asking.last = before }
        cross(slot)
        if port.pointee.asking.first >= 0 { serve(number, at: port.pointee.freeFrom) }
        return
      }
      soonest = min(soonest, free)
      (before, slot) = (slot, entry.pointee.nextInLine)
    }
    if soonest < Int.max { serve(number, at: soonest) }
  }

  /// The next flits of a packet cross the switch in this cycle and those that follow.
  @inline(__always)
  private mutating func cross(_ slot: Int32) {
    let entry = entries.start + Int(slot)
    let queue = inputs.start + Int(entry.pointee.queue)
    let port = outputs.start + Int(entry.pointee.port)
    let held = Int(entry.pointee.held)
    let packet = entry.pointee.packet
    // Flits that come one after the other can leave so.
    let run =
      entry.pointee.sent < entry.pointee.runFirst ? entry.pointee.runFirst : entry.pointee.known
    let most = min(run &- entry.pointee.sent, Int32(chunkFlits))
    let count = usableCredits(of: held, at: cycle, upTo: most)
    let end = cycle &+ Int(count)
    entry.pointee.isPending = false
    takeCredits(count, of: held)
    port.pointee.freeFrom = end
    port.pointee.busyCycles &+= Int(count)
    inputFreeFrom[Int(queue.pointee.port)] = end
    flitTraversals &+= Int(count)
    entry.pointee.sent &+= count
    let isTail = entry.pointee.sent == entry.pointee.flits
    giveBack(count, of: queue)
    let arrival = cycle &+ Int(port.pointee.flightCycles)
    if port.pointee.target >= 0 {
      let target = port.pointee.target &+ Int32(held) &- entry.pointee.port &* Int32(channels)
      let onward = hand(count, of: packet, over: entry.pointee.onward, target: target, at: arrival)
      entries[Int(slot)].onward = onward
    } else {
      let first = entry.pointee.sent == count
      deliver(count, of: packet, isFirst: first, isTail: isTail, at: arrival)
      let back = specification.nodeLinkCycles &+ 1 &+ specification.pipeline.creditProcessingCycles
      returnCredits(count, of: held, from: arrival &+ back)
    }
    if isTail { leave(slot, at: end) } else { goOn(slot, at: end) }
  }

  @inline(__always)
  private mutating func giveBack(_ count: Int32, of queue: UnsafeMutablePointer<PacketQueue>) {
    let channel = Int(queue.pointee.creditChannel)
    let time = cycle &+ Int(queue.pointee.creditCycles)
    returnCredits(count, of: channel, from: time)
    let node = channel / channels &- inputFreeFrom.count
    if node >= 0 { wake(node: node, at: time) }
  }

  @inline(__always)
  private mutating func deliver(
    _ count: Int32, of packet: Int32, isFirst: Bool, isTail: Bool, at arrival: Int
  ) {
    let record = packets.start + Int(packet)
    if isFirst { record.pointee.headArrived = arrival }
    guard isTail else { return }
    record.pointee.tailArrived = arrival &+ Int(count) &- 1
    arrivals.schedule(packet, at: record.pointee.tailArrived, now: cycle)
  }

  /// More of the packet is to follow.
  @inline(__always)
  private mutating func goOn(_ slot: Int32, at end: Int) {
    let entry = entries.start + Int(slot)
    if entry.pointee.known > entry.pointee.sent { schedule(slot, at: end) }
  }

  /// The tail has left a channel: the next packet follows, and another may have the output channel.
  @inline(__always)
  private mutating func leave(_ slot: Int32, at end: Int) {
    let entry = entries.start + Int(slot)
    let queue = inputs.start + Int(entry.pointee.queue)
    queue.pointee.freeFrom = end
    let next = entry.pointee.next
    queue.pointee.first = next
    if next >= 0 { schedule(next, at: max(entries[Int(next)].headArrived, end) &+ headCycles) }
    let held = Int(entry.pointee.held)
    outputChannels[held].freeFrom = end &+ releaseCycles
    freeEntries.append(slot)
    callWaiting(for: Int(entry.pointee.port), channel: held, at: end &+ releaseCycles)
  }

  /// The first that waits for a channel of a port and may take the one that has become free asks again.
  @inline(__always)
  private mutating func callWaiting(for number: Int, channel: Int, at time: Int) {
    let port = outputs.start + number
    var (before, slot) = (Int32(-1), port.pointee.withoutChannel.first)
    let bit: UInt64 = 1 &<< UInt64(channel &- number &* channels)
    while slot >= 0 {
      let entry = entries.start + Int(slot)
      let next = entry.pointee.nextInLine
      if routing.channels(entry.pointee.wanted) & bit != 0 {
        if before < 0 {
          port.pointee.withoutChannel.first = next
        } else {
          entries[Int(before)].nextInLine = next
        }
        if next < 0 { port.pointee.withoutChannel.last = before }
        return schedule(slot, at: time)
      }
      (before, slot) = (slot, next)
    }
  }
}
