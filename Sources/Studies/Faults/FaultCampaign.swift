import Chips
import Documents
import Machine
import Mapping

/// Breaks a verified schedule in many ways, one at a time, and looks whether each break is noticed.
public struct FaultCampaign {
  /// A broken run that takes this many times the events of the sound one is given up (and counts as noticed).
  private static let eventAllowance = 20

  private let program: Program
  private let chip: Chip
  private let sound: RunRecord
  private let soundFigures: [ComparisonFigures]
  private let options: MachineOptions

  /// Runs the program as it is, once.
  /// - Throws: `InputError` when the sound program does not verify: a campaign on it would prove nothing.
  public init(program: Program, chip: Chip) throws {
    self.program = program
    self.chip = chip
    var options = MachineOptions(collectsTimeline: true)
    sound = try Machine.run(program: program, chip: chip, options: options)
    guard let verification = sound.verification, verification.passed, !verification.comparisons.isEmpty else {
      throw InputError(
        at: sound.model, "does not verify as it is", remedy: "see tilewright verify without --inject")
    }
    soundFigures = verification.comparisons.map(\.figures)
    options.eventLimit = (sound.eventsProcessed + 1000) * Self.eventAllowance
    self.options = options
  }

  /// - Parameter progress: told the number of finished trials.
  public func run(count: Int, seed: UInt64, progress: (Int) -> Void = { _ in }) -> FaultReport {
    var picker = FaultPicker(program: program, seed: seed)
    var trials: [FaultTrial] = []
    for turn in 0..<count {
      guard let fault = picker.pick(turn: turn) else { break }
      trials.append(FaultTrial(fault: fault, text: fault.text(in: program), outcome: outcome(of: fault)))
      progress(turn + 1)
    }
    return FaultReport(trials: trials)
  }

  private func outcome(of fault: Fault) -> FaultOutcome {
    let broken = program.broken(by: fault)
    var options = options
    options.fault = fault.machineFault
    let record: RunRecord
    do {
      record = try Machine.run(program: broken, chip: chip, options: options)
    } catch {
      return .caught("refused: \(error)")
    }
    guard let verification = record.verification else { return .missed("the run had no numerics") }
    if let hazard = verification.hazards.first { return .caught(hazard.text) }
    if let wrong = verification.comparisons.first(where: { !$0.passed }) {
      return .caught("\(wrong.name): \(wrong.mismatches) of \(wrong.elements) elements are wrong")
    }
    guard verification.comparisons.map(\.figures) == soundFigures else {
      return .missed("the numbers of an output changed and were let pass")
    }
    guard let reason = reason(for: fault, record) else {
      return .missed("the order was broken, and only luck kept the numbers right")
    }
    return .harmless(reason)
  }

  /// Why a break without hazards that left every output as it was could change nothing; nil when there is no reason.
  private func reason(for fault: Fault, _ record: RunRecord) -> String? {
    switch fault {
    case .dropDependency(let command, let producer):
      if program.implies(producer, before: command) { return "other dependencies imply it" }
      let end = record.timeline[producer].endFemtoseconds
      let start = record.timeline[command].startFemtoseconds
      guard end <= start else { return nil }
      return "timing kept the order: one ended at \(end) fs, the other started at \(start) fs"
    case .swapCommands: return "the two do not depend on each other, and no byte of any output changed"
    case .shrinkBuffer: return "nothing else lay in the lost bytes while they were needed"
    case .delayLoad: return "the first reader came later than the data"
    case .corruptElement: return "the element has no weight in any output"
    }
  }
}

/// What shows that a comparison found the same numbers: an exact one that passes found equal bits; for the others
/// the largest error is the same.
private struct ComparisonFigures: Equatable {
  var node: Int
  var mismatches: Int
  var largestError: Double
}

extension OutputComparison {
  fileprivate var figures: ComparisonFigures {
    ComparisonFigures(node: node, mismatches: mismatches, largestError: largestError)
  }
}

extension Program {
  /// Whether `later` waits for `earlier` by a chain of dependencies and queue order, the direct one left out.
  func implies(_ earlier: Int, before later: Int) -> Bool {
    var reached = [Bool](repeating: false, count: commands.count)
    var previousOfEngine: [EngineIdentifier: Int] = [:]
    for index in earlier...later {
      let engine = commands[index].engine
      defer { previousOfEngine[engine] = index }
      guard index > earlier else {
        reached[index] = true
        continue
      }
      let waitsForReached = dependencies(of: index).contains { dependency in
        let isTheDroppedOne = index == later && Int(dependency) == earlier
        return Int(dependency) >= earlier && !isTheDroppedOne && reached[Int(dependency)]
      }
      reached[index] = waitsForReached || previousOfEngine[engine].map { reached[$0] } == true
    }
    return reached[later]
  }
}
