import EventSimulation

/// The order the queue promises, in the plainest way: a sorted array.
struct SortedReference {
  struct Event {
    var time: UInt64
    var priority: UInt8
    var number: Int
  }

  /// Last event first.
  private(set) var events: [Event] = []
  private(set) var scheduled = 0

  mutating func schedule(at time: UInt64, priority: UInt8) -> Int {
    let event = Event(time: time, priority: priority, number: scheduled)
    scheduled += 1
    var low = 0
    var high = events.count
    while low < high {
      let middle = (low + high) / 2
      let other = events[middle]
      let otherIsLater = other.time > time || (other.time == time && other.priority > priority)
      if otherIsLater { low = middle + 1 } else { high = middle }
    }
    events.insert(event, at: low)
    return event.number
  }

  mutating func pop(notAfter limit: UInt64 = .max) -> Event? {
    guard let first = events.last, first.time <= limit else { return nil }
    return events.removeLast()
  }
}
