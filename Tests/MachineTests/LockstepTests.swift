import Chips
import Documents
import Graphs
import Machine
import Mapping
import Tensors
import Testing

@Suite("Numbers in lockstep")
struct LockstepTests {
  @Test(arguments: [ElementType.float32, .float16, .bfloat16])
  func `Floating-point products lie within the bound`(element: ElementType) throws {
    let record = try Machine.run(program: try MatMulProgram(element).made.program, chip: testChip())
    let verification = try #require(record.verification)
    #expect(verification.passed, "\(verification)")
    #expect(!verification.comparisons[0].exact)
    #expect(verification.comparisons[0].elements == 256)
    #expect(verification.comparisons[0].worstErrorOfBound < 1)
  }

  @Test func `Quantised products are exact`() throws {
    let program = try MatMulProgram(.int8, scale: 0.01).made.program
    let verification = try #require(try Machine.run(program: program, chip: testChip()).verification)
    #expect(verification.passed, "\(verification)")
    #expect(verification.comparisons[0].exact)
    #expect(verification.comparisons[0].largestError == 0)
  }

  /// Sums come out of the stepped PEs: the same cycles, and numbers that verification holds against the reference.
  @Test(arguments: [ElementType.int8, .float32, .float16, .bfloat16])
  func `Register by register, PEs compute the sums`(element: ElementType) throws {
    let program = try MatMulProgram(element, scale: element == .int8 ? 0.01 : nil).made.program
    let tile = try Machine.run(program: program, chip: testChip())
    let options = MachineOptions(stepsMatrixRegisters: true)
    let stepped = try Machine.run(program: program, chip: testChip(), options: options)
    #expect(stepped.elapsedCycles == tile.elapsedCycles)
    let verification = try #require(stepped.verification)
    #expect(verification.passed, "\(verification)")
    #expect(verification.comparisons[0].exact == (element == .int8))
  }

  @Test(arguments: [1, 2, 4]) func `Timing does not depend on the numbers`(tiles: Int) throws {
    let program = try MatMulProgram(tiles: tiles).made.program
    let with = try Machine.run(
      program: program, chip: testChip(), options: MachineOptions(collectsTimeline: true))
    let without = try Machine.run(
      program: program, chip: testChip(), options: MachineOptions(numerics: false, collectsTimeline: true))
    #expect(with.elapsedFemtoseconds == without.elapsedFemtoseconds)
    #expect(with.timeline.map(\.endFemtoseconds) == without.timeline.map(\.endFemtoseconds))
    #expect(without.verification == nil)
    #expect(try #require(with.verification).passed)
  }

