import Chips
import Graphs
import Mapping
import Tensors

/// Compiles commands one by one; see `LoadedProgram`.
struct ProgramLoader {
  let program: Program
  let chip: Chip
  let engines: EngineTable
  let evaluators: [NodeEvaluator]
  var commands: [LoadedCommand] = []
  var successors: [Int32] = []
  var transfers: [LoadedTransfer] = []
  var computations: [Computation] = []
  var nodes: [NodeTotals]
  var multicasts: MulticastTable
  /// By element type: of the matrix engines, and of the vector engines.
  var multiplyAccumulates: [String: Int] = [:]
  var vectorMultiplyAccumulates: [String: Int] = [:]
  var scratchpadTraffic: [MemoryTraffic]
  var accumulatorTraffic: [MemoryTraffic]
  var activity: ActivityTable
  /// Computations already in the table: a layer repeats few of them many times.
  private var known: [Computation: Int32] = [:]
  var products: [ProductKey: ProductTiming] = [:]
  /// Whether a product's cycles come from the registers of the array.
  var stepsMatrixRegisters = false
  /// Scalar operations per output element of each node's epilogue.
  let epilogueOperations: [Int]
  /// Multiply-accumulates per output element of each node: whole numbers for everything a vector engine computes.
  let multiplyAccumulatesPerElement: [Int]

  init(_ program: Program, chip: Chip) throws {
    self.program = program
    self.chip = chip
    engines = EngineTable(coreCount: chip.cores.count)
    evaluators = try program.graph.nodes.indices.map { try program.graph.evaluator(of: $0) }
    nodes = [NodeTotals](repeating: NodeTotals(), count: program.graph.nodes.count)
    scratchpadTraffic = [MemoryTraffic](repeating: MemoryTraffic(), count: chip.cores.count)
    accumulatorTraffic = scratchpadTraffic
    activity = ActivityTable(nodeCount: program.graph.nodes.count)
    epilogueOperations = program.graph.nodes.indices.map {
      program.graph.epilogueOperationsPerElement(of: $0)
    }
    multiplyAccumulatesPerElement = program.graph.nodes.indices.map { index in
      let elements = program.graph.nodes[index].outputs.first.map {
        program.graph.values[$0].type.elementCount
      }
      return program.graph.work(of: index).multiplyAccumulates / max(1, elements ?? 1)
    }
    multicasts = MulticastTable(NetworkLayout(chip))
    commands.reserveCapacity(program.commands.count)
  }

  mutating func load(_ index: Int) throws {
    let command = program.commands[index]
    guard let engine = engines.index(of: command.engine) else {
      throw impossible(index, "the chip has no \(command.engine.words)")
    }
    guard program.graph.nodes.indices.contains(Int(command.node)) else {
      throw impossible(index, "the graph has no node \(command.node)")
    }
    for dependency in program.dependencies(of: index) where dependency < 0 || dependency >= index {
      throw impossible(index, "it depends on command \(dependency), which does not come before it")
    }
    var loaded = LoadedCommand()
    loaded.engine = Int32(engine)
    loaded.node = command.node
    loaded.pending = Int32(command.dependencies.count)
    nodes[Int(command.node)].commands += 1
    try command.action.forEachView { try checkBounds(of: $0, in: index) }
    try checkOperands(of: index)
    switch (command.action, command.engine) {
    case (.transfer(let source, let target), .load(let core)):
      try loadRead(&loaded, index, from: source, to: target, core: core)
    case (.transfer(let source, let target), .store(let core)):
      try loadWrite(&loaded, index, from: source, to: target, core: core)
    case (.transfer(let source, let target), .copy(let core)):
      try loadCopy(&loaded, index, from: source, to: target, core: core)
    case (.multicast(let source, let targets), .load(let core)):
      try loadMulticast(&loaded, index, from: source, to: targets, core: core)
    case (.multicast(let source, let targets), .copy(let core)):
      try copyMulticast(&loaded, index, from: source, to: targets, core: core)
    case (.contract(let a, let b, let accumulator, let reduction, let clears), .matrix(let core)):
      try loadProduct(
        &loaded, index, a: a, b: b, accumulator: accumulator, reduction: reduction, clears: clears,
        core: core
      )
    case (.finish(let accumulator, let operands, let output), .vector(let core)):
      try loadVector(
        &loaded, index, reads: [accumulator] + operands.compactMap { $0 }, output: output,
        core: core)
    case (.compute(let inputs, let output), .vector(let core)):
      try loadVector(&loaded, index, reads: inputs.compactMap { $0 }, output: output, core: core)
    case (.compute(let inputs, let output), .copy(let core)):
      try loadMove(&loaded, index, reads: inputs.compactMap { $0 }, output: output, core: core)
    case (.host(let inputs, let outputs), .host):
      try loadHost(
        &loaded, index, inputs: hostReads(inputs, node: Int(loaded.node)), outputs: outputs)
    default:
      throw impossible(index, "the \(command.engine.words) cannot execute it")
    }
    commands.append(loaded)
  }

  mutating func addComputation(_ computation: Computation) -> Int32 {
    if let index = known[computation] { return index }
    let index = Int32(computations.count)
    computations.append(computation)
    known[computation] = index
    return index
  }

  /// Successor lists from dependency lists.
  mutating func linkDependencies() {
    for index in commands.indices {
      for dependency in program.dependencies(of: index) {
        commands[Int(dependency)].successorCount += 1
      }
    }
    var next: Int32 = 0
    for index in commands.indices {
      commands[index].firstSuccessor = next
      next += commands[index].successorCount
    }
    successors = [Int32](repeating: 0, count: Int(next))
    var filled = commands.map(\.firstSuccessor)
    for index in commands.indices {
      for dependency in program.dependencies(of: index) {
        successors[Int(filled[Int(dependency)])] = Int32(index)
        filled[Int(dependency)] += 1
      }
    }
  }

  func impossible(_ command: Int, _ reason: String) -> MachineError {
    MachineError(.impossibleCommand, command: command, "\(program.words(for: command)): \(reason)")
  }
}

/// What a product's timing depends on.
struct ProductKey: Hashable {
  var core: Int
  var shape: ProductShape
  var element: ElementType
}
