/// A read or write that waits, in the channel that it belongs to.
struct DRAMRequest: BitwiseCopyable {
  /// Whoever asked knows it by this number.
  var identifier: Int
  /// Cycle in which it was accepted.
  var arrival: Int
  /// Rises with every request of the channel: the smaller, the older.
  var age: Int
  var bank: Int32
  var row: Int32
  var column: Int32
  var isWrite: Bool
}

/// Requests of one direction, bank by bank in the order of their arrival.
///
/// A choice looks at two requests of a bank at most: the oldest that wants the open row (a hit) and the oldest that wants
/// another (a miss); both are kept at hand with their ages, so that a choice costs the banks in use and not the requests.
struct RequestQueue: ~Copyable {
  let capacity: Int
  private(set) var count = 0
  /// Banks with a hit, and with a miss.
  private(set) var hits: BankSet
  private(set) var misses: BankSet
  /// By bank, where there is one: its slot and its age.
  private let hit: UnsafeMutablePointer<Int32>
  private let miss: UnsafeMutablePointer<Int32>
  private let hitAge: UnsafeMutablePointer<Int>
  private let missAge: UnsafeMutablePointer<Int>
  /// What a choice looks at.
  let tables: UnsafeMutablePointer<Tables>
  private let slots: UnsafeMutablePointer<DRAMRequest>
  private let bankOfSlot: UnsafeMutablePointer<Int32>
  /// Neighbours among the requests of a bank; `next` also strings free slots together. −1 at the ends.
  private let next: UnsafeMutablePointer<Int32>
  private let previous: UnsafeMutablePointer<Int32>
  private var free: Int32
  private let first: UnsafeMutablePointer<Int32>
  private let last: UnsafeMutablePointer<Int32>
  /// Neighbours in the order of arrival of all.
  private let younger: UnsafeMutablePointer<Int32>
  private let older: UnsafeMutablePointer<Int32>
  private var oldestSlot: Int32 {
    @inline(__always) get { tables.pointee.oldest }
    @inline(__always) nonmutating set { tables.pointee.oldest = newValue }
  }
  private var youngestSlot: Int32 = -1

  init(capacity: Int, banks: Int) {
    self.capacity = capacity
    let size = max(1, capacity)
    hits = BankSet(banks: banks)
    misses = BankSet(banks: banks)
    slots = .allocate(capacity: size)
    bankOfSlot = RequestQueue.table(size, -1)
    next = RequestQueue.table(size, -1)
    for slot in 0..<size - 1 { next[slot] = Int32(slot + 1) }
    free = 0
    previous = RequestQueue.table(size, -1)
    younger = RequestQueue.table(size, -1)
    older = RequestQueue.table(size, -1)
    first = RequestQueue.table(banks, -1)
    last = RequestQueue.table(banks, -1)
    hit = RequestQueue.table(banks, -1)
    miss = RequestQueue.table(banks, -1)
    hitAge = RequestQueue.table(banks, 0)
    missAge = RequestQueue.table(banks, 0)
    tables = .allocate(capacity: 1)
    tables.initialize(
      to: Tables(
        hits: hits.words, misses: misses.words, hit: hit, miss: miss, hitAge: hitAge, missAge: missAge,
        requests: slots, banks: bankOfSlot, younger: younger))
  }

  private static func table<Element: BitwiseCopyable>(
    _ count: Int, _ value: Element
  ) -> UnsafeMutablePointer<Element> {
    let table = UnsafeMutablePointer<Element>.allocate(capacity: count)
    table.initialize(repeating: value, count: count)
    return table
  }

  deinit {
    tables.deallocate()
    slots.deallocate()
    for table in [bankOfSlot, next, previous, younger, older, first, last, hit, miss] { table.deallocate() }
    hitAge.deallocate()
    missAge.deallocate()
  }

  var isFull: Bool { count == capacity }
  var isEmpty: Bool { count == 0 }

  /// In a place of its own: the queue whose turn it is is then a pointer, and nothing is copied to look at it.
  struct Tables: BitwiseCopyable {
    /// When the next command for any request may be ready.
    var bounds = ReadyBounds()
    /// Words of the sets of banks.
    let hits: UnsafeMutablePointer<UInt64>
    let misses: UnsafeMutablePointer<UInt64>
    let hit: UnsafeMutablePointer<Int32>
    let miss: UnsafeMutablePointer<Int32>
    let hitAge: UnsafeMutablePointer<Int>
    let missAge: UnsafeMutablePointer<Int>
    /// By slot.
    let requests: UnsafeMutablePointer<DRAMRequest>
    let banks: UnsafeMutablePointer<Int32>
    /// The slot that came next; −1 behind the youngest.
    let younger: UnsafeMutablePointer<Int32>
    /// The slot of the request that has waited longest; −1 in an empty queue.
    fileprivate(set) var oldest: Int32 = -1
    /// Banks with a hit.
    fileprivate(set) var hitCount = 0
  }

