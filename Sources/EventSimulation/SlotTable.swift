/// A wheel: which of its slots hold events, and where their lists begin and end.
@usableFromInline
struct SlotTable: ~Copyable {
  @inlinable @inline(__always)
  static var slotCount: UInt64 { 4096 }
  @usableFromInline static var wordCount: Int { 64 }

  /// A list in `EventChunks`, from the entry `head` to the entry `tail`; both `empty` when there is none.
  @usableFromInline
  struct Slot: BitwiseCopyable {
    @usableFromInline var head: UInt32
    @usableFromInline var tail: UInt32

    @inlinable @inline(__always)
    static var empty: UInt32 { .max }

    @inlinable
    init(head: UInt32, tail: UInt32) {
      self.head = head
      self.tail = tail
    }
  }

  @usableFromInline let slots: UnsafeMutablePointer<Slot>
  /// A bit for each slot that holds events, and behind them a bit for each slot to be sorted before it is read.
  @usableFromInline let occupied: UnsafeMutablePointer<UInt64>
  @usableFromInline let unsorted: UnsafeMutablePointer<UInt64>
  /// A bit for each word of `occupied` that is not zero.
  @usableFromInline var summary: UInt64 = 0

  @usableFromInline
  init() {
    slots = .allocate(capacity: Int(Self.slotCount))
    slots.initialize(repeating: Slot(head: Slot.empty, tail: Slot.empty), count: Int(Self.slotCount))
    occupied = .allocate(capacity: 2 * Self.wordCount)
    occupied.initialize(repeating: 0, count: 2 * Self.wordCount)
    unsorted = occupied + Self.wordCount
  }

  @inlinable
  deinit {
    slots.deallocate()
    occupied.deallocate()
  }

  @inlinable @inline(__always)
  static func bit(_ place: Int) -> UInt64 { 1 &<< UInt64(truncatingIfNeeded: place) }

  @inlinable @inline(__always)
  static func place(of slot: UInt64) -> Int { Int(truncatingIfNeeded: slot % slotCount) }

  /// Begins the list of an empty slot.
  @inlinable @inline(__always)
  mutating func begin(_ place: Int, at index: UInt32) {
    slots[place] = Slot(head: index, tail: index)
    occupied[place &>> 6] |= Self.bit(place)
    summary |= Self.bit(place &>> 6)
  }

  @inlinable @inline(__always)
  mutating func clear(_ place: Int) {
    slots[place] = Slot(head: Slot.empty, tail: Slot.empty)
    let word = occupied[place &>> 6] & ~Self.bit(place)
    occupied[place &>> 6] = word
    if word == 0 { summary &= ~Self.bit(place &>> 6) }
  }

  /// The first slot in use at `slot` or after it, within one turn of the wheel. There must be one.
  @inlinable @inline(__always)
  func firstOccupied(from slot: UInt64) -> UInt64 {
    let place = Self.place(of: slot)
    return slot &+ UInt64(truncatingIfNeeded: firstOccupied(from: place) &- place) % Self.slotCount
  }

  @inlinable @inline(__always)
  func firstOccupied(from place: Int) -> Int {
    let word = place &>> 6
    let rest = occupied[word] & (UInt64.max &<< UInt64(truncatingIfNeeded: place))
    if rest != 0 { return word &<< 6 | rest.trailingZeroBitCount }
    // The words after this one, this one last: what is left in it lies a whole turn ahead.
    let start = UInt64(truncatingIfNeeded: word &+ 1) & 63
    let turned = summary &>> start | summary &<< (64 &- start)
    let next = (Int(truncatingIfNeeded: start) &+ turned.trailingZeroBitCount) & 63
    return next &<< 6 | occupied[next].trailingZeroBitCount
  }
}
