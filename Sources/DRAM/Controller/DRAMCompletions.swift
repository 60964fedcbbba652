/// A read's data arrives.
public struct DRAMCompletion: Sendable, Hashable, BitwiseCopyable {
  public var identifier: Int
  /// Cycle in which the last of its data is there.
  public var cycle: Int
}

/// Reads whose data is on its way, in the order of the data bus, until somebody takes note of them.
public struct DRAMCompletions: ~Copyable {
  private var storage: UnsafeMutablePointer<DRAMCompletion>
  private var capacity = 16
  public private(set) var count = 0

  init() { storage = .allocate(capacity: capacity) }

  deinit { storage.deallocate() }

  public subscript(index: Int) -> DRAMCompletion {
    precondition(index < count)
    return storage[index]
  }

  @inline(__always)
  mutating func append(_ completion: DRAMCompletion) {
    if count == capacity { grow() }
    (storage + count).initialize(to: completion)
    count += 1
  }

  public mutating func removeAll() { count = 0 }

  private mutating func grow() {
    let larger = UnsafeMutablePointer<DRAMCompletion>.allocate(capacity: 2 * capacity)
    larger.update(from: storage, count: count)
    storage.deallocate()
    storage = larger
    capacity *= 2
  }
}
