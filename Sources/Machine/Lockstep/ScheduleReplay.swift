import Chips
import Mapping
import Tensors

/// The program in emission order, one command after the other: who should have written what each command reads.
///
/// That order is legal by definition of a program, so a simulated read that sees other writers is a hazard, and a
/// run in which every read sees the same writers computes the same numbers.
struct ScheduleReplay {
  /// One hash per read view; those of command `i` begin at `firstRead[i]`. After the last command come the graph's
  /// outputs in their homes.
  private(set) var expected: [UInt64] = []
  private(set) var firstRead: [Int32] = []

  init(_ program: Program, memories: MemoryTable, initial: InitialData, granuleBytes: Int) {
    let maps = WriterMaps(memories, initial: initial, granuleBytes: granuleBytes)
    firstRead.reserveCapacity(program.commands.count + 1)
    for (index, command) in program.commands.enumerated() {
      firstRead.append(Int32(expected.count))
      for view in command.action.reads { expected.append(maps[view].trail(of: view).hash) }
      for view in command.action.writes { maps.set(Writer(command: index), on: view) }
    }
    firstRead.append(Int32(expected.count))
    for view in program.outputViews { expected.append(maps[view].trail(of: view).hash) }
  }

  /// Plays the schedule again and shows the writers before each of the commands named (in ascending order).
  static func replay(
    _ program: Program, memories: MemoryTable, initial: InitialData, granuleBytes: Int,
    before commands: [Int],
    _ body: (_ command: Int, borrowing WriterMaps) -> Void
  ) {
    let maps = WriterMaps(memories, initial: initial, granuleBytes: granuleBytes)
    var next = 0
    for index in 0...program.commands.count {
      while next < commands.count, commands[next] == index {
        body(index, maps)
        next += 1
      }
      guard index < program.commands.count else { break }
      for view in program.commands[index].action.writes { maps.set(Writer(command: index), on: view) }
    }
  }
}

/// Writers of all memories.
final class WriterMaps {
  private let table: MemoryTable
  private var maps: UnsafeMutablePointer<WriterMap>

  init(_ table: MemoryTable, initial: InitialData, granuleBytes: Int) {
    self.table = table
    maps = .allocate(capacity: table.extents.count)
    for (index, extent) in table.extents.enumerated() {
      (maps + index).initialize(to: WriterMap(byteCount: extent, granuleBytes: granuleBytes))
    }
    for region in initial.regions {
      maps[0].set(.initialData, address: region.home.address, count: region.home.layout.byteCount)
    }
  }

  deinit {
    maps.deinitialize(count: table.extents.count)
    maps.deallocate()
  }

  subscript(view: View) -> WriterMap {
    unsafeAddress { UnsafePointer(maps + table.index(of: view.memory)) }
  }

  func set(_ writer: Writer, on view: View) { maps[table.index(of: view.memory)].set(writer, on: view) }
}

extension Program {
  /// The graph's outputs in their homes, where they have one.
  var outputViews: [View] {
    graph.outputs.flatMap { value in
      homes[value]?.views(of: value, Box(shape: graph.values[value].type.shape)) ?? []
    }
  }

  /// The largest power of two, up to four, that divides all addresses and element sizes.
  var granuleBytes: Int {
    var granule = 4
    func fit(_ address: Int, _ element: ElementType) {
      while granule > 1, address % granule != 0 || element.bitWidth % (8 * granule) != 0 { granule /= 2 }
    }
    for command in commands {
      for view in command.action.views { fit(view.address, view.element) }
    }
    for (value, home) in homes.enumerated() {
      if let home { fit(home.address, graph.values[value].type.element) }
    }
    return granule
  }
}
