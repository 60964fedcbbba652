/// The addresses of one memory as the mapper hands them out, in emission order.
///
/// Freed ranges remember the commands that last touched them: whoever gets the range next must wait for those
/// commands. That is how write-after-read and write-after-write dependencies arise, and why a load may run far
/// ahead of the computation when its range has long been quiet.
struct AddressSpace {
  struct Range: Hashable {
    var lower: Int
    var upper: Int
    var count: Int { upper - lower }

    func overlaps(_ other: Range) -> Bool { lower < other.upper && other.lower < upper }
  }

  private struct Freed {
    var range: Range
    var users: CommandSet
    /// Of the users.
    var latest: Int32
  }

  static let alignmentBytes = 64

  /// By address; none overlaps another of either list.
  private var live: [Range] = []
  private var freed: [Freed] = []
  /// Where the next rotating allocation starts looking.
  private var cursor = 0

  static func aligned(_ bytes: Int) -> Int {
    (bytes + alignmentBytes - 1) / alignmentBytes * alignmentBytes
  }

  /// Takes a range at a fixed place, which must be free.
  /// - Returns: the commands to wait for before writing there.
  mutating func claim(_ range: Range) -> CommandSet {
    let place = firstLive(endingAfter: range.lower)
    precondition(place == live.count || !live[place].overlaps(range), "a claimed range is free")
    live.insert(range, at: place)
    return takeUsers(of: range)
  }

  /// Takes `bytes` within `area`, starting after the last rotating allocation and wrapping around, so that
  /// successive buffers land on the space that has been quiet longest.
  /// - Parameter quietSince: space that a command from this one on has touched counts as taken.
  /// - Returns: nil when no gap is large enough.
  mutating func allocate(
    _ bytes: Int, within area: Range, quietSince: Int32 = .max
  ) -> (range: Range, waitFor: CommandSet)? {
    let size = AddressSpace.aligned(max(bytes, 1))
    let start = min(max(cursor, area.lower), area.upper)
    guard
      let lower = gap(of: size, in: Range(lower: start, upper: area.upper), quietSince: quietSince)
        ?? gap(of: size, in: area, quietSince: quietSince)
    else { return nil }
    let range = Range(lower: lower, upper: lower + size)
    cursor = range.upper
    return (range, claim(range))
  }

  mutating func free(_ range: Range, lastUsers: CommandSet) {
    let place = firstLive(endingAfter: range.lower)
    if place < live.count, live[place] == range { live.remove(at: place) }
    freed.insert(
      Freed(range: range, users: lastUsers, latest: lastUsers.latest),
      at: firstFreed(endingAfter: range.lower))
  }

  /// The first place in an area that is neither live nor was touched lately.
  private func gap(of size: Int, in area: Range, quietSince: Int32) -> Int? {
    var candidate = area.lower
    var nextLive = firstLive(endingAfter: candidate)
    var nextFreed = quietSince == .max ? freed.count : firstFreed(endingAfter: candidate)
    while true {
      while nextFreed < freed.count, freed[nextFreed].latest < quietSince { nextFreed += 1 }
      let livesFirst =
        nextFreed == freed.count
        || nextLive < live.count && live[nextLive].lower < freed[nextFreed].range.lower
      guard !livesFirst || nextLive < live.count else { break }
      let taken = livesFirst ? live[nextLive] : freed[nextFreed].range
      if taken.lower - candidate >= size { break }
      candidate = max(candidate, taken.upper)
      if livesFirst { nextLive += 1 } else { nextFreed += 1 }
    }
    return candidate + size <= area.upper ? candidate : nil
  }

  private func firstLive(endingAfter address: Int) -> Int {
    firstIndex(below: live.count) { live[$0].upper > address }
  }

  private func firstFreed(endingAfter address: Int) -> Int {
    firstIndex(below: freed.count) { freed[$0].range.upper > address }
  }

  /// By bisection: false holds up to there, true from there on.
  private func firstIndex(below end: Int, where holds: (Int) -> Bool) -> Int {
    var (low, high) = (0, end)
    while low < high {
      let middle = (low + high) / 2
      if holds(middle) { high = middle } else { low = middle + 1 }
    }
    return low
  }

  private mutating func takeUsers(of range: Range) -> CommandSet {
    var users = CommandSet()
    let first = firstFreed(endingAfter: range.lower)
    var last = first
    var kept: [Freed] = []
    while last < freed.count, freed[last].range.lower < range.upper {
      let entry = freed[last]
      users.formUnion(entry.users)
      if entry.range.lower < range.lower {
        var left = entry
        left.range.upper = range.lower
        kept.append(left)
      }
      if range.upper < entry.range.upper {
        var right = entry
        right.range.lower = range.upper
        kept.append(right)
      }
      last += 1
    }
    freed.replaceSubrange(first..<last, with: kept)
    return users
  }
}
