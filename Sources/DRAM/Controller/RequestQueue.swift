/// A read or write that waits, in the channel that it belongs to.
struct DRAMRequest {
  /// Whoever asked knows it by this number.
  var identifier: Int
  /// Cycle in which it was accepted.
  var arrival: Int
  var bank: Int32
  var row: Int32
  var column: Int32
  var isWrite: Bool
}

/// Requests in the order of their arrival.
struct RequestQueue: ~Copyable {
  let capacity: Int
  private(set) var count = 0
  private let entries: UnsafeMutablePointer<DRAMRequest>

  init(capacity: Int) {
    self.capacity = capacity
    entries = .allocate(capacity: max(1, capacity))
  }

  deinit { entries.deallocate() }

  @inline(__always)
  subscript(index: Int) -> DRAMRequest {
    get { entries[index] }
  }

  var isFull: Bool { count == capacity }
  var isEmpty: Bool { count == 0 }

  @inline(__always)
  mutating func append(_ request: DRAMRequest) {
    precondition(count < capacity, "a full queue refuses")
    (entries + count).initialize(to: request)
    count += 1
  }

  @inline(__always)
  mutating func remove(at index: Int) -> DRAMRequest {
    let request = entries[index]
    count -= 1
    if index < count { (entries + index).update(from: entries + index + 1, count: count - index) }
    return request
  }
}
