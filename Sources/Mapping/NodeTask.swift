import Chips
import Documents
import Graphs
import Tensors

/// A node as the mapper sees it: which engines it needs, and which part of which value any part of it reads.
struct NodeTask {
  enum Kind {
    case alias
    case contraction(any Contraction)
    case tiled(TiledKind, any TileableOperator)
    case host
  }

  var index: NodeIndex
  var kind: Kind
  /// The value it computes; host operators may compute more.
  var output: ValueIndex
  var outputType: TensorType
  /// The node's inputs, then its epilogue's further operands.
  var operands: [ValueIndex?]
  /// How many of `operands` are the node's own inputs.
  var inputCount: Int
  /// Scalar operations of the epilogue per output element.
  var epilogueOperations: Int
  var work: Work

  init(_ index: NodeIndex, of graph: Graph, on chip: Chip) throws {
    let node = graph.nodes[index]
    self.index = index
    output = node.outputs[0]
    outputType = graph.values[output].type
    operands = node.inputs + node.epilogueOperands.map { $0 }
    inputCount = node.inputs.count
    work = graph.work(of: index)
    epilogueOperations = graph.epilogueOperationsPerElement(of: index)
    kind = try NodeTask.kind(of: index, graph: graph, chip: chip)
  }

  private static func kind(of index: NodeIndex, graph: Graph, chip: Chip) throws -> Kind {
    let node = graph.nodes[index]
    let types = (node.inputs.compactMap { $0 } + node.outputs).map { graph.values[$0].type }
    if types.contains(where: { $0.shape.count > Box.maximumRank || $0.element.bitWidth < 8 }) { return .host }
    switch try graph.form(of: index) {
    case .alias: return .alias
    case .host: return .host
    case .tiled(let kind, let operation): return node.outputs.count == 1 ? .tiled(kind, operation) : .host
    case .contraction(let contraction):
      let operandType = graph.values[node.inputs[0]!].type
      let engines = chip.cores.compactMap(\.matrix)
      if engines.contains(where: { $0.cyclesPerStep(operandType.element) != nil }) {
        return .contraction(contraction)
      }
      if !operandType.isReal { return .host }
      let supported = engines.flatMap(\.precisions).map(\.element)
      throw InputError(
        at: "\(graph.name): \(node.name)",
        "\(chip.name) has no matrix engine for \(operandType.element.rawValue)",
        remedy: "it multiplies " + Set(supported.map(\.rawValue)).sorted().joined(separator: ", "))
    }
  }

  /// The part of operand `position` that a box of the output needs; nil when none.
  func operandBox(_ position: Int, for output: Box, in graph: Graph) -> Box? {
    guard operands[position] != nil else { return nil }
    if position >= inputCount {
      return graph.epilogueBox(index, operand: position - inputCount, for: output)
    }
    switch kind {
    case .contraction(let contraction):
      return contraction.inputBox(position, for: output, reduction: 0..<contraction.reductionUnits)
    case .tiled(_, let operation):
      return operation.inputBox(position, for: output)
    case .alias:
      return operands[position].map { Box(shape: graph.values[$0].type.shape) }
    case .host:
      return graph.hostReadBox(index, operand: position)
    }
  }

  /// Axes of the output that may be cut between cores or tiles.
  var splittableAxes: [Int] {
    switch kind {
    case .contraction(let contraction):
      (contraction.groupAxes + contraction.rowAxes + [contraction.columnAxis]).sorted()
    case .tiled(_, let operation): operation.splittableAxes
    case .alias, .host: []
    }
  }

  /// Whether it only moves bytes, so that the DMA engine does it and the vector engine is left alone.
  var isPlainMove: Bool {
    if case .tiled(.move, _) = kind { operands.count == inputCount } else { false }
  }

  /// Scalar operations of the vector engine for a box, the epilogue included.
  func vectorOperations(for box: Box) -> Int {
    switch kind {
    case .contraction: box.elementCount * (1 + epilogueOperations)
    case .tiled(_, let operation):
      operation.scalarOperations(for: box) + box.elementCount * epilogueOperations
    case .alias, .host: 0
    }
  }
}
