extension PacketLevelNetwork {
  /// Cycle from which the next credit of an output channel can be used; nil when none is on its way.
  @inline(__always)
  func nextCredit(of channel: Int) -> Int? {
    let output = outputChannels.start + channel
    guard output.pointee.credits > 0 else { return nil }
    return creditTimes[channel &* bufferFlits &+ Int(output.pointee.firstCredit)]
  }

  /// Flits that can leave one after the other from a cycle on.
  @inline(__always)
  func usableCredits(of channel: Int, at time: Int, upTo most: Int32) -> Int32 {
    let output = outputChannels.start + channel
    let times = creditTimes.start + channel &* bufferFlits
    let limit = min(output.pointee.credits, most)
    var place = Int(output.pointee.firstCredit)
    var count: Int32 = 0
    while count < limit, times[place] <= time &+ Int(count) {
      count &+= 1
      place &+= 1
      if place == bufferFlits { place = 0 }
    }
    return count
  }

  @inline(__always)
  func takeCredits(_ count: Int32, of channel: Int) {
    let output = outputChannels.start + channel
    output.pointee.credits &-= count
    var place = output.pointee.firstCredit &+ count
    while place >= bufferFlits { place &-= Int32(bufferFlits) }
    output.pointee.firstCredit = place
  }

  /// Flits leave a buffer one after the other: their places can be used again from a cycle on.
  @inline(__always)
  mutating func returnCredits(_ count: Int32, of channel: Int, from time: Int) {
    let output = outputChannels.start + channel
    let times = creditTimes.start + channel &* bufferFlits
    var place = Int(output.pointee.firstCredit &+ output.pointee.credits)
    while place >= bufferFlits { place &-= bufferFlits }
    for index in 0..<Int(count) {
      times[place] = time &+ index
      place &+= 1
      if place == bufferFlits { place = 0 }
    }
    output.pointee.credits &+= count
    assert(output.pointee.credits <= bufferFlits)
    let waiting = output.pointee.waiting
    if waiting >= 0 {
      output.pointee.waiting = -1
      events.schedule(waiting, at: max(time, cycle &+ 1), now: cycle)
    }
  }
}
