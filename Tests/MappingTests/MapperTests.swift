import Chips
import Graphs
import Mapping
import Tensors
import Testing

@Suite("Every program is safe at any speed of the machine")
struct MapperTests {
  struct Case: CustomStringConvertible, Sendable {
    var model: String
    var json: String
    var chipName: String
    var description: String { "\(model) on \(chipName)" }
  }

  static let cases = SmallModels.texts.flatMap { model in
    SmallChips.names.map { Case(model: model.name, json: model.json, chipName: $0) }
  }

  private func program(_ test: Case, _ precision: ElementType) throws -> Program {
    let graph = try SmallModels.graph(test.json).prepared(precision: precision, calibrate: false)
    return try Mapper.map(graph, onto: SmallChips.chip(named: test.chipName))
  }

  @Test("no two commands touch the same bytes unordered", arguments: cases)
  func noRaces(_ test: Case) throws {
    for precision in [ElementType.float32, .int8] {
      let program = try program(test, precision)
      let found = races(in: program)
      #expect(found.isEmpty, "\(found.prefix(3))")
    }
  }

  @Test("every element of every computed value is written once to each place it lives", arguments: cases)
  func coverage(_ test: Case) throws {
    let program = try program(test, .float32)
    for (index, node) in program.graph.nodes.enumerated() {
      let output = Int32(node.outputs[0])
      var written = 0
      for command in program.commands where Int(command.node) == index {
        switch command.action {
        case .finish(_, _, let view), .compute(_, let view):
          if view.value == output { written += view.box.elementCount }
        case .host(_, let views):
          written += views.filter { $0.value == output }.reduce(0) { $0 + $1.box.elementCount }
        case .transfer, .multicast, .contract: break
        }
      }
      let isAlias = if case .alias = try program.graph.form(of: index) { true } else { false }
      #expect(written == (isAlias ? 0 : program.graph.values[node.outputs[0]].type.elementCount))
    }
  }

  @Test("every view lies within its memory", arguments: cases)
  func bounds(_ test: Case) throws {
    let program = try program(test, .float32)
    let chip = try SmallChips.chip(named: test.chipName)
    for command in program.commands {
      for access in command.accesses {
        let capacity =
          switch access.memory {
          case .dram: program.dramBytes
          case .sharedBuffer: chip.sharedBuffer!.capacityBytes
          case .scratchpad(let core): chip.cores[core].scratchpad.capacityBytes
          case .accumulator(let core): chip.cores[core].accumulator!.capacityBytes
          }
        #expect(access.bytes.allSatisfy { 0 <= $0.lowerBound && $0.upperBound <= capacity })
      }
    }
  }

  @Test("mapping twice gives the same program", arguments: cases)
  func deterministic(_ test: Case) throws {
    let first = try program(test, .float32)
    let second = try program(test, .float32)
    #expect(first.dependencies == second.dependencies)
    #expect(first.commands.map(\.tile) == second.commands.map(\.tile))
    #expect(first.commands.map(\.accesses.first?.bytes) == second.commands.map(\.accesses.first?.bytes))
  }

  @Test("every contraction sums its whole reduction once", arguments: cases)
  func reductions(_ test: Case) throws {
    let program = try program(test, .float32)
    for (index, _) in program.graph.nodes.enumerated() {
      guard case .contraction(let contraction) = try program.graph.form(of: index) else { continue }
      var units: [Box: Int] = [:]
      for command in program.commands where Int(command.node) == index {
        if case .contract(_, _, let sum, let reduction, let clears) = command.action {
          #expect(clears == (units[sum.box, default: 0] == 0))
          units[sum.box, default: 0] += reduction.count
        }
      }
      #expect(units.values.allSatisfy { $0 == contraction.reductionUnits })
    }
  }
}
