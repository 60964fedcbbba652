import Chips
import Graphs
import Machine
import Tensors

/// Runs a graph in lockstep on a chip: every operator's output against the reference kernel, no hazards.
struct ChipCheck {
  private let chip: Chip
  private let options: SimulationOptions

  init(_ chip: Chip, precision: ElementType?) throws {
    self.chip = chip
    var options = SimulationOptions()
    options.fidelity = .fast
    options.precision = try precision.map { try chip.precision($0) }
    if precision == nil, chip.precisions.contains(.float32) { options.precision = .float32 }
    self.options = options
  }

  /// - Returns: the results of the graph as it was prepared for the chip, by the values of the graph it was made from; nil
  ///   when they need not be near the graph's own, in a narrower precision.
  /// - Throws: `ConformanceFailure` naming the first operator whose output is wrong.
  func results(of graph: Graph) throws -> [ValueIndex: Tensor]? {
    let precision = try chip.precision(options.precision)
    let prepared = try graph.prepared(precision: precision)
    if !prepared.nodes.isEmpty {
      let simulation = try Simulation(chip: chip, graph: graph, file: graph.name, options: options)
      guard let verification = try simulation.run().record.verification else { return nil }
      if let hazard = verification.hazards.first { throw ConformanceFailure("on the chip: \(hazard.text)") }
      if let wrong = verification.comparisons.first(where: { !$0.passed }) {
        throw ConformanceFailure(
          "on the chip: \(wrong.name) has \(wrong.mismatches) wrong of \(wrong.elements) elements")
      }
    }
    let isNarrower = graph.values.contains { $0.type.element == .float64 }
    guard precision == .float32, !isNarrower else { return nil }
    let results = try ReferenceExecutor.run(prepared, inputs: prepared.seededInputs())
    var own: [ValueIndex: Tensor] = [:]
    for (value, counterpart) in zip(graph.outputs, prepared.outputs) {
      own[value] = results[counterpart]?.converted(to: graph.values[value].type)
    }
    return own
  }
}
