/// What arrives in which of the next cycles: a ring of lists, one for each cycle.
struct TimeWheel<Event: BitwiseCopyable>: ~Copyable {
  private struct Slot: BitwiseCopyable {
    var start: UnsafeMutablePointer<Event>
    var count: Int32 = 0
    var capacity: Int32
  }

  private let slots: FlatStorage<Slot>
  private let mask: Int
  /// Events pending.
  private(set) var count = 0

  /// - Parameter horizon: events are scheduled less than this many cycles ahead.
  init(horizon: Int) {
    var size = 1
    while size < horizon { size *= 2 }
    mask = size - 1
    slots = FlatStorage(
      (0..<size).map { _ in Slot(start: .allocate(capacity: 8), capacity: 8) })
  }

  deinit { for slot in 0...mask { slots[slot].start.deallocate() } }

  @inline(__always)
  mutating func schedule(_ event: Event, at cycle: Int, now: Int) {
    assert(cycle > now && cycle - now <= mask, "beyond the wheel")
    let slot = slots.start + (cycle & mask)
    if slot.pointee.count == slot.pointee.capacity { grow(slot) }
    (slot.pointee.start + Int(slot.pointee.count)).initialize(to: event)
    slot.pointee.count &+= 1
    count &+= 1
  }

  @inline(never)
  private func grow(_ slot: UnsafeMutablePointer<Slot>) {
    let capacity = Int(slot.pointee.capacity)
    let larger = UnsafeMutablePointer<Event>.allocate(capacity: 2 * capacity)
    larger.moveInitialize(from: slot.pointee.start, count: capacity)
    slot.pointee.start.deallocate()
    slot.pointee.start = larger
    slot.pointee.capacity = Int32(2 * capacity)
  }

  /// The events of a cycle; they are gone from the wheel, and the buffer is theirs until the ring has turned once.
  @inline(__always)
  mutating func take(_ cycle: Int) -> UnsafeBufferPointer<Event> {
    let slot = slots.start + (cycle & mask)
    let events = UnsafeBufferPointer(start: slot.pointee.start, count: Int(slot.pointee.count))
    count &-= events.count
    slot.pointee.count = 0
    return events
  }

  /// The first cycle at or after `cycle` with an event; nil when none is pending.
  func next(from cycle: Int) -> Int? {
    guard count > 0 else { return nil }
    return (cycle...(cycle + mask)).first { slots[$0 & mask].count > 0 }
  }

  /// Every event pending.
  func visit(_ body: (Event) -> Void) {
    for slot in 0...mask {
      for index in 0..<Int(slots[slot].count) { body(slots[slot].start[index]) }
    }
  }
}
