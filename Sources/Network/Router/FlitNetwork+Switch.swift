extension FlitNetwork {
  /// Switch allocation in one router: iSLIP with one iteration, input ports against output ports.
  ///
  /// With speculation, heads that ask for a channel ask for the switch, too, if a channel with a credit is free.
  /// Within an input they come after channels that hold an output; between inputs all requests are alike.
  @inline(__always)
  mutating func allocateSwitch(_ router: Int, withSpeculation: Bool) {
    touched.removeAll()
    for word in 0..<portWords {
      let masks = portMasks[router &* portWords &+ word]
      var mask = masks.ready
      if withSpeculation { mask |= masks.waiting }
      while mask != 0 {
        let local = word &* 64 &+ mask.trailingZeroBitCount
        mask &= mask &- 1
        let number = router &* ports &+ local
        let port = inputPorts.start + number
        port.pointee.acceptedDistance = .max
        putForward(port.pointee.ready, port: number, local: local, isSpeculative: false)
        if withSpeculation {
          putForward(port.pointee.waiting, port: number, local: local, isSpeculative: true)
        }
      }
    }
    if touched.count == 1 {
      let channel = outputPorts[Int(touched[0])].granted
      inputPorts[Int(inputs[Int(channel)].port)].accepted = touched[0]
    } else {
      acceptGrants(router)
    }
  }

  /// An input puts forward one channel for each output, round robin; an output keeps the request of the input
  /// nearest to its pointer.
  @inline(__always)
  private mutating func putForward(_ mask: UInt64, port: Int, local: Int, isSpeculative: Bool) {
    // Channels from the round-robin offset on, then those below it.
    let below = mask & ((1 &<< UInt64(inputPorts[port].offset)) &- 1)
    putForward(inOrder: mask ^ below, port: port, local: local, isSpeculative: isSpeculative)
    putForward(inOrder: below, port: port, local: local, isSpeculative: isSpeculative)
  }

  @inline(__always)
  private mutating func putForward(inOrder mask: UInt64, port: Int, local: Int, isSpeculative: Bool) {
    var rest = mask
    while rest != 0 {
      let channel = port &* channels &+ rest.trailingZeroBitCount
      rest &= rest &- 1
      let number = inputs[channel].output
      if isSpeculative && !hasFreeCredit(channel) { continue }
      let output = outputPorts.start + Int(number)
      var distance = Int32(local) &- output.pointee.grantPointer
      if distance < 0 { distance &+= Int32(ports) }
      if output.pointee.granted < 0 {
        touched.append(number)
      } else if distance >= output.pointee.grantedDistance {
        // Another input is nearer, or this one has put a channel forward already.
        continue
      }
      output.pointee.grantedDistance = distance
      output.pointee.granted = Int32(channel)
    }
  }

  @inline(__always)
  private func hasFreeCredit(_ channel: Int) -> Bool {
    let input = inputs.start + channel
    var asked = freeWanted(input)
    while asked != 0 {
      if outputs[Int(input.pointee.output) &* channels &+ asked.trailingZeroBitCount].credits > 0 {
        return true
      }
      asked &= asked &- 1
    }
    return false
  }

  /// Each input accepts the grant nearest to its pointer.
  @inline(__always)
  private mutating func acceptGrants(_ router: Int) {
    for index in 0..<touched.count {
      let number = touched[index]
      let channel = outputPorts[Int(number)].granted
      let port = inputPorts.start + Int(inputs[Int(channel)].port)
      var distance = number &- Int32(router &* ports) &- port.pointee.acceptPointer
      if distance < 0 { distance &+= Int32(ports) }
      if distance < port.pointee.acceptedDistance {
        port.pointee.acceptedDistance = distance
        port.pointee.accepted = number
      }
    }
  }

  /// The winners' flits leave their buffers; pointers move on.
  ///
  /// A speculative winner that got no channel, or one without credit, leaves the slot unused.
  @inline(__always)
  mutating func crossSwitch(_ router: Int, nextStep: Int) {
    for index in 0..<touched.count {
      let number = touched[index]
      let output = outputPorts.start + Int(number)
      let channel = Int(output.pointee.granted)
      output.pointee.granted = -1
      let input = inputs.start + channel
      let port = inputPorts.start + Int(input.pointee.port)
      guard port.pointee.accepted == number else { continue }
      movePointers(input, output: number, router)
      if isSpeculative {
        guard input.pointee.held >= 0, outputs[Int(input.pointee.held)].credits > 0 else { continue }
      }
      cross(channel, nextStep: nextStep)
    }
  }

  /// The only channel that asks for the switch gets it.
  @inline(__always)
  mutating func crossAlone(_ channel: Int, _ router: Int, nextStep: Int) {
    let input = inputs.start + channel
    movePointers(input, output: input.pointee.output, router)
    cross(channel, nextStep: nextStep)
  }

  /// All three pointers that had a part in a match move one beyond it.
  @inline(__always)
  private func movePointers(_ input: UnsafeMutablePointer<InputChannel>, output number: Int32, _ router: Int)
  {
    let port = inputPorts.start + Int(input.pointee.port)
    let grant = Int32(input.pointee.localPort) &+ 1
    outputPorts[Int(number)].grantPointer = grant == ports ? 0 : grant
    let accept = number &- Int32(router &* ports) &+ 1
    port.pointee.acceptPointer = accept == ports ? 0 : accept
    let offset = input.pointee.channel &+ 1
    port.pointee.offset = offset == channels ? 0 : offset
  }

  /// The flit at the front of a channel leaves it, and the place it had is given back.
  @inline(__always)
  private mutating func cross(_ channel: Int, nextStep: Int) {
    let input = inputs.start + channel
    let port = inputPorts.start + Int(input.pointee.port)
    let flit = buffers[channel &* bufferStride &+ Int(input.pointee.first)]
    input.pointee.first = (input.pointee.first &+ 1) & bufferMask
    input.pointee.count &-= 1
    flitTraversals &+= 1

    var back = cycle
    if speedup > 1 {
      back = max(back, lastCredit[Int(input.pointee.port)] &+ 1)
      lastCredit[Int(input.pointee.port)] = back
    }
    credits.schedule(
      port.pointee.creditBase &+ Int32(input.pointee.channel), at: back &+ Int(port.pointee.creditCycles),
      now: cycle)

    let held = input.pointee.held
    depart(flit, held: held, output: Int(input.pointee.output), nextStep: nextStep)
    if drawsAhead, flit.isHead {
      let target = outputPorts[Int(input.pointee.output)].target
      if target >= 0 {
        noteDeparture(flit.packet, order: turnOrders[channel].switching, port: Int(target) / channels)
      }
    }
    let output = outputs.start + Int(held)
    output.pointee.credits &-= 1
    if flit.isTail {
      let number = Int(input.pointee.output)
      outputPorts[number].free |= 1 &<< UInt64(Int(held) &- number &* channels)
      input.pointee.held = -1
      portMasks[Int(input.pointee.router) &* portWords].asksAgain = true
      notReady(input)
      if input.pointee.count > 0 {
        noteSuccessor(channel)
        beginRouting(channel, start: cycle &+ 1)
      }
    } else if input.pointee.count == 0 || output.pointee.credits == 0 {
      notReady(input)
    }
  }

  @inline(__always)
  private mutating func depart(_ flit: Flit, held: Int32, output number: Int, nextStep: Int) {
    let output = outputPorts.start + number
    var leaves = nextStep &+ departureCycles
    if speedup > 1 {
      leaves = max(leaves, lastFlit[number] &+ 1)
      lastFlit[number] = leaves
    }
    output.pointee.flits &+= 1
    let first = output.pointee.target
    let target = first >= 0 ? first &+ held &- Int32(number &* channels) : ~held
    flights.schedule(
      FlitInFlight(target: target, flit: flit), at: leaves &+ Int(output.pointee.linkCycles) &+ 1, now: cycle)
  }

  @inline(__always)
  private func notReady(_ input: UnsafeMutablePointer<InputChannel>) {
    let port = inputPorts.start + Int(input.pointee.port)
    port.pointee.ready &= ~(1 &<< UInt64(input.pointee.channel))
    if port.pointee.ready == 0 {
      let local = Int(input.pointee.localPort)
      portMasks[Int(input.pointee.router) &* portWords &+ (local >> 6)].ready &= ~(1 &<< UInt64(local & 63))
    }
  }
}
