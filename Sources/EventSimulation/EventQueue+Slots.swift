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
    } else if chunks.isLastOfChunk(tail) {
      appendChunk(entry, to: place)
    } else {
      chunks.entries[Int(tail &+ 1)] = entry
      wheel.slots[place].tail = tail &+ 1
    }
  }

  @inlinable @inline(never)
  mutating func appendChunk(_ entry: Entry, to place: Int) {
    let index = chunks.allocate()
    chunks.link(chunkOf: wheel.slots[place].tail, to: index)
    chunks.entries[Int(index)] = entry
    wheel.slots[place].tail = index
  }

  @inlinable @inline(__always)
  mutating func removeHead(_ head: UInt32, of place: Int) {
    if head == wheel.slots[place].tail {
      wheel.clear(place)
      chunks.release(chunkOf: head)
    } else if chunks.isLastOfChunk(head) {
      wheel.slots[place].head = chunks.index(after: head)
      chunks.release(chunkOf: head)
    } else {
      wheel.slots[place].head = head &+ 1
    }
  }

  /// The event is earlier than the last of its slot.
  @inlinable @inline(never)
  mutating func insertEarly(_ entry: Entry, into place: Int) {
    let isCurrent = place == Int(truncatingIfNeeded: currentSlot % SlotTable.slotCount)
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
      if chunks.isLastOfChunk(slot.tail) { return appendChunk(entry, to: place) }
      chunks.entries[Int(slot.tail &+ 1)] = entry
      wheel.slots[place].tail = slot.tail &+ 1
    }
  }

  /// Moves on to the next slot that holds events, if it is not wholly after `limit`, and returns its place.
  @inlinable
  mutating func enterNextSlot(notAfter limit: UInt64) -> Int? {
    var slot = firstFarSlot
    if wheel.summary != 0 {
      let place = Int(truncatingIfNeeded: currentSlot % SlotTable.slotCount)
      let distance = (wheel.firstOccupied(from: place) &- place) & Int(SlotTable.slotCount - 1)
      slot = currentSlot &+ UInt64(truncatingIfNeeded: distance)
    } else if far.count == 0 {
      return nil
    }
    let limitSlot = slotNumber(of: limit)
    if slot > limitSlot {
      currentTime = max(currentTime, limit)
      currentSlot = max(currentSlot, limitSlot)
      if firstFarSlot &- currentSlot < SlotTable.slotCount { takeFarEvents() }
      return nil
    }
    currentSlot = slot
    if firstFarSlot &- slot < SlotTable.slotCount { takeFarEvents() }
    let place = Int(truncatingIfNeeded: slot % SlotTable.slotCount)
    if wheel.unsorted[place &>> 6] & SlotTable.bit(place) != 0 { sort(place) }
    return place
  }

  /// Lets the far events enter that the wheel has come to reach.
  @inlinable @inline(never)
  mutating func takeFarEvents() {
    while far.count > 0 {
      firstFarSlot = slotNumber(of: far.first.time)
      guard firstFarSlot &- currentSlot < SlotTable.slotCount else { return }
      let entry = far.pop()
      insert(entry, into: Int(truncatingIfNeeded: firstFarSlot % SlotTable.slotCount))
    }
    firstFarSlot = .max
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
