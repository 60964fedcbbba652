import Testing
import Tilewright

@testable import Studies

@Suite struct AdvisorTests {
  static let chips = ["edge-npu", "gemmini-16x16", "nvdla-large"]

  private func advice(_ limits: [AdviceLimit: Double], jobs: Int = 2) throws -> Advisor.Advice {
    try Advisor(
      model: ModelFile("digits-cnn"), chips: Self.chips.map { try Shelf.chips.entry(named: $0) },
      options: SimulationOptions(), goal: AdviceGoal(limits)
    ).run(jobs: jobs)
  }

  /// What is said of a chip is what a run of it says.
  @Test func figuresAreThoseOfTheRun() throws {
    for row in try advice([:]).rows {
      var options = SimulationOptions()
      options.numerics = false
      options.precision = row.design.precision
      let run = try Simulation(chip: row.design.name, model: "digits-cnn", options: options).run()
      let figures = try #require(row.outcome.figures)
      #expect(figures.cycles == run.record.elapsedCycles)
      #expect(figures.joules == run.energy.total.total.joules)
      #expect(figures.squareMillimetres == run.area.squareMillimetres)
    }
  }

  @Test func everyPrecisionOfEveryChipIsLookedAt() throws {
    let rows = try advice([:]).rows
    for name in Self.chips {
      let chip = try Chip.read(Shelf.chips.file(named: name))
      let found = rows.filter { $0.design.name == name }.map(\.design.precision)
      #expect(Set(found) == Set(chip.precisions) && found.count == chip.precisions.count)
    }
  }

  @Test func theRecommendedOneKeepsAllLimitsAtLeastEnergy() throws {
    let advice = try advice([.latency: 200e-6, .area: 10])
    let best = try #require(advice.recommended?.outcome.figures)
    #expect(best.seconds <= 200e-6 && best.squareMillimetres <= 10)
    for row in advice.rows {
      guard let figures = row.outcome.figures, figures.seconds <= 200e-6, figures.squareMillimetres <= 10
      else { continue }
      #expect(figures.joulesPerSample >= best.joulesPerSample)
    }
  }

  /// Whatever is proposed was simulated as proposed, and each change brings the chip nearer.
  @Test func remediesAreRunsThatComeNearer() throws {
    let goal = AdviceGoal([.latency: 15e-6, .power: 1])
    let remedies = try advice(goal.limits).remedies
    #expect(remedies.contains { $0.count > 1 })
    for rows in remedies {
      for (one, next) in zip(rows, rows.dropFirst()) {
        #expect(next.design.changes != one.design.changes)
        let (before, after) = (try #require(one.outcome.figures), try #require(next.outcome.figures))
        #expect(goal.distance(after) < goal.distance(before))
      }
    }
  }

  @Test func theNumberOfJobsChangesNothing() throws {
    let both = try [1, 3].map { try advice([.latency: 15e-6], jobs: $0) }
    #expect(both[0].rows.map(\.outcome.figures) == both[1].rows.map(\.outcome.figures))
    #expect(
      both[0].remedies.map { $0.map(\.outcome.figures) } == both[1].remedies.map { $0.map(\.outcome.figures) }
    )
  }

  /// A chip that leaks more than all that is allowed cannot keep the limit under any schedule.
  @Test func whatCannotFitByFarIsNotRun() throws {
    let rows = try advice([.power: 1e-3]).rows
    for row in rows {
      guard case .ruledOut(let bound) = row.outcome else { continue }
      #expect(bound.watts > 4e-3 && !row.misses.isEmpty)
    }
    #expect(rows.contains { $0.outcome.figures == nil })
  }
}

@Suite struct AdviceDesignTests {
  private func design(_ name: String) throws -> AdviceDesign {
    try AdviceDesign(Shelf.chips.entry(named: name), options: SimulationOptions(), batch: 1)
  }

  @Test func twiceTheCoresGetAPlaceOnTheMesh() throws {
    let changed = try #require(try design("edge-npu").changed(by: .cores(.double)))
    #expect(changed.chip.cores.count == 8)
    #expect(changed.changes == [.cores(from: 4, to: 8)])
    #expect(changed.chip.network.topology.nodeLimit! >= changed.chip.networkNodeCount)
  }

  @Test func aPublishedDieGrowsByWhatIsAdded() throws {
    let before = try design("eyeriss-like")
    let after = try #require(before.changed(by: .scratchpad(.double)))
    let memory = MemoryProbe.squareMillimetres(before.chip)
    #expect(
      abs(ChipArea(after.chip).squareMillimetres - ChipArea(before.chip).squareMillimetres - memory) < 0.01)
  }

  /// What the scratchpads take on a die whose area nobody states.
  private enum MemoryProbe {
    static func squareMillimetres(_ chip: Chip) -> Double {
      var chip = chip
      chip.technology.dieSquareMicrometres = nil
      return ChipArea(chip).squareMillimetres(of: "scratchpad")
    }
  }

  @Test func aClockComesWithTheLowestSupplyThatAllowsIt() throws {
    let changed = try #require(try design("edge-npu").changed(by: .clock(0.5)))
    #expect(changed.point.clockHertz == 400_000_000)
    #expect(
      changed.point.microvolts == changed.chip.technology.cores.minimumMicrovolts(forHertz: 400_000_000))
    #expect(throws: Never.self) { try changed.chip.operating(at: changed.options.operating) }
  }

  @Test func aThingThatIsChangedTwiceIsToldOnce() throws {
    let twice = try design("edge-npu").changed(by: .cores(.double))?.changed(by: .cores(.double))
    #expect(twice?.changes == [.cores(from: 4, to: 16)])
  }

  @Test func whatIsOneHasNoHalf() throws {
    #expect(try design("gemmini-16x16").changed(by: .cores(.half)) == nil)
    #expect(try design("gemmini-16x16").changed(by: .batch(.half)) == nil)
  }
}
