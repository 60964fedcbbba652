extension EventQueue {
  /// Adds an event behind the horizon: to its bucket, in order of scheduling, or to the heap.
  @inlinable @inline(never)
  mutating func insertFar(_ entry: Entry, slot: UInt64) {
    let bucket = slot / Self.slotsPerBucket
    guard bucket &- horizon / Self.slotsPerBucket < SlotTable.slotCount else { return far.push(entry) }
    let place = SlotTable.place(of: bucket)
    let tail = buckets.slots[place].tail
    if tail == SlotTable.Slot.empty {
      let index = chunks.allocate()
      chunks.entries[Int(index)] = entry
      buckets.begin(place, at: index)
    } else {
      Self.append(entry, to: place, after: tail, of: &buckets, in: &chunks)
    }
  }

  /// The first bucket behind the horizon that holds an event, or nil when none does.
  @inlinable
  var firstBucket: UInt64? {
    if buckets.summary != 0 { return buckets.firstOccupied(from: horizon / Self.slotsPerBucket) }
    return far.count == 0 ? nil : slotNumber(of: far.first.time) / Self.slotsPerBucket
  }

  /// Moves the horizon to four buckets from the current one and lets in what it passes; then lets those of the heap
  /// in whose bucket has come within the second wheel.
  @inlinable @inline(never)
  mutating func moveHorizon() {
    let first = horizon / Self.slotsPerBucket
    let end = currentSlot / Self.slotsPerBucket &+ 4
    horizon = end &* Self.slotsPerBucket
    while buckets.summary != 0 {
      let bucket = buckets.firstOccupied(from: first)
      if bucket >= end { break }
      empty(SlotTable.place(of: bucket))
    }
    while far.count > 0 {
      let slot = slotNumber(of: far.first.time)
      if slot >= horizon && slot / Self.slotsPerBucket &- end >= SlotTable.slotCount { return }
      let entry = far.pop()
      if slot < horizon {
        insert(entry, into: SlotTable.place(of: slot))
      } else {
        insertFar(entry, slot: slot)
      }
    }
  }

  /// Moves the events of a bucket, in order, to their slots.
  @inlinable
  mutating func empty(_ bucket: Int) {
    let list = buckets.slots[bucket]
    buckets.clear(bucket)
    var index = list.head
    while true {
      let entry = chunks.entries[Int(index)]
      let next = index == list.tail ? list.tail : chunks.index(after: index)
      if index == list.tail || chunks.isLastOfChunk(index) { chunks.release(chunkOf: index) }
      insert(entry, into: SlotTable.place(of: slotNumber(of: entry.time)))
      if index == list.tail { return }
      index = next
    }
  }
}
