/// A read or write that waits, in the channel that it belongs to.
struct DRAMRequest {
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
/// A choice looks at two requests of a bank at most: the oldest that wants the open row and the oldest that wants
/// another; both are kept at hand, so that a choice costs the banks in use and not the requests.
struct RequestQueue: ~Copyable {
  let capacity: Int
  private(set) var count = 0
  private let slots: UnsafeMutablePointer<DRAMRequest>
  /// The next younger request of the same bank, or the next free slot; −1 at the end.
  private let next: UnsafeMutablePointer<Int32>
  private var free: Int32
  private let first: UnsafeMutablePointer<Int32>
  private let last: UnsafeMutablePointer<Int32>
  /// Slots of the oldest request for the open row, and of the oldest for another; −1 where there is none.
  private let hit: UnsafeMutablePointer<Int32>
  private let miss: UnsafeMutablePointer<Int32>
  /// A bit for each bank with requests.
  private let used: UnsafeMutablePointer<UInt64>
  private let wordCount: Int

  init(capacity: Int, banks: Int) {
    self.capacity = capacity
    let size = max(1, capacity)
    slots = .allocate(capacity: size)
    next = .allocate(capacity: size)
    for slot in 0..<size { next[slot] = Int32(slot + 1 < size ? slot + 1 : -1) }
    free = 0
    first = RequestQueue.table(banks)
    last = RequestQueue.table(banks)
    hit = RequestQueue.table(banks)
    miss = RequestQueue.table(banks)
    wordCount = (banks + 63) / 64
    used = .allocate(capacity: wordCount)
    used.initialize(repeating: 0, count: wordCount)
  }

  private static func table(_ count: Int) -> UnsafeMutablePointer<Int32> {
    let table = UnsafeMutablePointer<Int32>.allocate(capacity: count)
    table.initialize(repeating: -1, count: count)
    return table
  }

  deinit {
    slots.deallocate()
    next.deallocate()
    first.deallocate()
    last.deallocate()
    hit.deallocate()
    miss.deallocate()
    used.deallocate()
  }

  var isFull: Bool { count == capacity }
  var isEmpty: Bool { count == 0 }

  /// - Parameter openRow: of the request's bank; −1 while it is closed.
  @inline(__always)
  mutating func append(_ request: DRAMRequest, openRow: Int32) {
    precondition(count < capacity, "a full queue refuses")
    let slot = free
    free = next[Int(slot)]
    (slots + Int(slot)).initialize(to: request)
    next[Int(slot)] = -1
    let bank = Int(request.bank)
    if first[bank] < 0 {
      first[bank] = slot
      used[bank >> 6] |= 1 << UInt64(bank & 63)
    } else {
      next[Int(last[bank])] = slot
    }
    last[bank] = slot
    if request.row == openRow {
      if hit[bank] < 0 { hit[bank] = slot }
    } else if miss[bank] < 0 {
      miss[bank] = slot
    }
    count += 1
  }

  /// Takes a request out.
  @inline(__always)
  mutating func remove(_ slot: Int32, openRow: Int32) -> DRAMRequest {
    let request = slots[Int(slot)]
    let bank = Int(request.bank)
    var before: Int32 = -1
    var current = first[bank]
    while current != slot {
      before = current
      current = next[Int(current)]
    }
    let after = next[Int(slot)]
    if before < 0 { first[bank] = after } else { next[Int(before)] = after }
    if last[bank] == slot { last[bank] = before }
    if first[bank] < 0 { used[bank >> 6] &= ~(1 << UInt64(bank & 63)) }
    next[Int(slot)] = free
    free = slot
    count -= 1
    refresh(bank, openRow: openRow)
    return request
  }

  /// Looks up the oldest requests of a bank again, after its row was opened or closed.
  @inline(__always)
  mutating func refresh(_ bank: Int, openRow: Int32) {
    var oldestHit: Int32 = -1
    var oldestMiss: Int32 = -1
    var slot = first[bank]
    while slot >= 0, oldestHit < 0 || oldestMiss < 0 {
      if slots[Int(slot)].row == openRow {
        if oldestHit < 0 { oldestHit = slot }
      } else if oldestMiss < 0 {
        oldestMiss = slot
      }
      slot = next[Int(slot)]
    }
    hit[bank] = oldestHit
    miss[bank] = oldestMiss
  }

  func oldestHit(_ bank: Int) -> Int32 { hit[bank] }
  func oldestMiss(_ bank: Int) -> Int32 { miss[bank] }
  func request(_ slot: Int32) -> DRAMRequest { slots[Int(slot)] }

  @inline(__always)
  func age(_ slot: Int32) -> Int { slots[Int(slot)].age }

  /// Calls `body` with each bank that has requests.
  @inline(__always)
  func forEachBank(_ body: (Int) -> Void) {
    for word in 0..<wordCount {
      var bits = used[word]
      while bits != 0 {
        body(word << 6 | bits.trailingZeroBitCount)
        bits &= bits - 1
      }
    }
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
}
