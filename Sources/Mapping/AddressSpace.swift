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
  }

  static let alignmentBytes = 64

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
    precondition(!live.contains { $0.overlaps(range) }, "a claimed range is free")
    live.insert(range, at: live.firstIndex { $0.lower > range.lower } ?? live.count)
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
    let taken = taken(quietSince: quietSince)
    guard
      let lower = AddressSpace.gap(of: size, in: Range(lower: start, upper: area.upper), between: taken)
        ?? AddressSpace.gap(of: size, in: area, between: taken)
    else { return nil }
    let range = Range(lower: lower, upper: lower + size)
    cursor = range.upper
    return (range, claim(range))
  }

  mutating func free(_ range: Range, lastUsers: CommandSet) {
    live.removeAll { $0 == range }
    freed.append(Freed(range: range, users: lastUsers))
  }

  /// What is live or was touched lately, by address.
  private func taken(quietSince: Int32) -> [Range] {
    let busy = freed.filter { $0.users.latest >= quietSince }
    guard !busy.isEmpty else { return live }
    return (live + busy.map(\.range)).sorted { $0.lower < $1.lower }
  }

  private static func gap(of size: Int, in area: Range, between ranges: [Range]) -> Int? {
    var candidate = area.lower
    for taken in ranges where taken.upper > candidate {
      if taken.lower - candidate >= size { break }
      candidate = taken.upper
    }
    return candidate + size <= area.upper ? candidate : nil
  }

  private mutating func takeUsers(of range: Range) -> CommandSet {
    var users = CommandSet()
    var kept: [Freed] = []
    kept.reserveCapacity(freed.count + 2)
    for entry in freed {
      guard entry.range.overlaps(range) else {
        kept.append(entry)
        continue
      }
      users.formUnion(entry.users)
      if entry.range.lower < range.lower {
        kept.append(Freed(range: Range(lower: entry.range.lower, upper: range.lower), users: entry.users))
      }
      if range.upper < entry.range.upper {
        kept.append(Freed(range: Range(lower: range.upper, upper: entry.range.upper), users: entry.users))
      }
    }
    freed = kept
    return users
  }
}

/// Commands that something has to wait for. Of an engine whose commands end in order (matrix, vector, host) only
/// the latest is kept; data-movement commands may overtake each other at their end, so all of theirs are kept.
struct CommandSet: Sendable {
  private(set) var latestInOrder: [EngineIdentifier: Int32] = [:]
  private(set) var movements: Set<Int32> = []

  mutating func insert(_ command: Int32, on engine: EngineIdentifier) {
    if engine.endsInOrder {
      latestInOrder[engine] = max(latestInOrder[engine] ?? command, command)
    } else {
      movements.insert(command)
    }
  }

  mutating func formUnion(_ other: CommandSet) {
    for (engine, command) in other.latestInOrder { insert(command, on: engine) }
    movements.formUnion(other.movements)
  }

  var isEmpty: Bool { latestInOrder.isEmpty && movements.isEmpty }
  /// The latest of them; -1 for none.
  var latest: Int32 { max(latestInOrder.values.max() ?? -1, movements.max() ?? -1) }
  /// Ascending.
  var sorted: [Int32] { (Array(latestInOrder.values) + movements).sorted() }
}

extension EngineIdentifier {
  /// Whether its commands end in the order in which they start.
  var endsInOrder: Bool {
    switch self {
    case .matrix, .vector, .host: true
    case .load, .store, .copy: false
    }
  }
}
