import Testing
import Tilewright

@Suite struct CodesignTests {
  private static let members = """
    "parameters": {"cores[*].matrix.rows": [8, 16, 32], "cores[*].vector.lanes": [16, 64], "run.batch": [1, 2]},
    "constraints": ["area_mm2 <= 12"], "goals": {"elapsed_ns": "minimize", "utilisation": "maximize"}
    """

  private func codesign(_ members: String = members) throws -> Codesign {
    let plan = try StudyPlan(smallStudy(members))
    return try Codesign(Sweep(plan, metrics: evaluationMetrics, shard: nil))
  }

  @Test func nothingLookedAtBeatsTheFront() throws {
    let found = try #require(try codesign().run(.exhaustive, evaluations: .max, seed: 0, jobs: 2))
    #expect(found.rows.count == 12)
    #expect(!found.front.isEmpty)
    for member in found.front {
      #expect(found.rows[member].outcome.status == .ok)
      #expect(!found.evaluations.contains { $0.dominates(found.evaluations[member]) })
    }
  }

  private static let variants = [
    members, members.replacing("utilisation\": \"maximize", with: "area_mm2\": \"minimize"),
    members.replacing("area_mm2 <= 12", with: "elapsed_ns <= 20000"),
    members.replacing("area_mm2 <= 12", with: "area_mm2 * elapsed_ns <= 300000"),
    members.replacing(
      "\"elapsed_ns\": \"minimize\", \"utilisation\": \"maximize\"", with: "\"energy_pj\": \"minimize\""),
  ]

  /// What is passed over is on no front: whatever is asked for, the whole space gives the same designs with and without.
  @Test(arguments: variants)
  func passingOverLosesNoDesign(_ members: String) throws {
    let (every, filtered) = try (
      #require(
        try codesign(members).run(.exhaustive, evaluations: .max, seed: 0, jobs: 2, passesOver: false)),
      #require(try codesign(members).run(.exhaustive, evaluations: .max, seed: 0, jobs: 2))
    )
    #expect(every.passedOver.count == 0 && every.rows.count == 12)
    #expect(filtered.rows.count + filtered.passedOver.count == 12)
    #expect(every.front.map { every.rows[$0] } == filtered.front.map { filtered.rows[$0] })
  }

  @Test func whatBreaksAConditionAtItsBoundIsNotSimulated() throws {
    let small = Self.members.replacing("area_mm2 <= 12", with: "area_mm2 <= 0.001")
    let found = try #require(try codesign(small).run(.exhaustive, evaluations: .max, seed: 0, jobs: 2))
    #expect(found.rows.isEmpty && found.passedOver.infeasible == 12)
  }

  @Test func theSameSeedFindsTheSameWithAnyNumberOfJobs() throws {
    let runs = try [1, 3].map { jobs in
      try #require(try codesign().run(.evolutionary, evaluations: 7, seed: 4, jobs: jobs)).rows
    }
    #expect(runs[0] == runs[1])
    #expect(runs[0].count == 7)
  }

  /// The nearer to what is allowed, the better; and none of them is on the front.
  @Test func designsThatBreakAConditionRankByHowFar() throws {
    let tight = Self.members.replacing("<= 12", with: "<= 0.001")
    let found = try #require(
      try codesign(tight).run(.exhaustive, evaluations: .max, seed: 0, jobs: 2, passesOver: false))
    #expect(found.front.isEmpty)
    let order = found.evaluations.indices.sorted {
      found.evaluations[$0].violation < found.evaluations[$1].violation
    }
    let areas = order.compactMap { found.rows[$0].outcome.number("area_mm2") }
    #expect(areas == areas.sorted())
  }

  @Test(arguments: [
    ("\"goals\": {}", "has no goals"),
    (
      "\"goals\": {\"edp\": \"minimize\"}, \"sampling\": {\"method\": \"random\", \"count\": 2}",
      "chooses the points"
    ),
  ])
  func studiesThatCannotBeSearchedAreRefused(_ members: String, _ reason: String) throws {
    let parameters = "\"parameters\": {\"run.batch\": [1, 2]}, "
    let error = #expect(throws: InputError.self) { try codesign(parameters + members) }
    #expect(error.map { "\($0)".contains(reason) } ?? false)
  }

  @Test func theChoiceIsNearestToTheBestOfEveryGoal() throws {
    let front = [[0.0, 10], [2, 2], [10, 0]].enumerated().map {
      Evaluation(point: [$0.offset], objectives: $0.element)
    }
    #expect(DesignChoice(front: front)?.member == 1)
    #expect(DesignChoice(front: []) == nil)
  }
}

@Suite struct StudyOfFormatsTests {
  /// Number formats and pruning are parameters as others are, and accuracy is a figure as others are.
  @Test func formatsChangeAccuracyAndTime() throws {
    let study = try study(
      """
      {"name": "formats", "chip": "edge-npu", "models": ["digits-cnn"], "options": {"dataset": "digits"},
       "parameters": {"run.prune": ["none", "channels=0.5"], "run.quantize": ["w8a8,per-channel", "w2a8"]}}
      """)
    let sweep = try Sweep(StudyPlan(study), metrics: evaluationMetrics)
    try sweep.run(jobs: 2)
    let accuracy = sweep.rows.compactMap { $0.outcome.number("accuracy") }
    let cycles = sweep.rows.compactMap { $0.outcome.number("elapsed_cycles") }
    try #require(accuracy.count == 4 && cycles.count == 4)
    #expect(accuracy[0] > 0.9 && accuracy[0] > accuracy[1])
    #expect(cycles[2] < cycles[0] && cycles[3] < cycles[1])
  }
}
