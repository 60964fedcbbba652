import Foundation
import Testing
import Tilewright

@Suite struct SweepTests {
  private static let members = """
    "parameters": {"cores[*].matrix.rows": [8, 32], "dram.bandwidth": ["20 GB/s", "51.2 GB/s"], "run.batch": [1, 3]}
    """

  private func plan(_ members: String = members) throws -> StudyPlan { try StudyPlan(smallStudy(members)) }

  private func sweep(_ plan: StudyPlan, _ journal: ResultJournal? = nil, _ shard: Sweep.Shard = .all) throws
    -> Sweep
  {
    try Sweep(plan, metrics: evaluationMetrics, journal: journal, shard: shard)
  }

  private func statuses(_ members: String) throws -> [EvaluationOutcome.Status] {
    let sweep = try sweep(plan(members))
    try sweep.run(jobs: 2)
    return sweep.rows.map(\.outcome.status)
  }

  /// Sharing models, graphs and searches changes no figure.
  @Test func everyPointIsWhatASingleRunGives() throws {
    let sweep = try sweep(plan())
    try sweep.run(jobs: 2)
    #expect(sweep.rows.count == 8)
    for row in sweep.rows {
      var document = try Document.read(Shelf.chips.file(named: "edge-npu"))
      document = try document.setting(
        path: "cores[*].matrix.rows", to: .integer(try #require(Int(row.point.cells[2]))))
      document = try document.setting(path: "dram.bandwidth", to: .string(row.point.cells[3] + " B/s"))
      var options = SimulationOptions()
      options.numerics = false
      options.fidelity.dram = .bandwidth
      let batch = try #require(Int(row.point.cells[4]))
      let model = try ModelFile("mlp", settings: ["batch": batch])
      let run = RunRow(try Simulation(chip: .load(document), model: model, options: options).run())
      for metric in runMetrics {
        #expect(row.outcome.metrics[metric.name] == metric.value(run).plainText, "\(metric.name)")
      }
    }
  }

  @Test func theBytesAreTheSameForAnyNumberOfJobs() throws {
    let csv = try [1, 2, 5].map { jobs in
      let sweep = try sweep(plan())
      try sweep.run(jobs: jobs)
      return try sweep.csv()
    }
    #expect(csv[0].split(separator: "\r\n").count == 9)
    #expect(csv.allSatisfy { $0 == csv[0] })
  }

  @Test(arguments: [1, 2, 3, 8, 11])
  func shardsTogetherAreTheWhole(_ count: Int) throws {
    let folder = try ScratchFolder()
    let whole = try sweep(plan())
    try whole.run(jobs: 2)
    let journals = try (1...count).map { index in
      let path = folder.file("\(index).journal")
      let journal = try ResultJournal(path, keeps: false)
      try sweep(plan(), journal, Sweep.Shard(index: index, count: count)).run(jobs: 1)
      return path
    }
    let merge = try SweepMerge(journals: journals.reversed())
    #expect(merge.missing.isEmpty)
    #expect(merge.rows == whole.rows)
    if count > 1 { #expect(try !SweepMerge(journals: [journals[0]]).missing.isEmpty) }
  }

  @Test func resumingRunsOnlyWhatHasNoResult() throws {
    let folder = try ScratchFolder()
    let path = folder.file("results.journal")
    let whole = try sweep(plan())
    try whole.run(jobs: 2)
    // A sweep holds its journal as long as it lives.
    do {
      let first = try sweep(plan(), ResultJournal(path, keeps: false))
      try first.run(jobs: 1) { [weak first] progress in if progress.finished == 3 { first?.stop() } }
      #expect(first.rows.count == 3)
      #expect(first.rows.allSatisfy { whole.rows.contains($0) })
    }
    do {
      let second = try sweep(plan(), ResultJournal(path, keeps: true))
      #expect(second.pendingCount == 5)
      try second.run(jobs: 2)
      #expect(try second.csv() == whole.csv())
    }
    // A changed study: one value more on one axis, one less on another.
    let changed = """
      "parameters": {"cores[*].matrix.rows": [8, 16, 32], "dram.bandwidth": ["51.2 GB/s"], "run.batch": [1, 3]}
      """
    #expect(try sweep(plan(changed), ResultJournal(path, keeps: true)).pendingCount == 2)
  }

  @Test func aKeyNamesChipModelOptionsAndBuild() throws {
    let keys = try plan().points.map(\.key)
    #expect(Set(keys).count == keys.count)
    #expect(try plan().points.map(\.key) == keys)
    #expect(try StudyPlan(smallStudy(Self.members), version: "other").points[0].key != keys[0])
    // Another way to the same point.
    let other = try plan("\"parameters\": {\"cores[*].matrix.rows\": [8]}, \"options\": {\"batch\": 1}")
    let again = try plan("\"parameters\": {\"cores[*].matrix.rows\": [8], \"run.batch\": [1]}")
    #expect(other.points[0].key == again.points[0].key)
  }

  @Test func aBadPointIsARow() throws {
    #expect(try statuses("\"parameters\": {\"cores[*].matrix.rows\": [8, 0]}") == [.ok, .unbuildable])
    let short = try statuses("\"parameters\": {\"cores[*].scratchpad.capacity\": [\"1 MiB\", \"1 KiB\"]}")
    #expect(short[0] == .ok && short[1] != .ok)
    #expect(
      try statuses("\"parameters\": {\"dram.channels\": [1, 2]}, \"constraints\": [\"dram.channels >= 2\"]")
        == [.skipped, .ok])
    #expect(
      try statuses("\"parameters\": {\"run.batch\": [1, 2]}, \"constraints\": [\"batch < 2\"]")
        == [.ok, .infeasible])
    #expect(try statuses("\"parameters\": {\"run.precision\": [\"int8\", \"fp64\"]}") == [.ok, .failed])
  }

  @Test func aConditionMayAskForAnyFigureOfTheChip() throws {
    let points = try plan(
      "\"parameters\": {\"cores[*].matrix.rows\": [8, 16]}, \"constraints\": [\"cores[*].matrix.rows < "
        + "cores[0].matrix.columns / 2\"]"
    ).points
    #expect(points.map { $0.refusal?.status } == [nil, .skipped])
  }

  @Test func aPathThatNoChipHasIsAMistakeInTheStudy() {
    let error = #expect(throws: InputError.self) {
      try plan("\"parameters\": {\"cores[*].matrix.rwos\": [8]}")
    }
    #expect(error?.place == "study.json: parameters")
    #expect(error?.reason.contains("rwos") == true)
  }

