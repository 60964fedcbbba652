import Chips
import Graphs
import Tensors

extension Graph {
  /// The graph with those weights stored without their zeros that keep the sparsity of the chip's matrix engines. The
  /// others, and second operands that are computed, are multiplied with all their zeros, as by every engine of a dense chip.
  func leavingOutZeros(for chip: Chip) throws -> Graph {
    guard chip.cores.contains(where: { $0.matrix?.sparsity != nil }) else { return self }
    var graph = self
    let readers = self.readers
    for index in nodes.indices {
      var node = nodes[index]
      guard node.inputs.count == 2, let input = node.inputs[0], let weights = node.inputs[1],
        readers[weights] == 1, let sparsity = chip.sparsity(for: values[input].type.element),
        let packing = try weightPacking(of: node, sparsity: sparsity),
        try graph.pack(weightsOf: &node, as: packing)
      else { continue }
      graph.nodes[index] = node
    }
    return graph
  }

  /// By value: how often it is read, as an operand or from outside.
  private var readers: [Int] {
    var counts = [Int](repeating: 0, count: values.count)
    for node in nodes {
      for value in node.inputs.compactMap({ $0 }) + node.epilogueOperands { counts[value] += 1 }
    }
    for output in outputs { counts[output] += 1 }
    return counts
  }
}

extension Chip {
  /// What all engines that multiply a type leave out; nil where one of them leaves out nothing, or something else: weights
  /// are stored in one way for all cores.
  func sparsity(for element: ElementType) -> StructuredSparsity? {
    let engines = cores.compactMap(\.matrix).filter { $0.cyclesPerStep(element) != nil }
    guard let first = engines.first?.sparsity else { return nil }
    return engines.allSatisfy { $0.sparsity == first } ? first : nil
  }
}

extension Mapper {
  /// What becomes of a product's weights, for `--explain`: nothing to say of plain ones on a dense chip.
  func weightText(_ contraction: any Contraction, element: ElementType) -> [String] {
    let packing = (contraction as? PackedContraction)?.packing
    var texts = packing.map { ["weights stored in \($0.summary)"] } ?? []
    if packing?.sparsity == nil, let sparsity = chip.sparsity(for: element) {
      texts.append("second operand does not keep \(sparsity.name): dense")
    }
    return texts
  }
}
