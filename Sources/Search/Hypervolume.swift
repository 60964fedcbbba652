/// The volume of objectives that a set of designs is better than, up to a reference point: the one measure of a front
/// that never prefers a dominated one (Zitzler and Thiele, "Multiobjective evolutionary algorithms: a comparative
/// case study and the strength Pareto approach", IEEE Trans. Evolutionary Computation 3(4), 1999).
///
/// Exact, by slicing along the last objective.
/// - Parameters:
///   - objectives: what is made small, of each design; a design not better than `reference` everywhere counts nothing.
///   - reference: the worst values that still count.
public func hypervolume(of objectives: [[Double]], below reference: [Double]) -> Double {
  let inside = objectives.filter { zip($0, reference).allSatisfy { $0 < $1 } }
  return volume(of: inside, below: reference[...])
}

private func volume(of points: [[Double]], below reference: ArraySlice<Double>) -> Double {
  guard let limit = reference.last, !points.isEmpty else { return 0 }
  let last = reference.count - 1
  if last == 0 { return limit - (points.map { $0[0] }.min() ?? limit) }
  let sorted = points.sorted { $0[last] < $1[last] }
  var total = 0.0
  var slice: [[Double]] = []
  for (place, point) in sorted.enumerated() {
    insert(point, into: &slice, objectives: last)
    let top = place + 1 < sorted.count ? sorted[place + 1][last] : limit
    if top > point[last] { total += (top - point[last]) * volume(of: slice, below: reference.dropLast()) }
  }
  return total
}

/// Keeps only what nothing dominates in the first `objectives`.
private func insert(_ point: [Double], into front: inout [[Double]], objectives: Int) {
  func covers(_ left: [Double], _ right: [Double]) -> Bool {
    (0..<objectives).allSatisfy { left[$0] <= right[$0] }
  }
  if front.contains(where: { covers($0, point) }) { return }
  front.removeAll { covers(point, $0) }
  front.append(point)
}
