import Chips
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
