import Chips
import Graphs
import Mapping
import Tensors

/// A program broken in many ways, and what became of each break.
public struct FaultInjection: Sendable {
  public var reports: [InjectionReport]

  public init(reports: [InjectionReport]) { self.reports = reports }

  public var caughtCount: Int { reports.count { if case .caught = $0.outcome { true } else { false } } }
  public var harmlessCount: Int { reports.count { if case .harmless = $0.outcome { true } else { false } } }
  /// Breaks that were neither noticed nor proved to change nothing.
  public var escapes: [InjectionReport] {
    reports.filter { if case .escaped = $0.outcome { true } else { false } }
  }

  /// Breaks the program `count` times and plays each broken version. The kinds take turns; one that this program
  /// cannot have gives its turn away.
  ///
  /// A break of the schedule is harmless if every read of the run saw bytes of the same writers as in the unbroken
  /// schedule: then the same commands worked on the same data. To see this no numbers are needed, so these runs
  /// keep only track of writers. A flipped bit is harmless if no operator's output changed.
  /// - Parameters:
  ///   - options: inputs and levels of every run.
  ///   - progress: told the number of breaks played so far.
  /// - Throws: `InputError` when the unbroken program does not verify: breaking it would prove nothing; whatever
  ///   else running the unbroken program throws.
  public static func run(
    program: Program, chip: Chip, count: Int, seed: UInt64, options: MachineOptions = MachineOptions(),
    progress: (Int) -> Void = { _ in }
  ) throws -> FaultInjection {
    var picker = FaultPicker(program, seed: seed)
    let trial = try FaultTrial(program: program, chip: chip, options: options)
    var reports: [InjectionReport] = []
    for turn in 0..<count {
      guard let fault = picker.pick(turn: turn) else { break }
      reports.append(
        InjectionReport(fault: fault, text: fault.text(in: program), outcome: try trial.outcome(of: fault)))
      progress(turn + 1)
    }
    return FaultInjection(reports: reports)
  }

  /// What becomes of one break.
  public static func outcome(
    of fault: InjectedFault, in program: Program, chip: Chip, options: MachineOptions = MachineOptions()
  ) throws -> InjectionReport.Outcome {
    let trial = try FaultTrial(program: program, chip: chip, options: options)
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
