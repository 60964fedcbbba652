import EventSimulation
import Graphs
import Mapping

/// Reads that saw other bytes than the schedule's order says, gathered during the run and named at its end.
///
/// Only hashes are compared while the machine runs. To name the culprits the schedule is replayed once, when the run
/// is over, and the writers seen are held against those that should have been.
struct HazardLog {
  enum Phase {
    case begin, endOfRead, readModifyWrite
  }

  private struct Entry {
    var command: Int
    var read: Int
    var view: View
    var phase: Phase
    var time: UInt64
    /// Stretches of bytes and their writers as the machine had them.
    var seen: [Stretch]
  }

  private struct Stretch {
    var writer: Writer
    var address: Int
    var count: Int
  }

  /// Hazards after this many are not kept: they follow from the first.
  private static let limit = 64

  private let program: Program
  private let memories: MemoryTable
  private let initial: InitialData
  private let granuleBytes: Int
  private let clock: ClockDomain
  private var entries: [Entry] = []
  /// Reads already found at fault when they began; the same again at their end is not news.
  private var known: Set<SIMD2<Int32>> = []

  init(_ program: Program, memories: MemoryTable, initial: InitialData, granuleBytes: Int, clock: ClockDomain)
  {
    self.program = program
    self.memories = memories
    self.initial = initial
    self.granuleBytes = granuleBytes
    self.clock = clock
  }

  mutating func record(
    command: Int, read: Int, view: View, phase: Phase, time: UInt64, writers: WriterMaps
  ) {
    guard entries.count < Self.limit, known.insert(SIMD2(Int32(command), Int32(read))).inserted else {
      return
    }
    var seen: [Stretch] = []
    writers[view].visit(view) { seen.append(Stretch(writer: Writer(code: $0), address: $1, count: $2)) }
    entries.append(Entry(command: command, read: read, view: view, phase: phase, time: time, seen: seen))
  }

  /// All hazards, in the order in which they were met.
  func named() -> [Hazard] {
    guard !entries.isEmpty else { return [] }
    let order = entries.indices.sorted { (entries[$0].command, $0) < (entries[$1].command, $1) }
    var next = 0
    var hazards = [Hazard?](repeating: nil, count: entries.count)
    ScheduleReplay.replay(
      program, memories: memories, initial: initial, granuleBytes: granuleBytes,
      before: order.map { entries[$0].command }
    ) { _, maps in
      let entry = entries[order[next]]
      hazards[order[next]] = hazard(entry, maps)
      next += 1
    }
    return hazards.compactMap { $0 }
  }

  private func hazard(_ entry: Entry, _ maps: borrowing WriterMaps) -> Hazard? {
    var seen = entry.seen[...]
    var used = 0
    var found: (address: Int, seen: Writer, expected: Writer)?
    maps[entry.view].visit(entry.view) { code, address, count in
      var done = 0
      while done < count, found == nil, let stretch = seen.first {
        if stretch.writer.code != code || code == 0 {
          found = (address + done, stretch.writer, Writer(code: code))
          return
        }
        let step = min(count - done, stretch.count - used)
        done += step
        used += step
        if used == stretch.count {
          seen.removeFirst()
          used = 0
        }
      }
    }
    guard let found else { return nil }
    let kind = kind(of: entry, seen: found.seen, expected: found.expected)
    let cycle = Int(clock.cycle(at: SimulationTime(femtoseconds: entry.time)))
    // The schedule itself may read what nobody writes: then order is not what is wrong.
    let complaint =
      found.expected == .nobody
      ? "holds \(words(for: found.seen)), and no command before this one is to write there"
      : "holds \(words(for: found.seen)), should hold \(words(for: found.expected))"
    let text =
      "\(kind.rawValue): \(reader(entry)) at cycle \(cycle), \(entry.view.memory.words) address \(found.address): "
      + complaint
    return Hazard(
      kind: kind, command: entry.command, memory: entry.view.memory, address: found.address, cycle: cycle,
      text: text)
  }

  private func kind(of entry: Entry, seen: Writer, expected: Writer) -> Hazard.Kind {
    if entry.phase == .endOfRead { return .overwrittenDuringRead }
    let (seenCode, expectedCode) = (abs(seen.code), abs(expected.code))
    // Codes grow in emission order: an older writer means that the expected one has not come, a younger one that
    // its bytes are gone. A pending writer is not there yet.
    return seenCode > expectedCode ? .overwrittenBeforeRead : .readBeforeWrite
  }

  private func reader(_ entry: Entry) -> String {
    guard program.commands.indices.contains(entry.command) else {
      return "output “\(program.graph.values[Int(entry.view.value)].name)” after the last command"
    }
    let engine = program.commands[entry.command].engine.words
    let name = program.graph.values[Int(entry.view.value)].name
    return "\(program.words(for: entry.command)) on the \(engine), operand “\(name)” \(entry.view.box)"
  }

  private func words(for writer: Writer) -> String {
    if writer == .nobody { return "nothing that was ever written" }
    guard let command = writer.command else { return "what was there before the run" }
    let name = program.words(for: command)
    return writer.isPending ? "what \(name) has not written yet" : "what \(name) wrote"
  }
}
