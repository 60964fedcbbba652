extension FlitNetwork {
  /// What must hold between any two cycles; the first thing that does not, in words.
  ///
  /// Credits are conserved: for each channel between two routers, the credits, the flits in the buffer at its end,
  /// those on the link and the credits on their way back make up the buffer. Every flit that was sent and has not
  /// arrived is in a source queue, a buffer, or on a link.
  public func brokenInvariant() -> String? {
    var flitsInto = [Int](repeating: 0, count: inputs.count)
    var flitsOut = [Int](repeating: 0, count: outputs.count)
    var back = [Int](repeating: 0, count: outputs.count)
    flights.visit { arrival in
      if arrival.target >= 0 {
        flitsInto[Int(arrival.target)] += 1
      } else {
        flitsOut[Int(~arrival.target)] += 1
      }
    }
    credits.visit { back[Int($0)] += 1 }
    var inNetwork = flitsInto.reduce(0, +) + flitsOut.reduce(0, +)
    for channel in 0..<inputs.count {
      let input = inputs[channel]
      let held = Int(input.count)
      inNetwork += held
      guard held <= specification.bufferFlits else { return "buffer \(channel) holds \(held) flits" }
      let base = Int(inputPorts[Int(input.port)].creditBase)
      guard base >= 0 else { continue }
      let upstream = base + Int(input.channel)
      let sum = Int(outputs[upstream].credits) + held + flitsInto[channel] + back[upstream]
      if sum != specification.bufferFlits {
        return "channel \(channel) and its credits make \(sum), not \(specification.bufferFlits)"
      }
    }
    if injectedFlits - deliveredFlits != inNetwork {
      return "\(injectedFlits) flits entered, \(deliveredFlits) arrived, \(inNetwork) are on their way"
    }
    return misplacedFlits == 0 ? nil : "\(misplacedFlits) flits arrived at another place than the sender's"
  }
}
