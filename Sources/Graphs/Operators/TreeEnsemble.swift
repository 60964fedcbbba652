import Tensors

/// ONNX `ai.onnx.ml::TreeEnsemble`: decision trees over the features of each row; the leaves that are reached are
/// aggregated for each target.
struct TreeEnsemble: HostOperator {
  static let name = "ai.onnx.ml::TreeEnsemble"
  static let inputCount = 1...1
  var nodes: TreeNodes
  var leaves: TreeLeaves

  init(attributes: inout AttributeReader) throws {
    leaves = try TreeLeaves(attributes: &attributes)
    nodes = try TreeNodes(attributes: &attributes, leafCount: leaves.weights.count)
  }

  func outputTypes(for inputs: [OperatorInput?]) throws -> [TensorType] {
    let input = try inputs.required(0).type
    let element = try ElementAgreement.real(of: [input], for: Self.name)
    guard input.shape.count == 2, nodes.features.allSatisfy({ $0 < input.shape[1] }) else {
      throw GraphError(
        "features of shape \(input.shape) do not fit the trees",
        remedy: "[rows, features], at least \((nodes.features.max() ?? 0) + 1) features")
    }
    return [TensorType(element, [input.shape[0], leaves.targetCount])]
  }

  func evaluate(_ inputs: [Tensor?], outputs: [TensorType]) throws -> [Tensor] {
    let input = try inputs.required(0)
    let features = input.shape[1]
    let values = input.floats
    let scores = try (0..<input.shape[0]).flatMap { row in
      let reached = try nodes.roots.map {
        try nodes.leaf(from: $0, features: values[row * features..<(row + 1) * features])
      }
      return leaves.scores(of: reached)
    }
    return [Tensor(TensorType(.float32, outputs[0].shape), floats: scores)]
  }

  /// A comparison and a step for each level of a balanced tree, and the sums of the leaves.
  func work(inputs: [TensorType?], outputs: [TensorType]) -> Work {
    let trees = max(1, nodes.roots.count)
    let perTree = max(1, nodes.features.count / trees)
    let depth = Int.bitWidth - perTree.leadingZeroBitCount
    return Work(scalarOperations: (inputs[0]?.shape.first ?? 0) * trees * (2 * depth + 1))
  }
}

/// The leaves of all trees.
struct TreeLeaves: Sendable {
  enum Aggregation: Int {
    case average, sum, least, greatest
  }

  var weights: [Float]
  var targets: [Int]
  var targetCount: Int
  var aggregation: Aggregation
  var transform: ScoreTransform

  init(attributes: inout AttributeReader) throws {
    weights = try attributes.tensor("leaf_weights")?.floats ?? []
    targets = try attributes.integers("leaf_targetids") ?? []
    targetCount = try attributes.integer("n_targets") ?? 1
    let stated = try attributes.integer("aggregate_function") ?? 1
    let after = try attributes.integer("post_transform") ?? 0
    guard let aggregation = Aggregation(rawValue: stated), let transform = ScoreTransform(rawValue: after)
    else {
      throw GraphError(
        "aggregate_function \(stated) or post_transform \(after) is unknown", remedy: "0 to 3, and 0 to 4")
    }
    self.aggregation = aggregation
    self.transform = transform
    guard !weights.isEmpty, targets.count == weights.count, 1...65_536 ~= targetCount,
      targets.allSatisfy({ 0..<targetCount ~= $0 })
    else {
      throw GraphError(
        "\(weights.count) leaf weights, \(targets.count) target numbers and \(targetCount) targets "
          + "do not fit together", remedy: "one target below n_targets for each leaf")
    }
  }

  func scores(of reached: [Int]) -> [Float] {
    var sums = [Double?](repeating: nil, count: targetCount)
    for leaf in reached {
      let weight = Double(weights[leaf])
      let present = sums[targets[leaf]]
      switch aggregation {
      case .sum, .average: sums[targets[leaf]] = (present ?? 0) + weight
      case .least: sums[targets[leaf]] = min(present ?? weight, weight)
      case .greatest: sums[targets[leaf]] = max(present ?? weight, weight)
      }
    }
    let share = aggregation == .average ? Double(reached.count) : 1
    return transform.apply(sums.map { ($0 ?? 0) / share }).map { Float($0) }
  }
}
