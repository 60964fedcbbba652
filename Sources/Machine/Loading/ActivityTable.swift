import Tensors

/// What the cores do for each operator, counted while a program is loaded: an entry for each pair of operator and core
/// that has any work.
struct ActivityTable: Sendable {
  private var entries: [CoreActivity] = []
  private var entriesOfNode: [[Int]]
  private var known: [SIMD2<Int32>: Int] = [:]

  init(nodeCount: Int) {
    entriesOfNode = [[Int]](repeating: [], count: nodeCount)
  }

  /// Changes the entry of a core's work for an operator.
  mutating func count(node: Int, core: Int, _ change: (inout CoreActivity) -> Void) {
    let key = SIMD2(Int32(node), Int32(core))
    if let index = known[key] { return change(&entries[index]) }
    var activity = CoreActivity(core: core)
    change(&activity)
    known[key] = entries.count
    entriesOfNode[node].append(entries.count)
    entries.append(activity)
  }

  /// By core, in order of the cores' first work.
  func of(node: Int) -> [CoreActivity] { entriesOfNode[node].map { entries[$0] } }
}
