import Tensors

/// Tiles that were loaded into one scratchpad and may be used again; evicted least recently used first.
struct TileCache {
  struct Key: Hashable {
    var value: Int
    var box: Box

    /// One word is enough to tell tiles apart, and cheaper than every bound on its own.
    func hash(into hasher: inout Hasher) {
      var mix = value
      for axis in 0..<box.rank { mix = (mix &* 31 &+ box.lower(axis)) &* 31 &+ box.extent(axis) }
      hasher.combine(mix)
    }
  }

  struct Entry {
    var key: Key
    var range: AddressSpace.Range
    /// The load that brings it.
    var loader: CommandSet
    /// Commands that read it.
    var readers = CommandSet()
    var lastUse: Int

    /// Whom the next owner of the range must wait for.
    var lastUsers: CommandSet { readers.isEmpty ? loader : readers }
  }

  private(set) var entries: [Key: Entry] = [:]
  private var clock = 0
  /// Tiles used after that are read by a command in the making, and stay.
  private var unpinnedAt = 0
  /// Every use in order; entries whose tile was used again or is gone are stale.
  private var uses: [(key: Key, time: Int)] = []
  private var firstUse = 0

  mutating func use(_ key: Key) -> Entry? {
    guard let place = entries.index(forKey: key) else { return nil }
    clock += 1
    entries.values[place].lastUse = clock
    uses.append((key, clock))
    return entries.values[place]
  }

  mutating func insert(_ key: Key, range: AddressSpace.Range, loader: CommandSet) -> Entry {
    clock += 1
    let entry = Entry(key: key, range: range, loader: loader, lastUse: clock)
    entries[key] = entry
    uses.append((key, clock))
    return entry
  }

  mutating func noteReader(_ key: Key, _ command: Int32, on engine: EngineIdentifier) {
    entries[key]?.readers.insert(command, on: engine)
  }

  mutating func unpinAll() { unpinnedAt = clock }

  /// Takes out the least recently used tile that no command in the making needs.
  /// - Returns: nil when there is none, or a command from `quietSince` on reads it.
  mutating func evictOldest(quietSince: Int32 = .max) -> Entry? {
    while firstUse < uses.count, uses[firstUse].time <= unpinnedAt {
      let (key, time) = uses[firstUse]
      if let entry = entries[key], entry.lastUse == time {
        guard entry.lastUsers.latest < quietSince else { return nil }
        firstUse += 1
        dropStaleUses()
        return entries.removeValue(forKey: key)
      }
      firstUse += 1
    }
    return nil
  }

  private mutating func dropStaleUses() {
    guard firstUse > 4096, firstUse * 2 > uses.count else { return }
    uses.removeFirst(firstUse)
    firstUse = 0
  }

  /// Takes out every tile of a value that nobody reads any more, by address.
  mutating func evict(where isDead: (_ value: Int) -> Bool) -> [Entry] {
    let dead = entries.values.filter { isDead($0.key.value) }.sorted { $0.range.lower < $1.range.lower }
    for entry in dead { entries[entry.key] = nil }
    return dead
  }

  /// Takes out every tile that lies in a range.
  mutating func evict(overlapping range: AddressSpace.Range) -> [Entry] {
    let hit = entries.values.filter { $0.range.overlaps(range) }.sorted { $0.range.lower < $1.range.lower }
    for entry in hit { entries[entry.key] = nil }
    return hit
  }
}
