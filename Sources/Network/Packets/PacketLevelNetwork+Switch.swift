/// Who gets the switch: iSLIP with one iteration among the packets that ask for it in a cycle, as at flit level.
extension PacketLevelNetwork {
  /// An entry with a channel, a flit and a credit asks for its output port.
  @inline(__always)
  mutating func ask(_ slot: Int32) {
    let entry = entries.start + Int(slot)
    entry.pointee.isPending = true
    inputPorts[Int(inputs[Int(entry.pointee.queue)].port)].asking &+= 1
    let number = Int(entry.pointee.port)
    let port = outputs.start + number
    append(slot, to: &port.pointee.asking)
    guard !port.pointee.isServed else { return }
    if port.pointee.freeFrom <= cycle {
      port.pointee.isServed = true
      served.append(Int32(number))
    } else {
      serve(number, at: port.pointee.freeFrom)
    }
  }

  /// The port will look at who asks.
  @inline(__always)
  private mutating func serve(_ number: Int, at time: Int) {
    outputs[number].isServed = true
    events.schedule(~Int32(number), at: time, now: cycle)
  }

  /// All that ask in this cycle have done so: ports grant, inputs accept, and the winners cross.
  @inline(__always)
  mutating func allocateSwitches() {
    for index in 0..<served.count { grant(Int(served[index])) }
    for index in 0..<served.count {
      let number = Int(served[index])
      let port = outputs.start + number
      port.pointee.isServed = false
      if port.pointee.granted >= 0 { accept(number) }
      if port.pointee.asking.first >= 0 { serve(number, at: max(port.pointee.freeFrom, cycle &+ 1)) }
    }
    for index in 0..<served.count {
      let port = outputs.start + Int(served[index])
      if port.pointee.granted >= 0 { inputPorts[Int(port.pointee.grantedInput)].accepted = -1 }
    }
    served.removeAll()
  }

  /// A port grants its link to the request of the input nearest to its pointer.
  @inline(__always)
  private func grant(_ number: Int) {
    let port = outputs.start + number
    port.pointee.granted = -1
    guard port.pointee.freeFrom <= cycle else { return }
    var least = Int32.max
    var (before, slot) = (Int32(-1), port.pointee.asking.first)
    while slot >= 0 {
      let entry = entries.start + Int(slot)
      let queue = inputs.start + Int(entry.pointee.queue)
      let input = inputPorts.start + Int(queue.pointee.port)
      if input.pointee.freeFrom <= cycle {
        var distance = queue.pointee.port &- port.pointee.base &- port.pointee.grantPointer
        if distance < 0 { distance &+= Int32(ports) }
        // Among the channels of one input, the one nearest to its offset.
        var place = entry.pointee.queue &- queue.pointee.port &* Int32(channels) &- input.pointee.offset
        if place < 0 { place &+= Int32(channels) }
        distance = distance &* Int32(channels) &+ place
        if distance < least {
          least = distance
          port.pointee.granted = slot
          port.pointee.beforeGranted = before
          port.pointee.grantedInput = queue.pointee.port
        }
      }
      (before, slot) = (slot, entry.pointee.nextInLine)
    }
    guard port.pointee.granted >= 0 else { return }
    let input = inputPorts.start + Int(port.pointee.grantedInput)
    var distance = Int32(number) &- port.pointee.base &- input.pointee.acceptPointer
    if distance < 0 { distance &+= Int32(ports) }
    if input.pointee.accepted < 0 || distance < input.pointee.acceptedDistance {
      input.pointee.accepted = Int32(number)
      input.pointee.acceptedDistance = distance
    }
  }

  /// The granted entry crosses if its input accepts the grant; pointers move one beyond the match.
  @inline(__always)
  private mutating func accept(_ number: Int) {
    let port = outputs.start + number
    let slot = port.pointee.granted
    let entry = entries.start + Int(slot)
    let queue = inputs.start + Int(entry.pointee.queue)
    let input = inputPorts.start + Int(queue.pointee.port)
    guard input.pointee.accepted == Int32(number) else { return }
    let grant = queue.pointee.port &- port.pointee.base &+ 1
    port.pointee.grantPointer = grant == ports ? 0 : grant
    let accept = Int32(number) &- port.pointee.base &+ 1
    input.pointee.acceptPointer = accept == ports ? 0 : accept
    let offset = entry.pointee.queue &- queue.pointee.port &* Int32(channels) &+ 1
    input.pointee.offset = offset == channels ? 0 : offset
    input.pointee.asking &-= 1
    remove(slot, after: port.pointee.beforeGranted, from: &port.pointee.asking)
    // Packets that compete take turns flit by flit.
    let isAlone = port.pointee.asking.first < 0 && input.pointee.asking == 0
    cross(slot, upTo: isAlone ? Int32(chunkFlits) : 1)
  }
}
