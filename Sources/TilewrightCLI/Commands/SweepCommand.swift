import Foundation
import Synchronization
import Tilewright

/// `tilewright sweep STUDY.json`: every point of a study.
enum SweepCommand: Command {
  static let specification = CommandSpecification(
    name: "sweep", summary: "Run every point of a study: chips × models × parameters, on all cores",
    operands: [.init(name: "STUDY", summary: "a study file (tilewright describe study)")],
    options: [
      .init(name: "--check", summary: "list the points and estimate the time; sweep nothing"),
      .init(name: "--jobs", value: "N", summary: "points at once (default: as many as there are cores)"),
      .init(name: "--resume", summary: "go on where an earlier sweep ended; run only what has no result"),
      .init(
        name: "--shard", value: "I/N", summary: "only part I of N, into a journal for tilewright merge"),
      .init(
        name: "--csv", value: "FILE",
        summary: "a row per point (default: as the study says; - is standard output)"),
      .init(name: "--tensorboard", value: "DIR", summary: "event files for TensorBoard, HParams included"),
    ],
    example: "sweep results/first-sweep/study.json --csv sweep.csv")

  static func run(_ arguments: Arguments, _ console: any Console) throws -> ExitCode {
    let file = arguments.operand("STUDY")
    let jobs = try arguments.integer("--jobs", in: 1...1024) ?? ProcessInfo.processInfo.activeProcessorCount
    let shard = try arguments.shard("--shard")
    let study = try Study.read(file, metrics: evaluationMetrics.names)
    try arguments.checkOutputs(inputs: [file])
    let plan = try StudyPlan(study)
    let output = try SweepOutput(study, shard, arguments)
    if arguments.has("--check") {
      return try SweepCheck(plan, shard, jobs: jobs, output.knownKeys(arguments)).run(output, console)
    }
    let sweep = try Sweep(
      plan, metrics: evaluationMetrics, journal: output.openJournal(study, arguments), shard: shard ?? .all)
    try run(sweep, jobs: jobs, output, console)
    try output.write(sweep.table, sweep.rows, console)
    if let folder = arguments.value("--tensorboard"), !sweep.rows.isEmpty {
      try ReportFiles.write(TensorBoardLog(sweep.table, rows: sweep.rows), to: folder)
    }
    if !output.isStandardOutput { console.write(SweepSummary(sweep, output).text) }
    let rows = sweep.rows
    let hasResults = rows.isEmpty || rows.contains { $0.outcome.status == .ok || !$0.outcome.metrics.isEmpty }
    return !hasResults || rows.contains(where: \.hasWrongNumbers) ? .failed : .done
  }

  private static func run(
    _ sweep: Sweep, jobs: Int, _ output: SweepOutput, _ console: any Console
  ) throws {
    let bar = Mutex(ProgressBar(sweep.table.study, on: console))
    let start = Date()
    let handler = Interruption.beforeExit {
      sweep.stop()
      bar.withLock { $0.finish() }
      sweep.withResultsHeld {
        do {
          try output.write(sweep.table, sweep.rows, console)
        } catch {
          console.writeError("error: \(error)\n")
        }
      }
      console.writeError("interrupted: \(output.interruptionAdvice)\n")
    }
    defer {
      Interruption.forget(handler)
      bar.withLock { $0.finish() }
    }
    try sweep.run(jobs: jobs) { progress in
      let pace = Pace(progress, seconds: -start.timeIntervalSinceNow)
      bar.withLock { $0.show(Double(progress.finished) / Double(progress.total), note: pace.text) }
    }
  }
}

/// How fast a sweep goes, and how long it will.
private struct Pace {
  let text: String

  init(_ progress: Sweep.Progress, seconds: Double) {
    let rate = Double(progress.finished) / max(seconds, 1e-3)
    let left = Double(progress.total - progress.finished) / rate
    text =
      "\(HumanNumber.grouped(progress.finished)) of \(HumanNumber.grouped(progress.total)), "
      + "\(HumanNumber.fixed(rate, decimals: 1))/s, \(HumanNumber.duration(seconds: left)) left"
  }
}

/// What a sweep says when it is over.
private struct SweepSummary {
  let text: String

  init(_ sweep: Sweep, _ output: SweepOutput) {
    let rows = sweep.rows
    let counts = EvaluationOutcome.Status.allCases.compactMap { status -> String? in
      let count = rows.count { $0.outcome.status == status }
      return count > 0 ? "\(HumanNumber.grouped(count)) \(status.rawValue)" : nil
    }
    let points = rows.count == 1 ? "1 point" : "\(HumanNumber.grouped(rows.count)) points"
    let outcome = counts.isEmpty ? "" : ": " + counts.joined(separator: ", ")
    text = "\(points)\(outcome). \(output.path)\n" + Self.commonReason(rows)
  }

  /// Why most of those without result have none.
  private static func commonReason(_ rows: [SweepTable.Row]) -> String {
    let errors = rows.map(\.outcome.error).filter { !$0.isEmpty }
    let counts = errors.reduce(into: [:]) { $0[$1, default: 0] += 1 }
    guard let most = counts.max(by: { ($0.value, $1.key) < ($1.value, $0.key) }) else { return "" }
    return "\(HumanNumber.grouped(most.value)) of them: \(most.key)\n"
  }
}

extension SweepTable.Row {
  /// It ran to its end, and verification failed.
  var hasWrongNumbers: Bool { outcome.status == .failed && !outcome.metrics.isEmpty }
}

extension Arguments {
  /// A part `I/N`.
  func shard(_ option: String) throws -> Sweep.Shard? {
    guard let text = value(option) else { return nil }
    let parts = text.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
    guard parts.count == 2, let index = parts[0], let count = parts[1] else {
      throw usage("\(option) is “\(text)”", remedy: "expected I/N, such as 1/8")
    }
    guard 1...100_000 ~= count, 1...count ~= index else {
      throw usage("\(option) is “\(text)”", remedy: "allowed: 1 ≤ I ≤ N ≤ 100000")
    }
    return Sweep.Shard(index: index, count: count)
  }
}
