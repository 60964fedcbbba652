import Documents
import Graphs

/// One way to leave out part of a model's weights.
public struct Pruning: Sendable, Hashable {
  public enum Kind: Sendable, Hashable {
    /// This fraction of the output channels with the least L1 norm is removed, with all that reads or makes them.
    case channels(fraction: Double)
    /// Of every `group` weights that follow one another along the reduction the `kept` largest stay; the others become 0.
    case structured(kept: Int, group: Int)
    /// This fraction of the weights of every tensor, the smallest, becomes 0.
    case magnitude(fraction: Double)
  }

  public var kind: Kind
  /// The nodes whose weights are pruned; empty for all that can be.
  public var nodes: [String]

  public init(_ kind: Kind, nodes: [String] = []) {
    self.kind = kind
    self.nodes = nodes
  }

  /// As on the command line: `channels=0.5`, `magnitude=0.9` or `2:4`; of single nodes as `conv1+fc1:channels=0.5`.
  /// - Throws: `InputError` `.usage` with what would be right.
  public init(_ text: String) throws {
    let place = "pruning “\(text)”"
    var rest = text[...]
    nodes = []
    if let colon = text.firstIndex(of: ":"), !text[..<colon].allSatisfy(\.isNumber) {
      nodes = text[..<colon].split(separator: "+").map(String.init)
      rest = text[text.index(after: colon)...]
    }
    let parts = rest.split(separator: "=", maxSplits: 1).map(String.init)
    if parts.count == 1 {
      kind = try Pruning.structured(parts[0], place)
      return
    }
    guard parts.count == 2, let fraction = Double(parts[1]), fraction >= 0, fraction < 1 else {
      throw InputError(
        .usage, at: place, "names no fraction", remedy: "such as channels=0.5: at least 0, less than 1")
    }
    switch parts[0] {
    case "channels": kind = .channels(fraction: fraction)
    case "magnitude": kind = .magnitude(fraction: fraction)
    default:
      throw InputError(
        .usage, at: place, "unknown way “\(parts[0])”",
        remedy: suggestion(for: parts[0], among: ["channels", "magnitude", "2:4"]))
    }
  }

  private static func structured(_ text: String, _ place: String) throws -> Kind {
    let numbers = text.split(separator: ":", omittingEmptySubsequences: false).map { Int($0) }
    guard numbers.count == 2, let kept = numbers[0], let group = numbers[1] else {
      throw InputError(
        .usage, at: place, "is no way to prune",
        remedy: suggestion(for: text, among: ["channels=0.5", "magnitude=0.5", "2:4"]))
    }
    guard kept >= 1, group > kept, group <= 64 else {
      throw InputError(
        .usage, at: place, "keeps \(kept) of \(group)",
        remedy: "at least 1, and fewer than the 2 to 64 of a group")
    }
    return .structured(kept: kept, group: group)
  }

  /// As it is read.
  public var name: String {
    let place = nodes.isEmpty ? "" : nodes.joined(separator: "+") + ":"
    switch kind {
    case .channels(let fraction): return "\(place)channels=\(fraction)"
    case .structured(let kept, let group): return "\(place)\(kept):\(group)"
    case .magnitude(let fraction): return "\(place)magnitude=\(fraction)"
    }
  }
}

extension Graph {
  /// The model with part of its weights left out, before any pass.
  /// - Throws: `InputError` naming the node that stands in the way, or the nearest name of one that is not there.
  public func pruned(_ pruning: Pruning) throws -> Graph {
    let indices = try prunableNodes(named: pruning.nodes)
    switch pruning.kind {
    case .channels(let fraction):
      return try removingChannels(fraction: fraction, of: indices, isExplicit: !pruning.nodes.isEmpty)
    case .structured(let kept, let group): return try keeping(kept, ofEach: group, in: indices)
    case .magnitude(let fraction): return try zeroingSmallest(fraction, in: indices)
    }
  }

  /// Products with constant weights.
  func prunableNodes(named names: [String]) throws -> [NodeIndex] {
    let products = nodes.indices.filter { weightedProduct(of: nodes[$0]) != nil }
    guard !names.isEmpty else { return products }
    return try names.map { name in
      guard let index = products.first(where: { nodes[$0].name == name }) else {
        throw InputError(
          .usage, at: self.name, "has no product with weights named “\(name)”",
          remedy: suggestion(for: name, among: products.map { nodes[$0].name }))
      }
      return index
    }.sorted()
  }
}
