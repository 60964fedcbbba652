import MemoryHints

/// The storage of the wheel: entries in chunks of 64 that lie side by side in memory, so that a slot with many
/// events is read and written in sequence however mixed the order of scheduling is.
///
/// An entry is named by its index; the chunk is `index / 64`. With millions of events pending, the chunks of a slot
/// lie anywhere in more memory than the caches hold: so the next one is fetched while one is read, and the memory is
/// in huge pages.
@usableFromInline
struct EventChunks<Payload: BitwiseCopyable>: ~Copyable {
  @inlinable @inline(__always)
  static var chunkSize: UInt32 { 64 }
  @inlinable @inline(__always)
  static var none: UInt32 { .max }

  @usableFromInline var entries: UnsafeMutablePointer<EventEntry<Payload>>
  /// Of a chunk in use, the next chunk of its slot; of a free chunk, the next free one.
  @usableFromInline var links: UnsafeMutablePointer<UInt32>
  @usableFromInline var capacity: UInt32
  @usableFromInline var used: UInt32 = 0
  @usableFromInline var free: UInt32 = EventChunks.none

  @inlinable
  init(capacity: UInt32) {
    self.capacity = capacity
    entries = Self.allocateEntries(chunks: Int(capacity))
    links = .allocate(capacity: Int(capacity))
  }

  @inlinable
  deinit {
    hint_release(entries)
    links.deallocate()
  }

  /// Mixed events lie all over it, so small pages would cost a walk of the page tables for each chunk.
  @inlinable
  static func allocateEntries(chunks: Int) -> UnsafeMutablePointer<EventEntry<Payload>> {
    let count = chunks * Int(chunkSize)
    let bytes = count * MemoryLayout<EventEntry<Payload>>.stride
    return hint_allocate(bytes).bindMemory(to: EventEntry<Payload>.self, capacity: count)
  }

  /// The index of the first entry of a chunk that was free.
  @inlinable @inline(__always)
  mutating func allocate() -> UInt32 {
    if free == Self.none { addChunk() }
    let chunk = free
    free = links[Int(chunk)]
    return chunk &* Self.chunkSize
  }

  @usableFromInline @inline(never)
  mutating func addChunk() {
    if used == capacity { grow() }
    links[Int(used)] = free
    free = used
    used += 1
  }

  /// Begins another chunk behind the one that ends with `index`, with an entry, and returns its index.
  @inlinable @inline(never)
  mutating func extend(after index: UInt32, by entry: EventEntry<Payload>) -> UInt32 {
    let next = allocate()
    links[Int(index / Self.chunkSize)] = next / Self.chunkSize
    entries[Int(next)] = entry
    return next
  }

  /// Gives back the chunk of `index`. The chunk freed last is the next one taken: it is still in the cache.
  @inlinable @inline(__always)
  mutating func release(chunkOf index: UInt32) {
    let chunk = index / Self.chunkSize
    links[Int(chunk)] = free
    free = chunk
  }

  @inlinable @inline(__always)
  func isLastOfChunk(_ index: UInt32) -> Bool { index % Self.chunkSize == Self.chunkSize - 1 }

  /// Begins to fetch the chunk behind the one of `index`: behind the last of a slot, any chunk, in vain.
  @inlinable @inline(__always)
  func prefetch(chunkAfter index: UInt32) {
    let link = links[Int(index / Self.chunkSize)]
    let chunk = UnsafeRawPointer(entries + Int(link) &* Int(Self.chunkSize))
    var offset = 0
    while offset < Int(Self.chunkSize) &* MemoryLayout<EventEntry<Payload>>.stride {
      hint_read_soon(chunk + offset)
      offset &+= 64
    }
  }

  /// The index after `index` in the same slot; there must be one.
  @inlinable @inline(__always)
  func index(after index: UInt32) -> UInt32 {
    isLastOfChunk(index) ? links[Int(index / Self.chunkSize)] &* Self.chunkSize : index &+ 1
  }

  mutating func grow() {
    let larger = 2 * capacity
    precondition(larger <= Self.none / Self.chunkSize, "more than four thousand million pending events")
    let count = Int(capacity)
    let newEntries = Self.allocateEntries(chunks: 2 * count)
    newEntries.moveInitialize(from: entries, count: count * Int(Self.chunkSize))
    hint_release(entries)
    entries = newEntries
    let newLinks = UnsafeMutablePointer<UInt32>.allocate(capacity: 2 * count)
    newLinks.moveInitialize(from: links, count: count)
    links.deallocate()
    links = newLinks
    capacity = larger
  }
}
