import Chips
import Graphs
import Mapping
import Tensors

/// A program broken in many ways, and what became of each break.
public struct FaultInjection: Sendable {
  public var reports: [InjectionReport]

  public var caughtCount: Int { reports.count { if case .caught = $0.outcome { true } else { false } } }
  public var harmlessCount: Int { reports.count { if case .harmless = $0.outcome { true } else { false } } }
  /// Breaks that were neither noticed nor proved to change nothing.
  public var escapes: [InjectionReport] {
    reports.filter { if case .escaped = $0.outcome { true } else { false } }
  }

  /// Breaks the program `count` times, the kinds in turn, and plays each broken version.
  ///
  /// A break of the schedule is harmless if every read of the run saw bytes of the same writers as in the unbroken
  /// schedule: then the same commands worked on the same data. To see this no numbers are needed, so these runs
  /// keep only track of writers. A flipped bit is harmless if no operator's output changed.
  /// - Parameters:
  ///   - progress: told the number of breaks played so far.
  /// - Throws: `InputError` and `MachineError` of the unbroken program.
  public static func run(
    program: Program, chip: Chip, count: Int, seed: UInt64, inputs: [ValueIndex: Tensor] = [:],
    progress: (Int) -> Void = { _ in }
  ) throws -> FaultInjection {
    var picker = FaultPicker(program, seed: seed)
    var trial = FaultTrial(program: program, chip: chip, inputs: inputs)
    var reports: [InjectionReport] = []
    for index in 0..<count {
      let kinds = InjectedFault.Kind.allCases
      guard let fault = picker.pick(kinds[index % kinds.count]) else { continue }
      reports.append(
        InjectionReport(fault: fault, text: fault.text(in: program), outcome: try trial.outcome(of: fault)))
      progress(index + 1)
    }
    return FaultInjection(reports: reports)
  }

  /// What becomes of one break.
  public static func outcome(
    of fault: InjectedFault, in program: Program, chip: Chip, inputs: [ValueIndex: Tensor] = [:]
  ) throws -> InjectionReport.Outcome {
    var trial = FaultTrial(program: program, chip: chip, inputs: inputs)
    return try trial.outcome(of: fault)
  }
}

/// What became of one break.
public struct InjectionReport: Sendable {
  public enum Outcome: Sendable {
    /// Noticed, by whom, and in words.
    case caught(Catcher, String)
    /// It changed nothing, and why that is certain.
    case harmless(String)
    case escaped
  }

  public enum Catcher: String, Sendable, CaseIterable {
    case hazard, mismatch, deadlock, error
  }

  public var fault: InjectedFault
  public var text: String
  public var outcome: Outcome
}
