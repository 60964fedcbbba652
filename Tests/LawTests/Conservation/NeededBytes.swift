import Graphs
import Mapping
import Tensors

/// Distinct elements of inputs and weights that the results depend on, whoever maps them: the union over single
/// elements of every output and single units of every reduction. The gaps of strides and dilations do not count.
struct NeededBytes {
  private let graph: Graph
  /// Where a reshaped value has its bytes.
  private var root: [ValueIndex]
  private var isNeeded: [ValueIndex: [Bool]] = [:]

  init(_ graph: Graph) throws {
    self.graph = graph
    root = Array(graph.values.indices)
    for (index, node) in graph.nodes.enumerated() {
      switch try graph.form(of: index) {
      case .alias: root[node.outputs[0]] = root[node.inputs[0]!]
      case .contraction(let contraction): markOperands(of: contraction, node)
      case .tiled(_, let operation): markInputs(of: operation, node)
      case .host: for value in node.inputs { if let value { mark(value, Box(shape: shape(value))) } }
      }
      markEpilogue(of: index, node)
    }
  }

  var total: Int {
    isNeeded.reduce(0) { sum, entry in
      sum + graph.values[entry.key].type.element.byteCount(of: entry.value.count { $0 })
    }
  }

  private func shape(_ value: ValueIndex) -> [Int] { graph.values[value].type.shape }

  private mutating func markOperands(of contraction: any Contraction, _ node: Node) {
    for element in elements(of: shape(node.outputs[0])) {
      for unit in 0..<contraction.reductionUnits {
        for operand in 0..<2 where comesFromOutside(node.inputs[operand]!) {
          mark(
            node.inputs[operand]!, contraction.inputBox(operand, for: element, reduction: unit..<unit + 1))
        }
      }
    }
  }

  private mutating func markInputs(of operation: any TileableOperator, _ node: Node) {
    // A box may not cut the other axes.
    let whole = shape(node.outputs[0])
    let cut = whole.indices.map { operation.splittableAxes.contains($0) ? 1 : max(1, whole[$0]) }
    for box in elements(of: whole, extent: cut) {
      for (position, value) in node.inputs.enumerated() {
        guard let value, comesFromOutside(value), let part = operation.inputBox(position, for: box) else {
          continue
        }
        mark(value, part)
      }
    }
  }

  private mutating func markEpilogue(of index: NodeIndex, _ node: Node) {
    let whole = Box(shape: shape(node.outputs[0]))
    for (operand, value) in node.epilogueOperands.enumerated() where comesFromOutside(value) {
      mark(value, graph.epilogueBox(index, operand: operand, for: whole))
    }
  }

  private func comesFromOutside(_ value: ValueIndex) -> Bool {
    graph.inputs.contains(root[value]) || graph.values[root[value]].initializer != nil
  }

  private mutating func mark(_ value: ValueIndex, _ box: Box) {
    guard comesFromOutside(value), !box.isEmpty else { return }
    var runs = StridedRuns(of: box, in: Box(shape: shape(value)), element: .int8)
    let count = graph.values[value].type.elementCount
    while let run = runs.next() {
      for element in run.offset..<run.offset + run.bytes {
        isNeeded[root[value], default: [Bool](repeating: false, count: count)][element] = true
      }
    }
  }

  /// Boxes of the given extent (clipped at the edge) that make up a shape.
  private func elements(of shape: [Int], extent: [Int]? = nil) -> [Box] {
    let extent = extent ?? shape.map { _ in 1 }
    var result: [(lower: [Int], extent: [Int])] = [([], [])]
    for axis in shape.indices {
      result = result.flatMap { box in
        stride(from: 0, to: shape[axis], by: extent[axis]).map {
          (box.lower + [$0], box.extent + [min(extent[axis], shape[axis] - $0)])
        }
      }
    }
    return result.map { Box(lower: $0.lower, extent: $0.extent) }
  }
}
