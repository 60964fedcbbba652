extension EventQueue {
  /// Adds to the list of a slot, behind everything that is not later.
  @inlinable @inline(__always)
  mutating func insert(_ entry: Entry, into place: Int) {
    let tail = wheel.slots[place].tail
    if tail == SlotTable.Slot.empty {
      let index = chunks.allocate()
      chunks.entries[Int(index)] = entry
      wheel.begin(place, at: index)
    } else if entry.precedes(chunks.entries[Int(tail)]) {
      insertEarly(entry, into: place)
    } else {
      Self.append(entry, to: place, after: tail, of: &wheel, in: &chunks)
    }
  }

  /// Behind the last event of a slot that is not empty.
  @inlinable @inline(__always)
  static func append(
    _ entry: Entry, to place: Int, after tail: UInt32, of table: inout SlotTable,
    in chunks: inout EventChunks<Payload>
  ) {
    if chunks.isLastOfChunk(tail) {
      let index = chunks.extend(after: tail, by: entry)
      table.slots[place].tail = index
    } else {
      chunks.entries[Int(tail &+ 1)] = entry
      table.slots[place].tail = tail &+ 1
    }
  }

  @inlinable @inline(__always)
  mutating func removeHead(_ head: UInt32, of place: Int) {
    if head == wheel.slots[place].tail {
      wheel.clear(place)
      chunks.release(chunkOf: head)
    } else if chunks.isLastOfChunk(head) {
      let next = chunks.index(after: head)
      wheel.slots[place].head = next
      chunks.release(chunkOf: head)
      chunks.prefetch(chunkAfter: next)
    } else {
      wheel.slots[place].head = head &+ 1
    }
  }

  /// The event is earlier than the last of its slot.
  @inlinable @inline(never)
  mutating func insertEarly(_ entry: Entry, into place: Int) {
    let isCurrent = place == SlotTable.place(of: currentSlot)
    // Behind an equal event that is urgent itself.
    if isCurrent && urgent.count != 0 { return urgent.push(entry) }
    let slot = wheel.slots[place]
    let chunkStart = slot.tail & ~(EventChunks<Payload>.chunkSize - 1)
    let isOnlyChunk = slot.head >= chunkStart && slot.head <= slot.tail
    let first = isOnlyChunk ? slot.head : chunkStart
    let sorted = wheel.unsorted[place &>> 6] & SlotTable.bit(place) == 0
    let reaches = isOnlyChunk || !entry.precedes(chunks.entries[Int(first)])
    if sorted && reaches && !chunks.isLastOfChunk(slot.tail) {
      var index = slot.tail &+ 1
      while index > first, entry.precedes(chunks.entries[Int(index &- 1)]) {
        chunks.entries[Int(index)] = chunks.entries[Int(index &- 1)]
        index &-= 1
      }
      chunks.entries[Int(index)] = entry
      wheel.slots[place].tail = slot.tail &+ 1
    } else if isCurrent {
      urgent.push(entry)
    } else {
      wheel.unsorted[place &>> 6] |= SlotTable.bit(place)
      Self.append(entry, to: place, after: slot.tail, of: &wheel, in: &chunks)
    }
  }

  /// Moves on to the next slot that holds events, if it is not wholly after `limit`, and returns its place.
  @inlinable @inline(__always)
  mutating func enterNextSlot(notAfter limit: UInt64) -> Int? {
    guard wheel.summary != 0 else { return enterNextBucket(notAfter: limit) }
    let slot = wheel.firstOccupied(from: currentSlot)
    guard limit == .max || slot <= slotNumber(of: limit) else { return stop(at: limit) }
    advance(to: slot)
    let place = SlotTable.place(of: slot)
    if wheel.unsorted[place &>> 6] & SlotTable.bit(place) != 0 { sort(place) }
    let list = wheel.slots[place]
    let isOneChunk = list.head ^ list.tail < EventChunks<Payload>.chunkSize
    if !isOneChunk { chunks.prefetch(chunkAfter: list.head) }
    return place
  }

  /// The wheel is empty: goes on where the next bucket begins.
  @inlinable @inline(never)
  mutating func enterNextBucket(notAfter limit: UInt64) -> Int? {
    guard let bucket = firstBucket else { return nil }
    advance(to: min(bucket &* Self.slotsPerBucket, slotNumber(of: limit)))
    return wheel.summary == 0 ? stop(at: limit) : enterNextSlot(notAfter: limit)
  }

  /// Time passes up to `limit`, where no event is.
  @inlinable @inline(never)
  mutating func stop(at limit: UInt64) -> Int? {
    currentTime = max(currentTime, limit)
    advance(to: slotNumber(of: limit))
    return nil
  }

  @inlinable @inline(__always)
  mutating func advance(to slot: UInt64) {
    currentSlot = max(currentSlot, slot)
    if currentSlot &+ 3 &* Self.slotsPerBucket >= horizon { moveHorizon() }
  }

  /// Sorts a slot whose time has come, through the heap for urgent events, which is empty between two slots.
  @inlinable @inline(never)
  mutating func sort(_ place: Int) {
    wheel.unsorted[place &>> 6] &= ~SlotTable.bit(place)
    let slot = wheel.slots[place]
    var index = slot.head
    while true {
      urgent.push(chunks.entries[Int(index)])
      if index == slot.tail { break }
      index = chunks.index(after: index)
    }
    index = slot.head
    while true {
      chunks.entries[Int(index)] = urgent.pop()
      if index == slot.tail { break }
      index = chunks.index(after: index)
    }
  }
}
