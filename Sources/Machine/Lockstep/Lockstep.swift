import Chips
import EventSimulation
import Graphs
import Mapping
import Tensors

/// The numbers beside the timing: memories that hold bytes, commands that read them when their engine does and write
/// them when it has, the hazards that this shows, and the proof of every operator's output.
///
/// The simulation tells when commands begin, have read, and complete; nothing is told back, so the timing is the
/// same without.
final class Lockstep {
  enum Mode {
    /// Bytes, results, verification.
    case numbers
    /// Only who wrote what; the run ends at the first hazard.
    case writers
  }

  let program: Program
  private let mode: Mode
  let evaluators: [NodeEvaluator]
  private let table: MemoryTable
  private let images: MemoryImages
  private let writers: WriterMaps
  private var initial: InitialData
  private let inputs: [ValueIndex: Tensor]
  private let expectation: ScheduleReplay
  private let fault: MachineFault?
  /// The matrix engine of each core, when its PEs compute the sums register by register.
  private let steppedEngines: [MatrixEngine?]
  private var ledger: OutputLedger
  private var hazards: HazardLog
  /// Operands of commands that have begun and not completed.
  private var inHand: [Int: CommandInHand] = [:]
  private var lateBytes: [UInt8]?

  struct CommandInHand {
    /// In the order of the action's views; nil where an optional operand is absent.
    var operands: [Tensor?]
    var hasRead = false
  }

  /// - Parameter reference: the program whose order of commands says what each should read.
  init(
    _ program: Program, reference: Program, chip: Chip, evaluators: [NodeEvaluator], options: MachineOptions,
    mode: Mode
  ) throws {
    self.program = program
    self.mode = mode
    self.evaluators = evaluators
    table = try MemoryTable(chip, programs: [program, reference])
    initial = InitialData(program)
    let granuleBytes = min(program.granuleBytes, reference.granuleBytes)
    expectation = ScheduleReplay(reference, memories: table, initial: initial, granuleBytes: granuleBytes)
    writers = WriterMaps(table, initial: initial, granuleBytes: granuleBytes)
    images = try MemoryImages(table)
    inputs = program.graph.seededInputs().merging(options.inputs) { $1 }
    fault = options.fault
    steppedEngines = options.stepsMatrixRegisters ? chip.cores.map(\.matrix) : []
    ledger = OutputLedger(program, evaluators: evaluators, inputs: inputs)
    hazards = HazardLog(
      reference, memories: table, initial: initial, granuleBytes: granuleBytes,
      clock: ClockDomain(hertz: chip.fastestCoreHertz))
    if mode == .numbers { try ledger.verifyReadyNodes() }
  }

  /// The engine reads the command's operands and begins to write its results.
  func begin(_ command: Int, at time: UInt64) throws {
    let action = program.commands[command].action
    try check(command, action, phase: .begin, at: time)
    inHand[command] = CommandInHand(
      operands: mode == .numbers ? try action.operands.map { try $0.map(read) } : [])
    // Until the command completes its results are neither the old bytes nor the new ones. A command that works in
    // place, or adds to partial sums, leaves the old ones valid.
    for view in action.writes where !action.reads.contains(where: { $0.overlaps(view) }) {
      writers.set(Writer(pending: command), on: view)
    }
  }

  /// The engine has read the last operand.
  func endReading(_ command: Int, at time: UInt64) throws {
    try check(command, program.commands[command].action, phase: .endOfRead, at: time)
    inHand[command]?.hasRead = true
  }

  /// The engine has written the last result.
  func complete(_ command: Int, at time: UInt64) throws {
    guard let hand = inHand.removeValue(forKey: command) else {
      preconditionFailure("command \(command) completes without having begun")
    }
    let action = program.commands[command].action
    if !hand.hasRead { try check(command, action, phase: .endOfRead, at: time) }
    if case .contract(_, _, _, _, clears: false) = action {
      try check(command, action, phase: .readModifyWrite, at: time)
    }
    guard mode == .numbers else {
      if case .lateData(command, _) = fault { return }
      for view in action.writes { writers.set(Writer(command: command), on: view) }
      return
    }
    var results = try results(of: command, action, hand.operands)
    corrupt(&results, command)
    if case .lateData(command, _) = fault {
      lateBytes = results[0]
    } else {
      for (view, bytes) in zip(action.writes, results) { try write(bytes, to: view, by: command) }
    }
    try ledger.completed(command, action, results: results, operands: hand.operands)
  }

  /// The data that a fault delayed arrive, whatever lies there by now.
  func deliverLateData(_ command: Int) {
    for view in program.commands[command].action.writes {
      if let bytes = lateBytes { images[table.index(of: view.memory)].scatter(bytes, to: view) }
      writers.set(Writer(command: command), on: view)
    }
    lateBytes = nil
  }

