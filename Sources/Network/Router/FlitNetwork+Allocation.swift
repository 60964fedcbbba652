extension FlitNetwork {
  /// Channel allocation in one router: iSLIP with one iteration, input channels against output channels.
  ///
  /// The switch has been allocated before, on the same state; the winners take their channels at once.
  @inline(__always)
  mutating func allocateChannels(_ router: Int) {
    portMasks[router &* portWords].asksAgain = false
    if collectRequesters(router) {
      for index in 0..<requesters.count { grant(requesters[index]) }
      for index in 0..<requesters.count {
        let number = requesters[index]
        accept(number, asked: granted(to: number), router)
      }
      for index in 0..<requesters.count { withdraw(requesters[index]) }
    } else {
      for index in 0..<requesters.count {
        let number = requesters[index]
        accept(number, asked: freeWanted(inputs.start + Int(number)), router)
      }
    }
  }

  /// The channels whose head asks, and finds a channel free.
  ///
  /// - Returns: whether two of them may ask for the same.
  @inline(__always)
  private mutating func collectRequesters(_ router: Int) -> Bool {
    requesters.removeAll()
    var (isContested, asked) = (false, UInt64(0))
    let first = router &* ports
    var word = 0
    while word < portWords {
      var mask = portMasks[router &* portWords &+ word].waiting
      while mask != 0 {
        let port = first &+ word &* 64 &+ mask.trailingZeroBitCount
        mask &= mask &- 1
        var waiting = inputPorts[port].waiting
        while waiting != 0 {
          let number = port &* channels &+ waiting.trailingZeroBitCount
          waiting &= waiting &- 1
          let input = inputs.start + number
          guard freeWanted(input) != 0 else { continue }
          requesters.append(Int32(number))
          // Ports beyond the 64th share bits with others.
          let bit: UInt64 = 1 &<< UInt64(Int(input.pointee.output) &- first)
          isContested = isContested || asked & bit != 0
          asked |= bit
        }
      }
      word &+= 1
    }
    return isContested
  }

  @inline(__always)
  func freeWanted(_ input: UnsafeMutablePointer<InputChannel>) -> UInt64 {
    routing.channels(input.pointee.wanted) & outputPorts[Int(input.pointee.output)].free
  }

  /// Each channel asked for is granted to the request nearest to its pointer.
  @inline(__always)
  private func grant(_ number: Int32) {
    let input = inputs.start + Int(number)
    let place = Int32(input.pointee.localPort) &* Int32(channels) &+ Int32(input.pointee.channel)
    var asked = freeWanted(input)
    while asked != 0 {
      let output = outputs.start + (Int(input.pointee.output) &* channels &+ asked.trailingZeroBitCount)
      asked &= asked &- 1
      var distance = place &- output.pointee.grantPointer
      if distance < 0 { distance &+= Int32(ports &* channels) }
      if output.pointee.granted < 0 || distance < output.pointee.grantedDistance {
        output.pointee.grantedDistance = distance
        output.pointee.granted = number
      }
    }
  }

  @inline(__always)
  private func granted(to number: Int32) -> UInt64 {
    let input = inputs.start + Int(number)
    let first = Int(input.pointee.output) &* channels
    let asked = freeWanted(input)
    var rest = asked
    var granted: UInt64 = 0
    while rest != 0 {
      let bit = rest & (0 &- rest)
      rest ^= bit
      if outputs[first &+ bit.trailingZeroBitCount].granted == number { granted |= bit }
    }
    return granted
  }

  @inline(__always)
  private func withdraw(_ number: Int32) {
    let input = inputs.start + Int(number)
    var asked = freeWanted(input)
    while asked != 0 {
      outputs[Int(input.pointee.output) &* channels &+ asked.trailingZeroBitCount].granted = -1
      asked &= asked &- 1
    }
  }

  /// Of the channels granted, the one nearest to the pointer is accepted; both pointers move beyond the match.
  @inline(__always)
  private mutating func accept(_ number: Int32, asked: UInt64, _ router: Int) {
    guard asked != 0 else {
      portMasks[router &* portWords].asksAgain = true
      return
    }
    let input = inputs.start + Int(number)
    let size = Int32(ports &* channels)
    let base = Int32(router &* ports &* channels)
    let first = input.pointee.output &* Int32(channels)
    // All channels granted belong to one port: the nearest is the lowest at or above the pointer, else the lowest.
    let pointer = Int(base &+ input.pointee.acceptPointer &- first)
    let above = pointer > 0 && pointer < channels ? (asked &>> UInt64(pointer)) &<< UInt64(pointer) : 0
    let won = first &+ Int32((above != 0 ? above : asked).trailingZeroBitCount)
    let place = Int32(input.pointee.localPort) &* Int32(channels) &+ Int32(input.pointee.channel) &+ 1
    let accepted = won &- base &+ 1
    input.pointee.acceptPointer = accepted == size ? 0 : accepted
    let output = outputs.start + Int(won)
    output.pointee.grantPointer = place == size ? 0 : place
    output.pointee.granted = -1
    output.pointee.holder = number
    take(Int(number), won)
  }

  /// A head takes the output channel it has won.
  @inline(__always)
  private mutating func take(_ number: Int, _ won: Int32) {
    let input = inputs.start + number
    noteAllocation(number)
    input.pointee.held = won
    let port = inputPorts.start + Int(input.pointee.port)
    port.pointee.waiting &= ~(1 &<< UInt64(input.pointee.channel))
    if port.pointee.waiting == 0 {
      let local = Int(input.pointee.localPort)
      portMasks[Int(input.pointee.router) &* portWords &+ (local >> 6)].waiting &= ~(1 &<< UInt64(local & 63))
    }
    let output = Int(input.pointee.output)
    outputPorts[output].free &= ~(1 &<< UInt64(Int(won) &- output &* channels))
    if outputs[Int(won)].credits > 0 { makeReady(input) }
  }
}
