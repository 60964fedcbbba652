import EventSimulation

extension SeededGenerator {
  /// The stream of a traffic's choices.
  public init(trafficSeed seed: UInt64) {
    self.init(seed: seed &* 0x9E37_79B9_7F4A_7C15 &+ 0x1234_5678_9ABC_DEF1)
  }

  /// 0 < … ≤ 1.
  @inline(__always)
  mutating func unit() -> Double { (Double(next() >> 11) + 1) / Double(1 << 53) }
}
