/// Packets that wait for each other in a circle: none of them can ever move.
public struct Deadlock: Error, Hashable, Sendable, CustomStringConvertible {
  /// A virtual channel of a router's input, whose packet waits for the next of the list; the last waits for the
  /// first.
  public struct Wait: Hashable, Sendable {
    public var router: Int
    public var port: Int
    public var channel: Int
  }

  public var cycle: Int
  public var waits: [Wait]

  public var description: String {
    let circle = waits.map { "router \($0.router) port \($0.port) channel \($0.channel)" }
    return "deadlock in cycle \(cycle): \(circle.joined(separator: " → ")) → router \(waits[0].router)"
  }
}

extension FlitNetwork {
  /// Nothing moves any more, though packets are on their way: no router can act and nothing is on a link.
  public var isStalled: Bool {
    deliveredPackets < sentPackets && !hasActivity && nextArrival == nil
  }

  /// Simulates up to a cycle, as `advance(to:)`, and watches.
  ///
  /// - Throws: `Deadlock` with the circle of waiting routers, when no flit can ever move again.
  public mutating func advanceWatched(to limit: Int) throws(Deadlock) {
    advance(to: limit)
    if isStalled, let deadlock = waitingCircle { throw deadlock }
  }

  /// A circle among the channels of which each waits for another, found by following what each waits for.
  var waitingCircle: Deadlock? {
    /// 0: not seen, 1: on the present way, 2: leads nowhere.
    var marks = [UInt8](repeating: 0, count: inputs.count)
    for first in 0..<inputs.count where marks[first] == 0 {
      var way: [Int] = []
      var channel = first
      while let next = nextWaiting(channel, marks: marks) {
        marks[channel] = 1
        way.append(channel)
        if let start = way.firstIndex(of: next) {
          var waits: [Deadlock.Wait] = []
          for channel in way[start...] { waits.append(wait(channel)) }
          return Deadlock(cycle: cycle, waits: waits)
        }
        channel = next
      }
      marks[channel] = 2
      for passed in way { marks[passed] = 2 }
    }
    return nil
  }

  private func wait(_ channel: Int) -> Deadlock.Wait {
    Deadlock.Wait(
      router: Int(inputs[channel].router), port: Int(inputs[channel].localPort),
      channel: Int(inputs[channel].channel))
  }

  /// A channel that the packet at the front of a channel waits for, by preference one whose own fate is open: that
  /// into which it has no credit, or those that hold all the channels it may ask for.
  private func nextWaiting(_ channel: Int, marks: [UInt8]) -> Int? {
    let input = inputs[channel]
    guard input.count > 0, input.output >= 0 else { return nil }
    let output = Int(input.output)
    if input.held >= 0 {
      guard outputs[Int(input.held)].credits == 0, outputPorts[output].target >= 0 else { return nil }
      let next = Int(outputPorts[output].target) + Int(input.held) - output * channels
      return marks[next] == 2 ? nil : next
    }
    var taken = routing.channels(input.wanted) & ~outputPorts[output].free
    while taken != 0 {
      let holder = Int(outputs[output * channels + taken.trailingZeroBitCount].holder)
      taken &= taken - 1
      if marks[holder] != 2 { return holder }
    }
    return nil
  }
}