  @Test func numbersAreVerifiedWhenTheStudyAsksForThem() throws {
    let sweep = try sweep(plan("\"options\": {\"numerics\": true}"))
    try sweep.run(jobs: 1)
    #expect(sweep.rows[0].outcome.metrics["verified"] == "pass")
  }
}

/// Points that differ in what is no figure of the chip share one reading of it.
@Suite struct ChipVariantTests {
  @Test func aFormOfTheChipIsRefusedWhereverItStandsAndAConditionOnlyWhereItFails() throws {
    let plan = try StudyPlan(
      smallStudy(
        """
        "parameters": {"cores[*].matrix.rows": [8, 100000], "run.batch": [1, 2, 4]},
        "constraints": ["run.batch * cores[*].matrix.rows <= 100000"]
        """))
    let statuses = plan.points.map { $0.refusal?.status }
    #expect(statuses == [nil, nil, nil, .unbuildable, .skipped, .skipped])
    #expect(Set(plan.points.map(\.key)).count == plan.points.count)
  }

  @Test func aPointIsNamedAsIfItStoodAlone() throws {
    let all = try StudyPlan(
      smallStudy("\"parameters\": {\"cores[*].matrix.rows\": [8, 16], \"run.batch\": [1, 2]}"))
    let one = try StudyPlan(
      smallStudy("\"parameters\": {\"cores[*].matrix.rows\": [16], \"run.batch\": [2]}"))
    #expect(all.points[3].key == one.points[0].key)
  }
}
