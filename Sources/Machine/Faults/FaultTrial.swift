import Chips
import Documents
import Graphs
import Mapping
import Tensors

/// Plays broken programs and judges them.
struct FaultTrial {
  let program: Program
  let chip: Chip
  /// Inputs and levels of every run.
  private let options: MachineOptions
  /// Digests of all outputs of the unbroken run.
  private let digests: [UInt64]

  /// - Throws: `InputError` when the unbroken program does not verify.
  init(program: Program, chip: Chip, options: MachineOptions) throws {
    self.program = program
    self.chip = chip
    self.options = options
    let sound = try Machine.verify(
      program, reference: program, chip: chip, options: options, mode: .numbers)
    guard sound.passed else {
      throw InputError(
        at: program.graph.name, "does not verify as it is", remedy: "see tilewright verify without --inject")
    }
    digests = sound.comparisons.map(\.digest)
  }

  func outcome(of fault: InjectedFault) throws -> InjectionReport.Outcome {
    let isCorruption = fault.kind == .corruptedElement
    let verification: Verification
    do {
      verification = try run(
        fault.applied(to: program), fault.machineFault, mode: isCorruption ? .numbers : .writers)
    } catch let error as MachineError {
      return .caught(error.kind == .deadlock ? .deadlock : .error, error.text)
    } catch let error as InputError {
      return .caught(.error, error.description)
    }
    if let hazard = verification.hazards.first { return .caught(.hazard, hazard.text) }
    if let wrong = verification.comparisons.first(where: { !$0.passed }) {
      return .caught(
        .mismatch, "\(wrong.mismatches) of \(wrong.elements) elements of “\(wrong.name)” are wrong")
    }
    guard isCorruption else { return .harmless(proof(of: fault)) }
    return verification.comparisons.map(\.digest) == digests
      ? .harmless("no operator's output differs in a single bit from the unbroken run") : .escaped
  }

  private func run(_ broken: Program, _ fault: MachineFault?, mode: Lockstep.Mode) throws -> Verification {
    var options = options
    options.fault = fault
    return try Machine.verify(broken, reference: program, chip: chip, options: options, mode: mode)
  }

  private func proof(of fault: InjectedFault) -> String {
    let sameWriters = "every read saw the bytes of the same commands as in the unbroken schedule"
    guard case .droppedDependency(let command, let dependency) = fault,
      let witness = program.commandImplying(dependency, before: command)
    else { return sameWriters }
    return "implied: \(program.words(for: witness)) comes first and waits for it, too; \(sameWriters)"
  }
}

extension Program {
  /// A command that has begun whenever `command` begins and itself waits for `dependency`.
  ///
  /// A command begins after those it depends on, and after those before it in its engine's queue.
  func commandImplying(_ dependency: Int, before command: Int) -> Int? {
    var previous = [Int](repeating: -1, count: command + 1)
    var last: [EngineIdentifier: Int] = [:]
    for index in 0...command {
      previous[index] = last[commands[index].engine] ?? -1
      last[commands[index].engine] = index
    }
    var seen: Set<Int> = [command]
    var open = [command]
    while let next = open.popLast() {
      for earlier in dependencies(of: next).map(Int.init) + [previous[next]] where earlier > dependency {
        guard !(next == command && earlier == dependency), seen.insert(earlier).inserted else { continue }
        if dependencies(of: earlier).contains(Int32(dependency)) { return earlier }
        open.append(earlier)
      }
    }
    return nil
  }
}
