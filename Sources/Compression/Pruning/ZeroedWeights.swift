import Graphs
import Tensors

extension Graph {
  /// N:M sparsity: of every `group` consecutive weights along the reduction (input channels and kernel positions of one
  /// output channel in row-major order; the last group may be shorter) the `kept` with the largest magnitudes stay, of
  /// equal ones the first (Mishra et al., Accelerating Sparse Deep Neural Networks, 2021).
  func keeping(_ kept: Int, ofEach group: Int, in indices: [NodeIndex]) throws -> Graph {
    try replacingWeights(of: indices) { weights, product in
      var values = weights.floats
      for elements in Graph.reductions(of: weights.shape, product) {
        for start in stride(from: 0, to: elements.count, by: group) {
          let part = elements[start..<min(start + group, elements.count)]
          let ordered = part.enumerated().sorted {
            (abs(values[$0.element]), $1.offset) > (abs(values[$1.element]), $0.offset)
          }
          for (_, element) in ordered.dropFirst(kept) { values[element] = 0 }
        }
      }
      return values
    }
  }

  /// Unstructured pruning by magnitude, tensor by tensor: ⌊fraction · count⌋ weights become 0, of equal ones the first.
  func zeroingSmallest(_ fraction: Double, in indices: [NodeIndex]) throws -> Graph {
    try replacingWeights(of: indices) { weights, _ in
      var values = weights.floats
      let order = values.indices.sorted { (abs(values[$0]), $0) < (abs(values[$1]), $1) }
      for element in order.prefix(Int(fraction * Double(values.count))) { values[element] = 0 }
      return values
    }
  }

  /// Whether weights hold at most `kept` numbers other than 0 in every group along the reduction.
  public func weightsKeep(_ kept: Int, ofEach group: Int, in node: NodeIndex) throws -> Bool {
    guard let product = weightedProduct(of: nodes[node]), let value = nodes[node].inputs[1] else {
      return false
    }
    let weights = try constant(value)
    let values = weights.floats
    return Graph.reductions(of: weights.shape, product).allSatisfy { elements in
      stride(from: 0, to: elements.count, by: group).allSatisfy { start in
        elements[start..<min(start + group, elements.count)].count { values[$0] != 0 } <= kept
      }
    }
  }

  /// For each output channel its weights' places in the tensor, in order of the reduction.
  static func reductions(of shape: [Int], _ product: WeightedProduct) -> [[Int]] {
    let walk = AxisWalk(shape: shape, axis: product.outputAxis)
    var places = [[Int]](repeating: [], count: walk.length)
    for element in 0..<shape.reduce(1, *) { places[walk.position(of: element)].append(element) }
    return places
  }

  private func replacingWeights(
    of indices: [NodeIndex], by change: (Tensor, WeightedProduct) throws -> [Float]
  ) throws -> Graph {
    var graph = self
    for index in indices {
      guard let product = weightedProduct(of: nodes[index]), let value = nodes[index].inputs[1],
        values[value].type.isReal
      else { continue }
      let weights = try constant(value)
      // Weights that nodes share get pruned once, for all of them.
      graph.values[value].initializer = .dense(
        Tensor(TensorType(.float32, weights.shape), floats: try change(weights, product))
          .converted(to: weights.type))
    }
    return graph
  }
}
