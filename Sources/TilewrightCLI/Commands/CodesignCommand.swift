import Foundation
import Tilewright

/// `tilewright codesign STUDY.json`: the designs of a study that nothing beats, and the one to take.
enum CodesignCommand: Command {
  static let specification = CommandSpecification(
    name: "codesign", summary: "Search a study's chips and options for the best designs, and recommend one",
    operands: [.init(name: "STUDY", summary: "a study file with goals (tilewright describe study)")],
    options: [
      .init(
        name: "--evaluations", value: "N", summary: "points to look at (a twentieth of all, at least 100)"),
      .init(
        name: "--strategy", value: "NAME", summary: "evolutionary (default), random, or exhaustive"),
      .init(name: "--seed", value: "N", summary: "another seed searches another way (1)"),
      .init(name: "--jobs", value: "N", summary: "points at once (default: as many as there are cores)"),
      .init(name: "--simulate-all", summary: "also points whose bounds say that they are on no front"),
      .init(name: "--resume", summary: "take the results of an earlier search"),
      .init(
        name: "--controls",
        summary: "run every point, then 11 seeds of the search and of drawing at random; compare"),
      .init(
        name: "--csv", value: "FILE",
        summary: "the best designs, a row each (default: front.csv by the study; - prints)"),
      .init(name: "--evaluated", value: "FILE", summary: "a row for every point looked at"),
    ],
    example: "codesign results/first-sweep/study.json --csv designs.csv")

  /// Beside the study's own results, which are those of a sweep.
  private static let frontFile = "front.csv"

  /// For `--controls`.
  private static let controlSeeds: ClosedRange<UInt64> = 1...11

  static func run(_ arguments: Arguments, _ console: any Console) throws -> ExitCode {
    let file = arguments.operand("STUDY")
    let study = try Study.read(file, metrics: evaluationMetrics.names)
    try arguments.checkOutputs(inputs: [file])
    let output = try SweepOutput(study, nil, arguments, named: frontFile)
    let plan = try StudyPlan(study)
    let space = try Codesign.space(of: study)
    let request = try Request(arguments, pointCount: space.pointCount)
    let sweep = try Sweep(
      plan, metrics: evaluationMetrics, journal: output.openJournal(study, arguments, keeps: true), shard: nil
    )
    let codesign = try Codesign(sweep)
    var bar = ProgressBar("codesign", on: console)
    let handler = Interruption.beforeExit {
      sweep.stop()
      sweep.withResultsHeld { console.writeError("interrupted: --resume takes what has been run\n") }
    }
    defer { Interruption.forget(handler) }
    if arguments.has("--controls") {
      let comparison = try SearchComparison(
        codesign, evaluations: request.evaluations, seeds: controlSeeds, jobs: request.jobs
      ) { bar.show(Double($0) / Double(codesign.space.pointCount)) }
      bar.finish()
      if comparison != nil { try sweep.finish() }
      if let comparison { console.write(SearchComparisonTable(comparison).text) }
      return comparison == nil ? .failed : .done
    }
    let outcome = try codesign.run(
      request.strategy, evaluations: request.evaluations, seed: request.seed, jobs: request.jobs,
      passesOver: !arguments.has("--simulate-all")
    ) { bar.show(Double($0) / Double(request.evaluations)) }
    bar.finish()
    guard let outcome else { return .failed }
    try sweep.finish()
    try write(outcome, sweep.table, output, arguments, console)
    if !output.isStandardOutput {
      let table = CodesignTable(study, sweep.table, outcome, pointCount: codesign.space.pointCount)
      console.write(table.text)
    }
    return outcome.front.isEmpty ? .failed : .done
  }

  private static func write(
    _ outcome: Codesign.Outcome, _ table: SweepTable, _ output: SweepOutput, _ arguments: Arguments,
    _ console: any Console
  ) throws {
    try output.write(table, outcome.front.map { outcome.rows[$0] }, console)
    if let path = arguments.value("--evaluated") {
      try OutputFile.write(path, console) { try CSVWriter.write(table, rows: outcome.rows, to: &$0) }
    }
  }

  private struct Request {
    var strategy: SearchStrategy
    var evaluations: Int
    var seed: UInt64
    var jobs: Int

    init(_ arguments: Arguments, pointCount: Int) throws {
      strategy = try arguments.choice("--strategy", SearchStrategy.self) ?? .evolutionary
      if strategy == .exhaustive,
        let option = ["--evaluations", "--seed"].first(where: { arguments.value($0) != nil })
      {
        throw arguments.usage("\(option) is given with --strategy exhaustive, which looks at every point")
      }
      let usual = strategy == .exhaustive ? pointCount : min(pointCount, max(100, pointCount / 20))
      evaluations = try arguments.integer("--evaluations", in: 1...Sampling.maximumPoints) ?? usual
      seed = UInt64(try arguments.integer("--seed", in: 0...Int.max) ?? 1)
      jobs = try arguments.integer("--jobs", in: 1...1024) ?? ProcessInfo.processInfo.activeProcessorCount
    }
  }
}
