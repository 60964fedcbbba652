/// Backpressure of the memory channels: engines that found no place in a channel's queue wait in line.
extension Simulation {
  /// Puts an engine that wants places for so many requests at the end of the line before a channel.
  mutating func refuse(_ engine: Int, _ requests: Int, at channel: Int) {
    accounts[engine].enter(.backpressure, at: now)
    guard !requesters[engine].waitsForCredit else { return }
    requesters[engine].waitsForCredit = true
    requesters[engine].placesWanted = requests
    requesters[engine].nextRefused = -1
    if channels[channel].firstRefused < 0 {
      channels[channel].firstRefused = Int32(engine)
    } else {
      requesters[channels[channel].lastRefused].nextRefused = Int32(engine)
    }
    channels[channel].lastRefused = Int32(engine)
    scheduleCredit(channel)
  }

  /// While all places belong to requests on their way, the first arrival calls again.
  mutating func scheduleCredit(_ channel: Int) {
    let wanted = requesters[channels[channel].firstRefused].placesWanted
    guard !channels[channel].creditScheduled, let time = channels[channel].nextCredit(wanted, after: now)
    else { return }
    channels[channel].creditScheduled = true
    schedule(.credit, Int32(channel), at: time)
  }

  /// Lets engines in line go on, first come first served, as long as there are places.
  mutating func grantCredits(_ channel: Int) throws {
    channels[channel].creditScheduled = false
    while channels[channel].firstRefused >= 0 {
      guard channels[channel].accepts(requesters[channels[channel].firstRefused].placesWanted, at: now) else {
        break
      }
      let engine = Int(channels[channel].firstRefused)
      channels[channel].firstRefused = requesters[engine].nextRefused
      requesters[engine].waitsForCredit = false
      try serve(engine)
      if requesters[engine].waitsForCredit { break }
    }
    if channels[channel].firstRefused >= 0 { scheduleCredit(channel) }
  }
}
