import Graphs

/// A value that lies in blocks in DRAM, and what that saves by estimate.
public struct LayoutChoice: Sendable, Hashable {
  public var value: ValueIndex
  public var layout: HomeLayout
  /// Bytes of whole requests that all its transfers move, were it row-major, and as it is.
  public var rowMajorBytes: Int
  public var bytes: Int
  /// Transfers, were it row-major, and as it is: one of every block that a tile touches.
  public var rowMajorTransfers: Int
  public var transfers: Int
  /// At DRAM's rate, less what the transfers more take to set up.
  public var savedCycles: Double

  /// For `--explain`.
  func words(in graph: Graph) -> String {
    let extents = layout.blockShape.map(String.init).joined(separator: "×")
    return "“\(graph.values[value].name)” lies in DRAM in blocks of \(extents): requests of \(bytes) bytes "
      + "instead of \(rowMajorBytes), \(transfers) transfers instead of \(rowMajorTransfers) (estimate)"
  }
}

extension Program {
  /// Each choice with the operator that writes its value, weights with the first one that reads them.
  mutating func note(_ choices: [LayoutChoice]) {
    guard !choices.isEmpty else { return }
    layouts = choices
    let (producers, consumers) = (graph.producer, graph.consumers)
    for choice in choices {
      guard let node = producers[choice.value] ?? consumers[choice.value].first else { continue }
      operators[node].decisions.append(choice.words(in: graph))
    }
    let (before, after) = choices.reduce(into: (0, 0)) { sums, choice in
      sums.0 += choice.rowMajorBytes
      sums.1 += choice.bytes
    }
    notes.append(
      "\(choices.count) values lie in blocks in DRAM: requests of \(after) bytes instead of \(before) (estimate)"
    )
  }
}
