import Chips
import Machine
import Mapping
import Tensors

/// How many bytes of each memory held data that were still to be read, at every moment of a run.
///
/// Stored boxes live from the start of the command that first writes them to the end of the last one that reads or
/// writes them. What no command writes (weights and inputs in DRAM) was there before the run.
struct OccupancyAccount {
  let pictures: [TimelinePicture.Occupancy]

  /// - Precondition: the run was made with its timeline.
  init(_ run: RunRow) {
    var ledgers: [MemoryIdentifier: Ledger] = [:]
    for memory in run.record.memories { ledgers[memory.memory] = Ledger() }
    for (command, interval) in zip(run.result.program.commands, run.record.timeline) {
      let start = Int(interval.startFemtoseconds / 1000)
      let end = Int(interval.endFemtoseconds / 1000)
      for view in command.action.reads { ledgers[view.memory]?.read(view, until: end) }
      for view in command.action.writes { ledgers[view.memory]?.write(view, from: start, until: end) }
    }
    pictures = run.record.memories.compactMap { record in
      guard let ledger = ledgers[record.memory],
        let capacity = run.result.chip.capacityBytes(of: record.memory)
      else { return nil }
      return TimelinePicture.Occupancy(
        memory: record.memory.name, capacityBytes: capacity, levels: ledger.levels())
    }
  }

  /// Boxes of one memory: those that live, in order of address, and the changes that all have made so far.
  private struct Ledger {
    private struct Stored {
      let address: Int
      let bytes: Int
      let value: Int32
      let layout: Box
      let since: Int
      var until: Int

      var end: Int { address + bytes }

      /// Whether a view is a part of the same stored box.
      func isThat(of view: View) -> Bool {
        address == view.address && bytes == view.storedBytes && value == view.value && layout == view.layout
      }
    }

    private var stored: [Stored] = []
    private var changes: [(picoseconds: Int, bytes: Int)] = []

    mutating func read(_ view: View, until end: Int) {
      let places = overlapping(view)
      for place in places { stored[place].until = max(stored[place].until, end) }
      if places.isEmpty { insert(view, since: 0, until: end, at: places.lowerBound) }
    }

    mutating func write(_ view: View, from start: Int, until end: Int) {
      let places = overlapping(view)
      if places.count == 1, stored[places.lowerBound].isThat(of: view) {
        stored[places.lowerBound].until = max(stored[places.lowerBound].until, end)
        return
      }
      for place in places { close(stored[place]) }
      stored.removeSubrange(places)
      insert(view, since: start, until: end, at: places.lowerBound)
    }

    /// The bytes held from each moment on.
    func levels() -> [(picoseconds: Int, bytes: Int)] {
      var ledger = self
      for box in stored { ledger.close(box) }
      var levels: [(picoseconds: Int, bytes: Int)] = []
      var bytes = 0
      for change in ledger.changes.sorted(by: { $0.picoseconds < $1.picoseconds }) {
        bytes += change.bytes
        if levels.last?.picoseconds == change.picoseconds { levels.removeLast() }
        levels.append((change.picoseconds, bytes))
      }
      return levels
    }

    private mutating func insert(_ view: View, since: Int, until: Int, at place: Int) {
      stored.insert(
        Stored(
          address: view.address, bytes: view.storedBytes, value: view.value, layout: view.layout,
          since: since,
          until: until),
        at: place)
    }

    private mutating func close(_ box: Stored) {
      guard box.until > box.since else { return }
      changes.append((box.since, box.bytes))
      changes.append((box.until, -box.bytes))
    }

    /// Places of the boxes that share bytes with a view; where there are none, the place it belongs at. Boxes that live
    /// do not overlap, so their ends are in order, too.
    private func overlapping(_ view: View) -> Range<Int> {
      let first = partition { $0.end > view.address }
      let last = partition { $0.address >= view.address + view.storedBytes }
      return first..<max(first, last)
    }

    /// The first box that a condition holds for, which holds for all behind it, too.
    private func partition(_ condition: (Stored) -> Bool) -> Int {
      var (low, high) = (0, stored.count)
      while low < high {
        let middle = (low + high) / 2
        if condition(stored[middle]) { high = middle } else { low = middle + 1 }
      }
      return low
    }
  }
}

extension Action {
  var reads: [View] {
    switch self {
    case .transfer(let from, _), .multicast(let from, _): [from]
    case .contract(let a, let b, let accumulator, _, let clears): clears ? [a, b] : [a, b, accumulator]
    case .finish(let accumulator, let operands, _): [accumulator] + operands.compactMap { $0 }
    case .compute(let inputs, _): inputs.compactMap { $0 }
    case .host(let inputs, _): inputs.compactMap { $0 }
    }
  }

  var writes: [View] {
    switch self {
    case .transfer(_, let to): [to]
    case .multicast(_, let to): to
    case .contract(_, _, let accumulator, _, _): [accumulator]
    case .finish(_, _, let output), .compute(_, let output): [output]
    case .host(_, let outputs): outputs
    }
  }
}

extension Chip {
  func capacityBytes(of memory: MemoryIdentifier) -> Int? {
    switch memory {
    case .dram: dram.capacityBytes
    case .sharedBuffer: sharedBuffer?.capacityBytes
    case .scratchpad(let core): cores[core].scratchpad.capacityBytes
    case .accumulator(let core): cores[core].accumulator?.capacityBytes
    }
  }
}
