import Compression
import Graphs
import Tensors

/// Which nodes of a graph compute what those of another one compute: the same operator with the same attributes on the
/// same operands, down to the bytes of the constants. What cannot be compared counts as different.
struct GraphLikeness {
  /// By node: whether its results are those of a node of the other graph.
  private(set) var isAlike: [Bool]
  /// Values that hold the same in every run, by value the one of the other graph; constants are not listed.
  private(set) var twins: [ValueIndex: ValueIndex] = [:]
  private let graph: Graph
  private let other: Graph

  init(of compressed: CompressedGraph, to base: CompressedGraph) throws {
    graph = compressed.graph
    other = base.graph
    isAlike = [Bool](repeating: false, count: graph.nodes.count)
    if compressed.storesInputs(like: base) {
      twins = Dictionary(uniqueKeysWithValues: zip(graph.inputs, other.inputs))
    }
    let named = Dictionary(
      other.nodes.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
    for (index, node) in graph.nodes.enumerated() {
      guard let twin = named[node.name].map({ other.nodes[$0] }), try isAlike(node, twin) else { continue }
      isAlike[index] = true
      for (output, theirs) in zip(node.outputs, twin.outputs) { twins[output] = theirs }
    }
  }

  private func isAlike(_ node: Node, _ twin: Node) throws -> Bool {
    guard isAlike(node.operation, twin.operation), node.epilogue.count == twin.epilogue.count,
      node.outputs.map({ graph.values[$0].type }) == twin.outputs.map({ other.values[$0].type }),
      try isAlike(node.inputs, twin.inputs)
    else { return false }
    return try zip(node.epilogue, twin.epilogue).allSatisfy { step, theirs in
      try step.position == theirs.position && isAlike(step.operation, theirs.operation)
        && isAlike(step.inputs, theirs.inputs)
    }
  }

  /// Operators are values: what they print is all they know.
  private func isAlike(_ operation: any Operator, _ theirs: any Operator) -> Bool {
    type(of: operation) == type(of: theirs)
      && String(describing: operation) == String(describing: theirs)
  }

  private func isAlike(_ inputs: [ValueIndex?], _ theirs: [ValueIndex?]) throws -> Bool {
    guard inputs.count == theirs.count else { return false }
    return try zip(inputs, theirs).allSatisfy { value, twin in
      guard let value, let twin else { return value == twin }
      guard graph.values[value].initializer != nil else { return twins[value] == twin }
      return try isAlike(constant: value, twin)
    }
  }

  private func isAlike(constant value: ValueIndex, _ twin: ValueIndex) throws -> Bool {
    guard let theirs = other.values[twin].initializer, let ours = graph.values[value].initializer,
      graph.values[value].type == other.values[twin].type
    else { return false }
    return ours.isAlike(theirs)
  }
}

extension Initializer {
  fileprivate func isAlike(_ other: Initializer) -> Bool {
    switch (self, other) {
    case (.dense(let ours), .dense(let theirs)): ours.type == theirs.type && ours.bytes == theirs.bytes
    case (.fill(let seed, let scale, let offset), .fill(let theirSeed, let theirScale, let theirOffset)):
      seed == theirSeed && scale == theirScale && offset == theirOffset
    case (.mapped(let ours), .mapped(let theirs)):
      ours.file === theirs.file && ours.range == theirs.range
    case (.scaled(let base, let factors), .scaled(let theirs, let theirFactors)):
      factors == theirFactors && base.isAlike(theirs)
    case (.converted(let base, let from), .converted(let theirs, let theirFrom)):
      from == theirFrom && base.isAlike(theirs)
    case (.part(let base, let from, let lower), .part(let theirs, let theirFrom, let theirLower)):
      from == theirFrom && lower == theirLower && base.isAlike(theirs)
    default: false
    }
  }
}