  /// The verdict, when all commands are complete.
  func finish(at time: UInt64) throws -> Verification {
    var held: [ValueIndex: Tensor] = [:]
    for (index, view) in program.outputViews.enumerated() {
      let trail = writers[view].trail(of: view)
      let expected = expectation.expected[Int(expectation.firstRead[program.commands.count]) + index]
      if trail.hash != expected || trail.hasUnwritten {
        hazards.record(
          command: program.commands.count, read: index, view: view, phase: .begin, time: time,
          writers: writers)
      }
      if mode == .numbers { held[Int(view.value)] = try read(view) }
    }
    guard mode == .numbers else { return Verification(comparisons: [], hazards: hazards.named()) }
    return Verification(
      comparisons: try ledger.finish(outputsInMemory: held.mapValues(\.bytes)), hazards: hazards.named(),
      outputs: held)
  }

  private func read(_ view: View) throws -> Tensor {
    try present(view)
    let bytes = images[table.index(of: view.memory)].gather(view)
    let type = program.graph.values[Int(view.value)].type
    let quantization = view.element == type.element ? type.quantization : nil
    return Tensor(type: TensorType(view.element, view.box.shape, quantization: quantization), bytes: bytes)
  }

  private func write(_ bytes: [UInt8], to view: View, by command: Int) throws {
    try present(view)
    images[table.index(of: view.memory)].scatter(bytes, to: view)
    writers.set(Writer(command: command), on: view)
  }

  /// Makes weights and inputs whose home a view touches lie there.
  private func present(_ view: View) throws {
    guard view.memory == .dram else { return }
    try initial.require(view.address..<view.address + view.storedBytes) { value, home in
      let tensor = try inputs[value] ?? program.graph.constant(value)
      for view in home.views(of: value, Box(shape: tensor.shape)) {
        images[0].scatter(home.layout.isRowMajor ? tensor.bytes : tensor[view.box].bytes, to: view)
      }
    }
  }

  private func check(_ command: Int, _ action: Action, phase: HazardLog.Phase, at time: UInt64) throws {
    for (index, view) in action.reads.enumerated() {
      // Partial sums are read, added to and written in one step at the end.
      if case .contract = action, index == 2, phase != .readModifyWrite { continue }
      if phase == .readModifyWrite, index != 2 { continue }
      let trail = writers[view].trail(of: view)
      if trail.hash == expectation.expected[Int(expectation.firstRead[command]) + index], !trail.hasUnwritten
      {
        continue
      }
      hazards.record(command: command, read: index, view: view, phase: phase, time: time, writers: writers)
      if mode == .writers { throw RunDecided() }
    }
  }

  /// The bytes for each view that the command writes.
  private func results(of command: Int, _ action: Action, _ operands: [Tensor?]) throws
    -> [[UInt8]]
  {
    let node = Int(program.commands[command].node)
    switch action {
    case .transfer:
      return [operands[0]!.bytes]
    case .multicast(_, let to):
      return to.map { _ in operands[0]!.bytes }
    case .contract(_, _, let accumulator, let reduction, let clears):
      var sums = clears ? evaluators[node].emptyAccumulator(for: accumulator.box) : try read(accumulator)
      let units = Int(reduction.lowerBound)..<Int(reduction.upperBound)
      if case .matrix(let core) = program.commands[command].engine, steppedEngines.indices.contains(core),
        let engine = steppedEngines[core]
      {
        try ProductOperands(
          evaluators[node], a: operands[0]!, b: operands[1]!, output: accumulator.box, reduction: units
        ).accumulate(on: engine, into: &sums)
      } else {
        evaluators[node].contract(
          a: operands[0]!, b: operands[1]!, output: accumulator.box, reduction: units, into: &sums)
      }
      return [sums.bytes]
    case .finish(_, _, let output):
      let result = try evaluators[node].finish(
        operands[0]!, epilogueOperands: Array(operands.dropFirst()), output: output.box)
      return [result.bytes]
    case .compute(_, let output):
      let own = program.graph.nodes[node].inputs.count
      let result = try evaluators[node].evaluateTile(
        inputs: Array(operands.prefix(own)), epilogueOperands: Array(operands.dropFirst(own)),
        output: output.box)
      return [result.bytes]
    case .host:
      let own = program.graph.nodes[node].inputs.count
      let results = try evaluators[node].evaluate(
        inputs: Array(operands.prefix(own)), epilogueOperands: operands.dropFirst(own).compactMap { $0 })
      return results.map(\.bytes)
    }
  }

  private func corrupt(_ results: inout [[UInt8]], _ command: Int) {
    guard case .corruptElement(command, let element, let bit) = fault, !results[0].isEmpty else { return }
    let width = max(1, program.commands[command].action.writes[0].element.bitWidth / 8)
    let byte = (element * width + bit / 8) % results[0].count
    results[0][byte] ^= 1 << UInt8(bit % 8)
  }
}

/// Thrown to end a run whose verdict is known.
struct RunDecided: Error {}

extension Action {
  /// The views whose bytes the command works on, nil where an optional one is absent.
  var operands: [View?] {
    switch self {
    case .transfer(let from, _), .multicast(let from, _): [from]
    case .contract(let a, let b, _, _, _): [a, b]
    case .finish(let accumulator, let operands, _): [accumulator] + operands
    case .compute(let inputs, _): inputs
    case .host(let inputs, _): inputs
    }
  }
}

extension View {
  /// Whether the stored boxes have bytes in common.
  func overlaps(_ other: View) -> Bool {
    memory == other.memory && address < other.address + other.storedBytes
      && other.address < address + storedBytes
  }
}
