/// The pending events of a simulation, in the order (time, priority, order of scheduling).
///
/// A timing wheel of 4096 slots holds the near future, one slot per cycle of the fastest clock: a slot is a list
/// of events in order, a bitmap with a summary word finds the next slot in use, and nearly every event is one
/// append and one read. Four things keep the order exact, and the cost low where the wheel cannot help:
/// - later events wait in a second wheel, in buckets of 1024 slots in order of scheduling, and those beyond its
///   4096 buckets in a heap; both enter the wheel below as soon as it reaches them, before any later event of the
///   same time can be scheduled;
/// - an event earlier than the last of its slot is moved to its place within the last chunk; where that does not
///   reach, the slot is marked and sorted once, when its time comes;
/// - the slot whose time has come is never unsorted: there such events go through a heap of their own;
/// - no operation allocates once the storage has grown to the peak, retains, or calls a closure.
///
/// After Varghese and Lauck, "Hashed and hierarchical timing wheels", SOSP 1987.
public struct EventQueue<Payload: BitwiseCopyable>: ~Copyable {
  @usableFromInline typealias Entry = EventEntry<Payload>

  /// The time of the event popped last, or the limit that `pop(notAfter:)` reached.
  public internal(set) var now: SimulationTime {
    @inlinable @inline(__always) get { SimulationTime(femtoseconds: currentTime) }
    set { currentTime = newValue.femtoseconds }
  }
  /// Events scheduled so far.
  @inlinable public var scheduledCount: Int { popped &+ count }
  /// Events popped so far.
  @inlinable public var poppedCount: Int { popped }
  /// The most events that were pending at once.
  @inlinable public var peakCount: Int { peak }
  /// Events pending.
  @inlinable public var count: Int { peak &- headroom }
  @inlinable public var isEmpty: Bool { peak == headroom }

  @usableFromInline var currentTime: UInt64 = 0
  @usableFromInline var popped = 0
  @usableFromInline var peak = 0
  /// How many fewer events are pending than at the peak: all the counting that an event needs.
  @usableFromInline var headroom = 0
  /// 2^64 slots per femtosecond.
  @usableFromInline let slotsPerFemtosecond: UInt64
  /// The slot of the last event popped from the wheel: its low 12 bits are the place there.
  @usableFromInline var currentSlot: UInt64 = 0
  /// The first slot that does not belong to `wheel` yet: 3 to 4 buckets ahead, at the beginning of one.
  @usableFromInline var horizon: UInt64 = 4 * EventQueue.slotsPerBucket
  @usableFromInline var wheel = SlotTable()
  /// The buckets behind the horizon, by their number modulo 4096.
  @usableFromInline var buckets = SlotTable()
  @usableFromInline var chunks = EventChunks<Payload>(capacity: 64)
  /// Events behind the last bucket.
  @usableFromInline var far = EventHeap<Payload>(capacity: 64)
  /// Events of the current slot that came too early for its list; each is strictly before the list's last event.
  @usableFromInline var urgent = EventHeap<Payload>(capacity: 16)

  /// The only event pending stays out of the wheel until a second one comes.
  @usableFromInline let single = UnsafeMutablePointer<Entry>.allocate(capacity: 1)
  @usableFromInline var hasSingle = false

  @inlinable @inline(__always)
  static var slotsPerBucket: UInt64 { SlotTable.slotCount / 4 }

  /// - Parameter fastestClockHertz: the fastest clock whose components schedule events; it sets the width of a
  ///   slot. Other times are correct, too: a much finer time only costs more.
  public init(fastestClockHertz: Int) {
    let clock = ClockDomain(hertz: fastestClockHertz)
    // Rounded up, so that no slot is wider than a cycle.
    slotsPerFemtosecond =
      ClockDomain.femtosecondsPerSecond.dividingFullWidth((UInt64(clock.hertz), 0)).quotient + 1
  }

  @inlinable
  deinit { single.deallocate() }