  /// Arrival and age of the request that has waited longest, in a queue that is not empty.
  @inline(__always)
  var oldestArrival: Int { slots[Int(oldestSlot)].arrival }
  @inline(__always)
  var oldestAge: Int { slots[Int(oldestSlot)].age }

  /// - Parameter openRow: of the request's bank; −1 while it is closed.
  /// - Returns: whether it is the first of its bank that wants its row, or another than the open one.
  mutating func append(_ request: DRAMRequest, openRow: Int32) -> Bool {
    precondition(count < capacity, "a full queue refuses")
    let slot = free
    free = next[Int(slot)]
    (slots + Int(slot)).initialize(to: request)
    let bank = Int(request.bank)
    bankOfSlot[Int(slot)] = request.bank
    link(slot, bank)
    count += 1
    if request.row == openRow {
      guard hit[bank] < 0 else { return false }
      setHit(bank, slot)
    } else {
      guard miss[bank] < 0 else { return false }
      setMiss(bank, slot)
    }
    return true
  }

  /// Takes a hit or miss out that is the oldest of its kind; the row stays as it is.
  mutating func remove(_ slot: Int32, openRow: Int32) -> DRAMRequest {
    let request = slots[Int(slot)]
    let bank = Int(request.bank)
    let after = next[Int(slot)]
    unlink(slot, bank)
    if slot == hit[bank] {
      setHit(bank, firstSlot(from: after) { $0 == openRow })
    } else if slot == miss[bank] {
      setMiss(bank, firstSlot(from: after) { $0 != openRow })
    }
    return request
  }

  /// Takes a request out whose row is being opened; `rowChanged` is to follow.
  mutating func removeForActivation(_ slot: Int32) -> DRAMRequest {
    let request = slots[Int(slot)]
    unlink(slot, Int(request.bank))
    return request
  }

  /// Looks up the oldest requests of a bank again, after its row was opened or closed.
  mutating func rowChanged(_ bank: Int, openRow: Int32) {
    setHit(bank, openRow < 0 ? -1 : firstSlot(from: first[bank]) { $0 == openRow })
    setMiss(bank, firstSlot(from: first[bank]) { $0 != openRow })
  }

  /// Whether a request for exactly this place waits.
  func contains(bank: Int, row: Int, column: Int) -> Bool {
    var slot = first[bank]
    while slot >= 0 {
      let request = slots[Int(slot)]
      if request.row == Int32(row), request.column == Int32(column) { return true }
      slot = next[Int(slot)]
    }
    return false
  }

  @inline(__always)
  private func firstSlot(from start: Int32, where matches: (_ row: Int32) -> Bool) -> Int32 {
    var slot = start
    while slot >= 0, !matches(slots[Int(slot)].row) { slot = next[Int(slot)] }
    return slot
  }

  @inline(__always)
  private mutating func setHit(_ bank: Int, _ slot: Int32) {
    let had = hit[bank] >= 0
    hit[bank] = slot
    if slot < 0 {
      if had { tables.pointee.hitCount &-= 1 }
      return hits.remove(bank)
    }
    if !had { tables.pointee.hitCount &+= 1 }
    hitAge[bank] = slots[Int(slot)].age
    hits.insert(bank)
  }

  @inline(__always)
  private mutating func setMiss(_ bank: Int, _ slot: Int32) {
    miss[bank] = slot
    if slot < 0 { return misses.remove(bank) }
    missAge[bank] = slots[Int(slot)].age
    misses.insert(bank)
  }

  @inline(__always)
  private mutating func link(_ slot: Int32, _ bank: Int) {
    let index = Int(slot)
    next[index] = -1
    previous[index] = last[bank]
    if last[bank] < 0 { first[bank] = slot } else { next[Int(last[bank])] = slot }
    last[bank] = slot
    younger[index] = -1
    older[index] = youngestSlot
    if youngestSlot < 0 { oldestSlot = slot } else { younger[Int(youngestSlot)] = slot }
    youngestSlot = slot
  }

  @inline(__always)
  private mutating func unlink(_ slot: Int32, _ bank: Int) {
    let index = Int(slot)
    let (before, after) = (previous[index], next[index])
    if before < 0 { first[bank] = after } else { next[Int(before)] = after }
    if after < 0 { last[bank] = before } else { previous[Int(after)] = before }
    let (elder, junior) = (older[index], younger[index])
    if elder < 0 { oldestSlot = junior } else { younger[Int(elder)] = junior }
    if junior < 0 { youngestSlot = elder } else { older[Int(junior)] = elder }
    next[index] = free
    free = slot
    count -= 1
  }
}
