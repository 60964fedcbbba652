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
  let multicasts: LoadedMulticasts
  /// Commands by engine, in emission order, and the range of each engine in it.
  let queue: FlatArray<Int32>
  let queueBounds: [Int32]
  let nodes: [NodeTotals]
  let evaluators: [NodeEvaluator]
  let multiplyAccumulates: [String: Int]
  let vectorMultiplyAccumulates: [String: Int]
  /// Bytes that commands move in and out of each core's scratchpad and accumulator.
  let scratchpadTraffic: [MemoryTraffic]
  let accumulatorTraffic: [MemoryTraffic]
  let activity: ActivityTable

  /// - Throws: `MachineError` for a command that this chip cannot execute or a view outside its memory.
  init(_ program: Program, chip: Chip, stepsMatrixRegisters: Bool = false) throws {
    var loader = try ProgramLoader(program, chip: chip)
    loader.stepsMatrixRegisters = stepsMatrixRegisters
    for index in program.commands.indices { try loader.load(index) }
    loader.linkDependencies()

    engines = loader.engines
    commands = FlatArray(loader.commands)
    successors = FlatArray(loader.successors)
    transfers = FlatArray(loader.transfers)
    computations = FlatArray(loader.computations)
    multicasts = LoadedMulticasts(loader.multicasts)
    nodes = loader.nodes
    evaluators = loader.evaluators
    multiplyAccumulates = loader.multiplyAccumulates
    vectorMultiplyAccumulates = loader.vectorMultiplyAccumulates
    scratchpadTraffic = loader.scratchpadTraffic
    accumulatorTraffic = loader.accumulatorTraffic
    activity = loader.activity

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

  /// Two commands change places in their engine's queue.
  mutating func swap(_ first: Int, _ second: Int) {
    for place in 0..<queue.count {
      if queue[place] == Int32(first) {
        queue[place] = Int32(second)
      } else if queue[place] == Int32(second) {
        queue[place] = Int32(first)
      }
    }
  }
}

/// Bytes read and written in a memory next to a core.
struct MemoryTraffic: Sendable {
  /// Whole accesses, and what of them was asked for.
  var readBytes = 0
  var writtenBytes = 0
  var usefulReadBytes = 0
  var usefulWrittenBytes = 0
  var accesses = 0

  /// - Returns: bytes that moved, in whole accesses.
  mutating func add(bytes: Int, accessBytes: Int, isWrite: Bool) -> Int {
    let count = (bytes + accessBytes - 1) / accessBytes
    accesses += count
    if isWrite {
      writtenBytes += count * accessBytes
      usefulWrittenBytes += bytes
    } else {
      readBytes += count * accessBytes
      usefulReadBytes += bytes
    }
    return count * accessBytes
  }
}
