import Chips
import Documents
import Graphs
import Mapping
import Tensors
import Testing

@Suite("A model in stages")
struct PipelineTests {
  struct Case: CustomStringConvertible, Sendable {
    var model: String
    var json: String
    var chipName: String
    var split: String
    var description: String { "\(model) on \(chipName) by \(split)" }
  }

  /// The models of the other suites with four samples, and attention that is carried to other axes.
  static let models = SmallModels.texts.map { model in
    var json = model.json
    for (one, four) in [("[1, 8, 12", "[4, 8, 12"), ("[2, 12, 9", "[4, 12, 9"), ("[1, 16,", "[4, 16,")] {
      json = json.replacing(one, with: four)
    }
    for (one, four) in [("[3, 700", "[4, 700"), ("[1, 6, 10", "[4, 6, 10")] {
      json = json.replacing(one, with: four)
    }
    return (name: model.name, json: json)
  }

  static let cases = models.flatMap { model in
    ["four cores", "three cores, tight", "four cores and a shared buffer"].flatMap { chip in
      ["pipeline", "pipeline=2", "pipeline=3"].map {
        Case(model: model.name, json: model.json, chipName: chip, split: $0)
      }
    }
  }

  private static func program(_ test: Case) throws -> Program? {
    let graph = try SmallModels.graph(test.json).prepared(precision: .int8, calibrate: false)
    var options = MappingOptions()
    options.splits = try SplitPlan([test.split])
    do {
      return try Mapper.map(graph, onto: SmallChips.chip(named: test.chipName), options: options)
    } catch let error as InputError
      where error.reason.contains("short") || error.reason.contains("depend on each other")
    {
      return nil
    }
  }

  @Test("can be made of most of the small models")
  func areMany() throws {
    let made = try Self.cases.filter { try Self.program($0)?.pipeline != nil }
    #expect(made.count > Self.cases.count / 2, "\(made.count) of \(Self.cases.count)")
  }

  @Test("leaves no two commands unordered on the same bytes", arguments: cases)
  func noRaces(_ test: Case) throws {
    guard let program = try Self.program(test) else { return }
    let found = races(in: program)
    #expect(found.isEmpty, "\(found.prefix(3))")
  }

  @Test("has every operator in one stage, and every core in one", arguments: cases)
  func stages(_ test: Case) throws {
    guard let program = try Self.program(test) else { return }
    let stages = try #require(program.pipeline?.stages)
    let run = try #require(stages.first).nodes.lowerBound...stages.last!.nodes.upperBound
    #expect(stages.flatMap { Array($0.nodes) } == Array(run))
    let cores = stages.flatMap(\.cores)
    #expect(Set(cores).count == cores.count)
    for plan in program.operators {
      #expect((plan.stage != nil) == run.contains(plan.node))
      guard let stage = plan.stage else { continue }
      #expect(stages[stage].nodes.contains(plan.node))
      for command in program.commands where Int(command.node) == plan.node {
        let core = try #require(command.engine.core)
        #expect(stages[stage].cores.contains(core), "\(command.engine) works for stage \(stage + 1)")
      }
    }
  }

  @Test("computes every element of every value once", arguments: cases)
  func once(_ test: Case) throws {
    guard let program = try Self.program(test) else { return }
    var elements: [Int: Int] = [:]
    for command in program.commands {
      switch command.action {
      case .finish(_, _, let output), .compute(_, let output):
        elements[Int(output.value), default: 0] += output.box.elementCount
      case .transfer, .multicast, .contract, .host: break
      }
    }
    for (value, count) in elements { #expect(count == program.graph.values[value].type.elementCount) }
  }

  @Test("brings a constant that stays once, however many samples there are")
  func keptConstants() throws {
    func weightLoads(samples: Int) throws -> Int {
      let json = """
        {"name": "chain", "inputs": {"x": [\(samples), 64]}, "nodes": [
          {"op": "Gemm", "features": 64}, {"op": "Gemm", "features": 64},
          {"op": "Gemm", "features": 64}, {"op": "Gemm", "features": 64}]}
        """
      let program = try #require(
        try Self.program(
          Case(model: "chain", json: json, chipName: "all in the scratchpad", split: "pipeline")))
      #expect(try #require(program.pipeline).stages.allSatisfy { $0.keptWeightBytes >= $0.weightBytes })
      return program.commands.count { command in
        guard case .transfer(let source, _) = command.action else { return false }
        return program.graph.values[Int(source.value)].initializer != nil
      }
    }
    #expect(try weightLoads(samples: 2) == weightLoads(samples: 16))
  }

  @Test(
    "is refused in words where there is nothing to put in stages",
    arguments: [
      ("four cores", 1, "pipeline", "give --batch more than one sample"),
      ("one core", 4, "pipeline", "take a chip with more cores"),
      ("four cores", 4, "pipeline=5", "2 to 4 stages"),
      ("four cores", 4, "pipeline=x", "2 or more, as pipeline=4"),
      ("four cores", 4, "channels+pipeline", "nothing else"),
      ("four cores", 4, "pipelin", "did you mean “pipeline”?"),
    ])
  func refused(_ chip: String, _ samples: Int, _ split: String, _ remedy: String) throws {
    let json = SmallModels.texts[0].json.replacing("[1, 8, 12", with: "[\(samples), 8, 12")
    let error = try #require(throws: InputError.self) {
      _ = try Self.program(Case(model: "", json: json, chipName: chip, split: split))
    }
    #expect(error.kind == .usage)
    #expect(error.remedy?.contains(remedy) == true, "\(error)")
  }

  @Test("stands alone among the splits of a run")
  func alone() {
    #expect(throws: InputError.self) { try SplitPlan(["pipeline", "a:rows"]) }
  }
}

extension EngineIdentifier {
  fileprivate var core: Int? {
    switch self {
    case .load(let core), .store(let core), .copy(let core), .matrix(let core), .vector(let core): core
    case .host: nil
    }
  }
}
