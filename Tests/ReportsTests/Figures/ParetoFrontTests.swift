import Testing

@testable import Reports

@Suite struct ParetoFrontTests {
  private func points(_ seed: Int, _ count: Int) -> [ParetoFront.Point] {
    var state = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 | 1
    func next() -> Double {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(state >> 60)
    }
    return (0..<count).map { ParetoFront.Point(x: next(), y: next(), index: $0) }
  }

  @Test(arguments: 0..<40)
  func theFrontIsWhatNoPointBeats(_ seed: Int) {
    let points = points(seed, 1 + seed * 3)
    for (moreX, moreY) in [(false, false), (true, false), (false, true), (true, true)] {
      let (signX, signY) = (moreX ? -1.0 : 1.0, moreY ? -1.0 : 1.0)
      let unbeaten = points.filter { point in
        !points.contains { other in
          other.x * signX <= point.x * signX && other.y * signY <= point.y * signY
            && (other.x != point.x || other.y != point.y)
        }
      }
      #expect(
        Set(ParetoFront.front(of: points, moreIsBetter: (moreX, moreY))) == Set(unbeaten.map(\.index)))
    }
  }
}
