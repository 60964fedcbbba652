/// Nodes that need each other: each needs the next, and the last is the first again.
struct DependencyCycle: Error {
  var nodes: [Int]
}

/// An order in which every node comes after those it needs; nodes that already stand so keep their order.
/// - Throws: `DependencyCycle`.
/// - Complexity: linear in nodes and edges; no recursion.
func topologicalOrder(needs: [[Int]]) throws -> [Int] {
  enum Mark { case new, open, done }
  var marks = [Mark](repeating: .new, count: needs.count)
  var order: [Int] = []
  order.reserveCapacity(needs.count)
  for root in needs.indices where marks[root] == .new {
    var path: [(node: Int, next: Int)] = [(root, 0)]
    marks[root] = .open
    while let (node, next) = path.last {
      if next == needs[node].count {
        marks[node] = .done
        order.append(node)
        path.removeLast()
        continue
      }
      path[path.count - 1].next += 1
      let needed = needs[node][next]
      switch marks[needed] {
      case .done: break
      case .new:
        marks[needed] = .open
        path.append((needed, 0))
      case .open:
        let start = path.firstIndex { $0.node == needed }!
        throw DependencyCycle(nodes: path[start...].map(\.node) + [needed])
      }
    }
  }
  return order
}
