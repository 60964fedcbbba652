import Documents
import Graphs
import Mapping
import Tensors
import Testing

@Suite("Splits as asked")
struct SplitTests {
  static let splits = [
    "none", "batch", "channels", "rows", "reduction", "channels+rows", "batch+rows",
  ]

  struct Case: CustomStringConvertible, Sendable {
    var model: String
    var json: String
    var chipName: String
    var split: String
    var description: String { "\(model) on \(chipName) by \(split)" }
  }

  static let cases = SmallModels.texts.flatMap { model in
    ["four cores", "three cores, tight", "four cores and a shared buffer"].flatMap { chip in
      splits.map { Case(model: model.name, json: model.json, chipName: chip, split: $0) }
    }
  }

  /// nil where no operator of the model can be divided so, or a tile does not fit.
  private func program(_ test: Case) throws -> Program? {
    let graph = try SmallModels.graph(test.json).prepared(precision: .int8, calibrate: false)
    var options = MappingOptions()
    options.splits = try SplitPlan([test.split])
    do {
      return try Mapper.map(graph, onto: SmallChips.chip(named: test.chipName), options: options)
    } catch let error as InputError where error.kind == .usage || error.reason.contains("short") {
      return nil
    }
  }

  @Test("leave no two commands unordered on the same bytes", arguments: cases)
  func noRaces(_ test: Case) throws {
    guard let program = try program(test) else { return }
    let found = races(in: program)
    #expect(found.isEmpty, "\(found.prefix(3))")
  }

  @Test("are what every operator that can have them gets", arguments: cases)
  func granted(_ test: Case) throws {
    guard let program = try program(test) else { return }
    let wish = try Split(test.split)
    var granted = 0
    for plan in program.operators {
      guard let chosen = plan.split.chosen else { continue }
      // A cut across the rows of a matrix is also one of its samples, under its usual name.
      let isGranted = plan.split.wish == "as asked"
      if isGranted { granted += 1 }
      if isGranted, !wish.kinds.contains(.batch) { #expect(chosen.split == wish) }
    }
    #expect(granted > 0)
  }

  @Test("sum the whole reduction of every output once, wherever the sums are made", arguments: cases)
  func reductions(_ test: Case) throws {
    guard let program = try program(test) else { return }
    for index in program.graph.nodes.indices {
      guard case .contraction(let contraction) = try program.graph.form(of: index) else { continue }
      var units: [Box: Int] = [:]
      for command in program.commands where Int(command.node) == index {
        if case .contract(_, _, let sum, let reduction, let clears) = command.action {
          #expect(clears == (units[sum.box, default: 0] == 0))
          units[sum.box, default: 0] += reduction.count
        }
      }
      #expect(units.values.allSatisfy { $0 == contraction.reductionUnits })
      #expect(
        units.keys.reduce(0) { $0 + $1.elementCount }
          == program.graph.values[program.graph.nodes[index].outputs[0]].type.elementCount)
    }
  }

  @Test("by default are the cheapest by the mapper's estimate, and the others stand beside them")
  func cheapest() throws {
    let graph = try SmallModels.graph(SmallModels.texts[0].json).prepared(precision: .int8, calibrate: false)
    let program = try Mapper.map(graph, onto: SmallChips.chip(named: "four cores"))
    let divided = program.operators.filter { !$0.split.alternatives.isEmpty }
    #expect(divided.count > 3)
    for plan in divided {
      let byEstimate = plan.split.alternatives.filter { $0.split != Split([.reduction]) }
      #expect(byEstimate.first?.isChosen == true)
      #expect(plan.split.alternatives.map(\.cost) == plan.split.alternatives.map(\.cost).sorted())
      #expect(plan.split.alternatives.contains { $0.split == .none })
    }
  }

  @Test(
    "that cannot be are refused with what can",
    arguments: [
      ("a:batch", "it can be by: none, channels, reduction, rows, channels+rows"),
      ("a:rowz", "did you mean “rows”?"),
      ("b:rows", "did you mean “a”?"), ("channels+channels", "write channels"),
      ("batch", "give --batch more than one sample"),
    ])
  func refused(_ text: String, _ remedy: String) throws {
    let graph = try SmallModels.graph(SmallModels.texts[0].json).prepared(precision: .int8, calibrate: false)
    let error = try #require(throws: InputError.self) {
      var options = MappingOptions()
      options.splits = try SplitPlan([text])
      _ = try Mapper.map(graph, onto: SmallChips.chip(named: "four cores"), options: options)
    }
    #expect(error.kind == .usage)
    #expect(error.remedy?.contains(remedy) == true, "\(error)")
  }
}
