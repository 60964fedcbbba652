import EventSimulation

/// The DRAM at `command` level among the other components; see `CommandMemory`.
extension Simulation {
  /// The tail of a request is at its DRAM channel.
  mutating func arriveAtMemory(_ index: Int32) {
    let channel = Int(pool.requests[index].channel)
    let request = pool.requests[index]
    channels[channel].count(
      requests: Int(request.count), bytes: Int(request.bytes), isWrite: request.isWrite)
    let cycle = parts.memory.part.cycle(atOrAfter: now)
    if let wake = parts.memory.part.arrive(index, at: channel, cycle: cycle) {
      schedule(.memoryCycle, Int32(channel), at: parts.memory.part.time(ofCycle: wake))
    }
  }

  /// A cycle in which a channel's controller may act.
  mutating func stepMemory(_ channel: Int) {
    guard let cycle = parts.memory.part.dueCycle(of: channel, at: now) else { return }
    let (left, next) = parts.memory.part.step(channel, at: cycle)
    for index in 0..<parts.memory.part.answerCount {
      let answer = parts.memory.part.answers[index]
      schedule(.answerReady, answer.request, at: parts.memory.part.time(ofCycle: answer.cycle))
    }
    if let next { schedule(.memoryCycle, Int32(channel), at: parts.memory.part.time(ofCycle: next)) }
    guard left > 0 else { return }
    channels[channel].approaching &-= left
    if channels[channel].firstRefused >= 0 { scheduleCredit(channel) }
  }
}