  /// The slot of a time: the cycle of the fastest clock it lies in, by multiplication with the reciprocal.
  ///
  /// Of `time + 1`, because edges are rounded down to femtoseconds: so edge `n` is the first time of slot `n`.
  @inlinable @inline(__always)
  func slotNumber(of time: UInt64) -> UInt64 {
    let product = time.multipliedFullWidth(by: slotsPerFemtosecond)
    let (_, carry) = product.low.addingReportingOverflow(slotsPerFemtosecond)
    return product.high &+ (carry ? 1 : 0)
  }

  /// Adds an event. Among equal times the lower priority value comes first, then the one scheduled first.
  ///
  /// - Parameter time: not before `now`.
  @inlinable @inline(__always)
  public mutating func schedule(_ payload: Payload, at time: SimulationTime, priority: UInt8 = 0) {
    precondition(time.femtoseconds >= currentTime, "an event in the past")
    let entry = Entry(time: time.femtoseconds, payload: payload, priority: priority)
    let wasEmpty = isEmpty
    if headroom == 0 { peak &+= 1 } else { headroom &-= 1 }
    if wasEmpty {
      single.pointee = entry
      hasSingle = true
    } else {
      if hasSingle { enterSingle() }
      enter(entry)
    }
  }

  @inlinable @inline(__always)
  mutating func enter(_ entry: Entry) {
    let slot = slotNumber(of: entry.time)
    if slot < horizon {
      insert(entry, into: SlotTable.place(of: slot))
    } else {
      insertFar(entry, slot: slot)
    }
  }

  @inlinable @inline(never)
  mutating func enterSingle() {
    hasSingle = false
    enter(single.pointee)
  }

  /// Removes the first event, or nil when none is pending.
  @inlinable @inline(__always)
  public mutating func pop() -> (time: SimulationTime, payload: Payload)? {
    pop(notAfter: .end)
  }

  /// Removes the first event if it is not after `limit`. Otherwise nil, and where events remain, `now` is
  /// `limit`: time has passed up to there.
  @inlinable @inline(__always)
  public mutating func pop(notAfter limit: SimulationTime) -> (time: SimulationTime, payload: Payload)? {
    if hasSingle { return popSingle(notAfter: limit) }
    var place = SlotTable.place(of: currentSlot)
    var head = wheel.slots[place].head
    if head == SlotTable.Slot.empty {
      guard let next = enterNextSlot(notAfter: limit.femtoseconds) else { return nil }
      place = next
      head = wheel.slots[place].head
    }
    let entry = chunks.entries[Int(head)]
    if urgent.count != 0, urgent.first.precedes(entry) { return popUrgent(notAfter: limit) }
    if entry.time > limit.femtoseconds {
      currentTime = max(currentTime, limit.femtoseconds)
      return nil
    }
    removeHead(head, of: place)
    popped &+= 1
    headroom &+= 1
    currentTime = entry.time
    return (SimulationTime(femtoseconds: entry.time), entry.payload)
  }

  /// The wheel is empty and stays where it is: it catches up when it next has to look for an event.
  @inlinable @inline(__always)
  mutating func popSingle(notAfter limit: SimulationTime) -> (time: SimulationTime, payload: Payload)? {
    let entry = single.pointee
    if entry.time > limit.femtoseconds {
      currentTime = max(currentTime, limit.femtoseconds)
      return nil
    }
    hasSingle = false
    popped &+= 1
    headroom &+= 1
    currentTime = entry.time
    return (SimulationTime(femtoseconds: entry.time), entry.payload)
  }

  /// The first event is an urgent one. The list's events of the same time and priority are older and have gone.
  @inlinable
  mutating func popUrgent(notAfter limit: SimulationTime) -> (time: SimulationTime, payload: Payload)? {
    if urgent.first.time > limit.femtoseconds {
      currentTime = max(currentTime, limit.femtoseconds)
      return nil
    }
    let entry = urgent.pop()
    popped &+= 1
    headroom &+= 1
    currentTime = entry.time
    return (SimulationTime(femtoseconds: entry.time), entry.payload)
  }
}
