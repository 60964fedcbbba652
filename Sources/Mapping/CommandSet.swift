/// Commands that something has to wait for. Of an engine whose commands end in order (matrix, vector, host) only
/// the latest is kept; data-movement commands may overtake each other at their end, so all of theirs are kept.
struct CommandSet: Sendable {
  private struct Entry: Hashable {
    var command: Int32
    /// Of an engine whose commands end in order; -1 for movements of data.
    var queue: Int32
  }

  /// By command.
  private var entries: [Entry] = []

  init() {}

  init(_ command: Int32, on engine: EngineIdentifier) {
    entries = [Entry(command: command, queue: engine.orderedQueue)]
  }

  mutating func insert(_ command: Int32, on engine: EngineIdentifier) {
    insert(Entry(command: command, queue: engine.orderedQueue))
  }

  mutating func formUnion(_ other: CommandSet) {
    if entries.isEmpty {
      entries = other.entries
    } else {
      for entry in other.entries { insert(entry) }
    }
  }

  private mutating func insert(_ entry: Entry) {
    if entry.queue >= 0, let known = entries.firstIndex(where: { $0.queue == entry.queue }) {
      guard entries[known].command < entry.command else { return }
      entries.remove(at: known)
    }
    var place = entries.count
    while place > 0, entries[place - 1].command > entry.command { place -= 1 }
    if place > 0, entries[place - 1] == entry { return }
    entries.insert(entry, at: place)
  }

  var isEmpty: Bool { entries.isEmpty }
  /// The latest of them; -1 for none.
  var latest: Int32 { entries.last?.command ?? -1 }
  /// Ascending.
  var commands: some RandomAccessCollection<Int32> { entries.lazy.map(\.command) }
}

extension EngineIdentifier {
  /// A number of its own for an engine whose commands end in the order in which they start; -1 for the others.
  fileprivate var orderedQueue: Int32 {
    switch self {
    case .host: 0
    case .matrix(let core): Int32(2 * core + 1)
    case .vector(let core): Int32(2 * core + 2)
    case .load, .store, .copy: -1
    }
  }
}