  @Test func `A product that reads before its operands have come is a hazard, and wrong`() throws {
    var matrix = try MatMulProgram()
    matrix.drop(matrix.loads[0][0], of: matrix.contracts[0][0])
    matrix.drop(matrix.loads[0][1], of: matrix.contracts[0][0])
    let verification = try #require(
      try Machine.run(program: matrix.made.program, chip: testChip()).verification)
    let hazard = try #require(verification.hazards.first)
    #expect(hazard.kind == .readBeforeWrite)
    #expect(hazard.command == matrix.contracts[0][0])
    #expect(hazard.memory == .scratchpad(core: 0))
    #expect(
      hazard.text.contains("command 2 (contract, MatMul “node”, tile 0) on the matrix engine of core 0"))
    #expect(hazard.text.contains("what command 0 (transfer, MatMul “node”, tile 0) has not written yet"))
    #expect(verification.comparisons[0].mismatches > 0)
  }

  @Test func `A buffer that is loaded again too early is a hazard`() throws {
    var matrix = try MatMulProgram(tiles: 2, buffers: 1)
    // The second tile's first load overwrites what the first tile's product is still to read.
    for load in matrix.loads[1] { for contract in matrix.contracts[0] { matrix.drop(contract, of: load) } }
    let slow = testChip { $0.dram.latencyNanoseconds = 0 }
    let verification = try #require(try Machine.run(program: matrix.made.program, chip: slow).verification)
    #expect(!verification.hazards.isEmpty)
    #expect(verification.hazards.allSatisfy { $0.kind != .outOfBounds })
  }

  @Test func `Partial sums cleared before they were finished are a hazard`() throws {
    var matrix = try MatMulProgram(tiles: 2, buffers: 1)
    matrix.drop(matrix.finishes[0], of: matrix.contracts[1][0])
    for load in matrix.loads[1] { for contract in matrix.contracts[0] { matrix.drop(contract, of: load) } }
    for (index, load) in matrix.loads[1].enumerated() {
      matrix.made.program.commands[load].action = matrix.moved(load, by: 32768 + index % 2 * 0)
    }
    let verification = try #require(
      try Machine.run(program: matrix.made.program, chip: testChip()).verification)
    #expect(!verification.passed)
  }

  @Test func `A view outside its memory is refused before the run`() throws {
    var matrix = try MatMulProgram()
    matrix.made.program.commands[0].action = matrix.moved(0, by: 1 << 20)
    #expect(throws: MachineError.self) {
      try Machine.run(program: matrix.made.program, chip: testChip())
    }
  }

  @Test func `An output that is never stored is a hazard`() throws {
    var matrix = try MatMulProgram()
    let store = matrix.stores[1]
    matrix.made.program.commands.remove(at: store)
    let verification = try #require(
      try Machine.run(program: matrix.made.program, chip: testChip()).verification)
    #expect(verification.hazards.first?.kind == .readBeforeWrite)
    #expect(verification.hazards.first?.text.contains("output “y” after the last command") == true)
    #expect(!verification.passed)
  }

  @Test func `A read of what the schedule never writes is not said to be late`() throws {
    var matrix = try MatMulProgram()
    let contract = matrix.contracts[0][0]
    guard
      case .contract(var a, let b, let sums, let reduction, let clears) =
        matrix.made.program.commands[contract].action
    else { preconditionFailure("command \(contract) is no product") }
    a.address += 1 << 15
    matrix.made.program.commands[contract].action = .contract(
      a: a, b: b, accumulator: sums, reduction: reduction, clears: clears)
    let verification = try #require(
      try Machine.run(program: matrix.made.program, chip: testChip()).verification)
    let text = try #require(verification.hazards.first?.text)
    #expect(
      text.hasSuffix("holds nothing that was ever written, and no command before this one is to write there"))
  }

  @Test func `Memories far larger than this computer's are kept as far as they are used`() throws {
    let chip = testChip {
      $0.cores[0].scratchpad.capacityBytes = 1 << 44
      $0.dram.capacityBytes = 1 << 44
    }
    let record = try Machine.run(program: try MatMulProgram().made.program, chip: chip)
    #expect(try #require(record.verification).passed)
  }

  @Test func `More bytes than are kept is an error that names the need`() throws {
    var matrix = try MatMulProgram()
    matrix.made.program.commands[0].action = matrix.moved(0, by: 1 << 40)
    let chip = testChip { $0.cores[0].scratchpad.capacityBytes = 1 << 44 }
    let error = try #require(throws: InputError.self) {
      try Machine.run(program: matrix.made.program, chip: chip)
    }
    #expect(error.reason == "the numbers of “test” need 1025 GiB of simulated memory")
    #expect(error.remedy == "at most 16 GiB are kept; run it for its timing only")
  }

  /// Inputs of which some elements are infinite or no numbers.
  private func special(_ matrix: MatMulProgram) -> MachineOptions {
    let type = matrix.made.program.graph.values[0].type
    var numbers = (0..<type.elementCount).map { Float($0 % 5) }
    (numbers[0], numbers[40], numbers[80], numbers[81]) = (.nan, .infinity, .infinity, -.infinity)
    return MachineOptions(inputs: [0: Tensor(type, floats: numbers)])
  }

  @Test func `Infinity equals itself, and what is no number what is none`() throws {
    let matrix = try MatMulProgram()
    let record = try Machine.run(
      program: matrix.made.program, chip: testChip(), options: special(matrix))
    #expect(try #require(record.verification).passed, "\(record.verification!)")
  }

  @Test func `A finite sum where infinity is due is wrong`() throws {
    var matrix = try MatMulProgram()
    // The first tile's products begin before the half with infinity in every row has come.
    for load in matrix.loads[0].prefix(2) { matrix.drop(load, of: matrix.contracts[0][0]) }
    let type = matrix.made.program.graph.values[0].type
    let numbers = (0..<type.elementCount).map { $0 % MatMulProgram.depth == 0 ? Float.infinity : 1 }
    let verification = try #require(
      try Machine.run(
        program: matrix.made.program, chip: testChip(),
        options: MachineOptions(inputs: [0: Tensor(type, floats: numbers)])
      ).verification)
    #expect(verification.comparisons[0].mismatches == MatMulProgram.rows * MatMulProgram.columns / 2)
  }
}

extension MatMulProgram {
  /// A load whose destination lies elsewhere.
  func moved(_ load: Int, by bytes: Int) -> Action {
    guard case .transfer(let source, var target) = made.program.commands[load].action else {
      preconditionFailure("command \(load) is no transfer")
    }
    target.address += bytes
    return .transfer(from: source, to: target)
  }
}
