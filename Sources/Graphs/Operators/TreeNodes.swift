import Tensors

/// The inner nodes of all trees of a `TreeEnsemble`.
struct TreeNodes: Sendable {
  enum Comparison: Int64 {
    case lessOrEqual, less, greaterOrEqual, greater, equal, unequal, member
  }

  /// Where a branch leads.
  enum Branch: Sendable {
    case node(Int)
    case leaf(Int)
  }

  var roots: [Int]
  var features: [Int]
  private var comparisons: [Comparison]
  private var thresholds: [Float]
  /// Of nodes that ask for membership; empty for all others.
  private var members: [Set<Float>]
  private var whenTrue: [Branch]
  private var whenFalse: [Branch]
  private var missingIsTrue: [Bool]

  /// - Throws: `GraphError` for lists of different lengths and numbers that point nowhere.
  init(attributes: inout AttributeReader, leafCount: Int) throws {
    let modes = try attributes.tensor("nodes_modes")
    thresholds = try attributes.tensor("nodes_splits")?.floats ?? []
    features = try attributes.integers("nodes_featureids") ?? []
    roots = try attributes.integers("tree_roots") ?? []
    _ = try attributes.tensor("nodes_hitrates")
    let count = features.count
    guard let modes, modes.type.element == .uint8, modes.elementCount == count, thresholds.count == count,
      features.allSatisfy({ $0 >= 0 }), roots.allSatisfy({ 0..<count ~= $0 }), !roots.isEmpty
    else {
      throw GraphError(
        "the lists of tree nodes do not fit together",
        remedy: "nodes_modes (uint8), nodes_splits and nodes_featureids have one entry for each node")
    }
    comparisons = try modes.integers.map { mode in
      guard let comparison = Comparison(rawValue: mode) else {
        throw GraphError("mode \(mode) of a tree node is unknown", remedy: "0 (≤) to 6 (member)")
      }
      return comparison
    }
    whenTrue = try TreeNodes.branches(&attributes, "true", nodes: count, leaves: leafCount)
    whenFalse = try TreeNodes.branches(&attributes, "false", nodes: count, leaves: leafCount)
    let missing = try attributes.integers("nodes_missing_value_tracks_true") ?? []
    missingIsTrue = (0..<count).map { missing.indices.contains($0) && missing[$0] == 1 }
    members = try TreeNodes.members(
      of: comparisons, values: try attributes.tensor("membership_values")?.floats ?? [])
  }

  private static func branches(
    _ attributes: inout AttributeReader, _ side: String, nodes: Int, leaves: Int
  ) throws -> [Branch] {
    let targets = try attributes.integers("nodes_\(side)nodeids") ?? []
    let areLeaves = try attributes.integers("nodes_\(side)leafs") ?? []
    guard targets.count == nodes, areLeaves.count == nodes else {
      throw GraphError(
        "the \(side) branches do not fit \(nodes) nodes",
        remedy: "nodes_\(side)nodeids and nodes_\(side)leafs have one entry for each node")
    }
    return try zip(targets, areLeaves).map { target, isLeaf in
      guard 0..<(isLeaf == 1 ? leaves : nodes) ~= target else {
        throw GraphError("a \(side) branch leads to \(target), which does not exist")
      }
      return isLeaf == 1 ? .leaf(target) : .node(target)
    }
  }

  /// Sets stand one behind the other in the order of the nodes that ask for them, NaN between them.
  private static func members(of comparisons: [Comparison], values: [Float]) throws -> [Set<Float>] {
    var sets = values.split(omittingEmptySubsequences: false) { $0.isNaN }.map { Set($0) }[...]
    return try comparisons.map { comparison in
      guard comparison == .member else { return [] }
      guard let next = sets.popFirst() else {
        throw GraphError("membership_values has too few sets", remedy: "one for each node of mode 6")
      }
      return next
    }
  }

  /// The leaf that a row of features reaches.
  /// - Throws: `GraphError` when the branches run in a circle.
  func leaf(from root: Int, features row: ArraySlice<Float>) throws -> Int {
    var node = root
    for _ in 0...features.count {
      switch isTrue(node, row[row.startIndex + features[node]]) ? whenTrue[node] : whenFalse[node] {
      case .leaf(let leaf): return leaf
      case .node(let next): node = next
      }
    }
    throw GraphError("the branches of the tree at node \(root) run in a circle")
  }

  private func isTrue(_ node: Int, _ value: Float) -> Bool {
    if value.isNaN { return missingIsTrue[node] }
    let threshold = thresholds[node]
    switch comparisons[node] {
    case .lessOrEqual: return value <= threshold
    case .less: return value < threshold
    case .greaterOrEqual: return value >= threshold
    case .greater: return value > threshold
    case .equal: return value == threshold
    case .unequal: return value != threshold
    case .member: return members[node].contains(value)
    }
  }
}
