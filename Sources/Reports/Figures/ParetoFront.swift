/// The points that no other point beats in one figure without losing in the other.
enum ParetoFront {
  struct Point {
    let x: Double
    let y: Double
    let index: Int
  }

  /// - Returns: indices of the points on the front in order of `x`. Of equal points all are on it.
  static func front(of points: [Point], moreIsBetter: (x: Bool, y: Bool)) -> [Int] {
    let (signX, signY) = (moreIsBetter.x ? -1.0 : 1.0, moreIsBetter.y ? -1.0 : 1.0)
    let ordered = points.sorted {
      ($0.x * signX, $0.y * signY, $0.index) < ($1.x * signX, $1.y * signY, $1.index)
    }
    var front: [Point] = []
    for point in ordered {
      guard let last = front.last else {
        front.append(point)
        continue
      }
      let isEqual = last.x == point.x && last.y == point.y
      if isEqual || point.y * signY < last.y * signY { front.append(point) }
    }
    return front.sorted { ($0.x, $0.index) < ($1.x, $1.index) }.map(\.index)
  }
}
