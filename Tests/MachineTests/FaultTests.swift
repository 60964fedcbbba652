import Chips
import Documents
import Machine
import Mapping
import Testing

@Suite("Broken schedules")
struct FaultTests {
  @Test(arguments: [2, 4]) func `Every break is caught or proved harmless`(tiles: Int) throws {
    let program = try MatMulProgram(.int8, scale: 0.01, tiles: tiles).made.program
    let campaign = try FaultInjection.run(program: program, chip: testChip(), count: 100, seed: 7)
    #expect(campaign.reports.count == 100)
    let escapes = campaign.escapes.map(\.text)
    #expect(escapes.isEmpty, "\(escapes)")
    #expect(campaign.caughtCount + campaign.harmlessCount == 100)
    #expect(campaign.caughtCount > 40)
    for kind in InjectedFault.Kind.allCases {
      #expect(campaign.reports.contains { $0.fault.kind == kind })
    }
  }

  @Test func `The same seed breaks the same things`() throws {
    let program = try MatMulProgram(tiles: 4).made.program
    let first = try FaultInjection.run(program: program, chip: testChip(), count: 20, seed: 3)
    let second = try FaultInjection.run(program: program, chip: testChip(), count: 20, seed: 3)
    #expect(first.reports.map(\.fault) == second.reports.map(\.fault))
    #expect(first.caughtCount == second.caughtCount)
  }

  @Test func `A program that is wrong as it is proves nothing`() throws {
    var matrix = try MatMulProgram()
    matrix.drop(matrix.loads[0][1], of: matrix.contracts[0][0])
    #expect(throws: InputError.self) {
      try FaultInjection.run(program: matrix.made.program, chip: testChip(), count: 5, seed: 1)
    }
  }

  /// The outcome of one fault of the hand-made product.
  static func outcome(_ fault: InjectedFault, tiles: Int = 2, buffers: Int = 2) throws
    -> InjectionReport.Outcome
  {
    let program = try MatMulProgram(tiles: tiles, buffers: buffers).made.program
    return try FaultInjection.outcome(of: fault, in: program, chip: testChip())
  }

  @Test func `A dropped dependency on a load is a read before the write`() throws {
    let matrix = try MatMulProgram()
    // The last load of the pair: the others are over by then.
    guard
      case .caught(.hazard, let text) = try Self.outcome(
        .droppedDependency(command: matrix.contracts[0][0], dependency: matrix.loads[0][1]))
    else {
      Issue.record("not caught")
      return
    }
    #expect(text.hasPrefix("read before write"))
  }

  @Test func `A dependency that another implies may be dropped`() throws {
    let matrix = try MatMulProgram()
    // The second product comes after the first in the queue of its engine, and the finish waits for the second.
    guard
      case .harmless(let proof) = try Self.outcome(
        .droppedDependency(command: matrix.finishes[0], dependency: matrix.contracts[0][0]))
    else {
      Issue.record("not harmless")
      return
    }
    #expect(proof.contains("every read saw the bytes of the same commands"))
  }

  @Test func `Products in the wrong order meet wrong partial sums or wait for ever`() throws {
    let matrix = try MatMulProgram()
    guard
      case .caught = try Self.outcome(
        .swappedCommands(first: matrix.contracts[0][0], second: matrix.contracts[0][1]))
    else {
      Issue.record("not caught")
      return
    }
  }

  @Test func `A swap across a dependency is a deadlock that names who waits for whom`() throws {
    let matrix = try MatMulProgram(tiles: 2, buffers: 1)
    guard
      case .caught(.deadlock, let text) = try Self.outcome(
        .swappedCommands(first: matrix.contracts[0][1], second: matrix.contracts[1][0]), buffers: 1)
    else {
      Issue.record("not a deadlock")
      return
    }
    #expect(text.contains("waits for"))
  }

  @Test func `A load whose data come late is caught`() throws {
    let matrix = try MatMulProgram()
    guard
      case .caught(.hazard, let text) = try Self.outcome(
        .delayedLoad(command: matrix.loads[0][1], cycles: 500))
    else {
      Issue.record("not caught")
      return
    }
    #expect(text.contains("has not written yet"))
  }

  @Test func `A flipped bit is caught by the numbers`() throws {
    let matrix = try MatMulProgram()
    for command in [matrix.loads[0][0], matrix.contracts[0][1], matrix.finishes[1], matrix.stores[0]] {
      guard
        case .caught(.mismatch, _) = try Self.outcome(
          .corruptedElement(command: command, element: 5, bit: 30))
      else {
        Issue.record("command \(command) not caught")
        return
      }
    }
  }
}
