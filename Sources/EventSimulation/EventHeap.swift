/// An event where the queue keeps it: the exact time stays with it.
@usableFromInline
struct EventEntry<Payload: BitwiseCopyable>: BitwiseCopyable {
  @usableFromInline var time: UInt64
  @usableFromInline var payload: Payload
  @usableFromInline var priority: UInt8

  @inlinable
  init(time: UInt64, payload: Payload, priority: UInt8) {
    self.time = time
    self.payload = payload
    self.priority = priority
  }

  /// Whether it must come before `other` even when it was scheduled later.
  @inlinable @inline(__always)
  func precedes(_ other: EventEntry) -> Bool {
    time < other.time || (time == other.time && priority < other.priority)
  }
}

/// A 4-ary heap ordered by (time, priority, order of `push`), for the events that the wheel cannot take.
@usableFromInline
struct EventHeap<Payload: BitwiseCopyable>: ~Copyable {
  @usableFromInline
  struct Node: BitwiseCopyable {
    @usableFromInline var time: UInt64
    /// Priority in the top byte, push order in the rest.
    @usableFromInline var rank: UInt64
    @usableFromInline var payload: Payload

    @inlinable
    init(time: UInt64, rank: UInt64, payload: Payload) {
      self.time = time
      self.rank = rank
      self.payload = payload
    }

    /// One number to compare: two instructions and no branch.
    @inlinable @inline(__always)
    var key: UInt128 { UInt128(_low: rank, _high: time) }
  }

  @usableFromInline var nodes: UnsafeMutablePointer<Node>
  @usableFromInline var capacity: Int
  @usableFromInline var count = 0
  @usableFromInline var pushed: UInt64 = 0

  @inlinable
  init(capacity: Int) {
    self.capacity = capacity
    nodes = .allocate(capacity: capacity)
  }

  @inlinable
  deinit { nodes.deallocate() }

  /// The first event. The heap must not be empty.
  @inlinable @inline(__always)
  var first: EventEntry<Payload> {
    let node = nodes[0]
    return EventEntry(time: node.time, payload: node.payload, priority: UInt8(node.rank >> 56))
  }

  @inlinable
  mutating func push(_ entry: EventEntry<Payload>) {
    if count == capacity { grow() }
    let node = Node(
      time: entry.time, rank: UInt64(entry.priority) << 56 | pushed, payload: entry.payload)
    pushed += 1
    let key = node.key
    var hole = count
    count += 1
    while hole > 0 {
      let parent = (hole &- 1) >> 2
      if key >= nodes[parent].key { break }
      nodes[hole] = nodes[parent]
      hole = parent
    }
    nodes[hole] = node
  }

  @inlinable
  mutating func pop() -> EventEntry<Payload> {
    let top = first
    count &-= 1
    let node = nodes[count]
    let key = node.key
    var hole = 0
    while let child = smallestChild(of: hole), nodes[child].key < key {
      nodes[hole] = nodes[child]
      hole = child
    }
    nodes[hole] = node
    return top
  }

  /// Selected without branches where all four exist, as nobody can predict which is the smallest.
  @inlinable @inline(__always)
  func smallestChild(of parent: Int) -> Int? {
    let first = 4 &* parent &+ 1
    if first &+ 3 < count {
      let left = nodes[first &+ 1].key < nodes[first].key ? first &+ 1 : first
      let right = nodes[first &+ 3].key < nodes[first &+ 2].key ? first &+ 3 : first &+ 2
      return nodes[right].key < nodes[left].key ? right : left
    }
    if first >= count { return nil }
    var smallest = first
    var next = first &+ 1
    while next < count {
      if nodes[next].key < nodes[smallest].key { smallest = next }
      next &+= 1
    }
    return smallest
  }

  @usableFromInline @inline(never)
  mutating func grow() {
    let larger = UnsafeMutablePointer<Node>.allocate(capacity: 2 * capacity)
    larger.moveInitialize(from: nodes, count: count)
    nodes.deallocate()
    nodes = larger
    capacity *= 2
  }
}
