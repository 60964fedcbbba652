import Chips
import Graphs
import Mapping

/// A program compiled for the run loop: flat arrays, everything looked up once.
struct LoadedProgram: ~Copyable {
  let engines: EngineTable
  let commands: FlatArray<LoadedCommand>
  let successors: FlatArray<Int32>
  let transfers: FlatArray<LoadedTransfer>
  let computations: FlatArray<Computation>
  /// Commands by engine, in emission order, and the range of each engine in it.
  let queue: FlatArray<Int32>
  let queueBounds: [Int32]
  let nodes: [NodeTotals]
  let evaluators: [NodeEvaluator]
  let multiplyAccumulates: [String: Int]
  /// Bytes that commands move in and out of each core's scratchpad and accumulator.
  let scratchpadTraffic: [MemoryTraffic]
  let accumulatorTraffic: [MemoryTraffic]

  /// - Throws: `MachineError` for a command that this chip cannot execute or a view outside its memory.
  init(_ program: Program, chip: Chip) throws {
    var loader = try ProgramLoader(program, chip: chip)
    for index in program.commands.indices { try loader.load(index) }
    loader.linkDependencies()

    engines = loader.engines
    commands = FlatArray(loader.commands)
    successors = FlatArray(loader.successors)
    transfers = FlatArray(loader.transfers)
    computations = FlatArray(loader.computations)
    nodes = loader.nodes
    evaluators = loader.evaluators
    multiplyAccumulates = loader.multiplyAccumulates
    scratchpadTraffic = loader.scratchpadTraffic
    accumulatorTraffic = loader.accumulatorTraffic

    var bounds = [Int32](repeating: 0, count: engines.count + 1)
    for command in loader.commands { bounds[Int(command.engine) + 1] += 1 }
    for engine in 0..<engines.count { bounds[engine + 1] += bounds[engine] }
    var next = bounds
    var order = [Int32](repeating: 0, count: loader.commands.count)
    for (index, command) in loader.commands.enumerated() {
      order[Int(next[Int(command.engine)])] = Int32(index)
      next[Int(command.engine)] += 1
    }
    queue = FlatArray(order)
    queueBounds = bounds
  }
}

/// Bytes read and written in a memory next to a core.
struct MemoryTraffic: Sendable {
  var readBytes = 0
  var writtenBytes = 0
  var accesses = 0

  mutating func add(bytes: Int, accessBytes: Int, isWrite: Bool) {
    accesses += (bytes + accessBytes - 1) / accessBytes
    if isWrite {
      writtenBytes += bytes
    } else {
      readBytes += bytes
    }
  }
}
