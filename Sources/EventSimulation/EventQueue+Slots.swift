extension EventQueue {
  /// Adds to the list of a slot, behind everything that is not later.
  @inlinable @inline(__always)
  mutating func insert(_ entry: Entry, into place: Int) {
    if wheel.isEmpty(place) {
      let index = chunks.allocate()
      chunks.entries[Int(index)] = entry
      wheel.slots[place] = SlotTable.Slot(head: index, tail: index)
      wheel.markOccupied(place)
      return
    }
    let tail = wheel.slots[place].tail
    if entry.precedes(chunks.entries[Int(tail)]) {
      insertEarly(entry, into: place)
    } else {
      append(entry, to: place, after: tail)
    }
  }

  @inlinable @inline(__always)
  mutating func append(_ entry: Entry, to place: Int, after tail: UInt32) {
    var index = tail &+ 1
    if chunks.isLastOfChunk(tail) {
      index = chunks.allocate()
      chunks.links[Int(tail / EventChunks<Payload>.chunkSize)] = index / EventChunks<Payload>.chunkSize
    }
    chunks.entries[Int(index)] = entry
    wheel.slots[place].tail = index
  }

  @inlinable @inline(__always)
  mutating func removeHead(of place: Int) {
    let slot = wheel.slots[place]
    if slot.head == slot.tail {
      wheel.markEmpty(place)
      chunks.release(chunkOf: slot.head)
    } else {
      wheel.slots[place].head = chunks.index(after: slot.head)
      if chunks.isLastOfChunk(slot.head) { chunks.release(chunkOf: slot.head) }
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
      append(entry, to: place, after: slot.tail)
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
