import Documents

/// Traces that need no file: the access patterns by which memories are known.
public enum DRAMPattern: String, Sendable, CaseIterable {
  case sequentialReads = "sequential"
  case sequentialWrites = "sequential-writes"
  /// Two reads for each write, three streams far apart.
  case add
  /// A burst in every kibibyte.
  case strided
  case random
  /// Two reads for each write.
  case randomMixed = "random-mixed"
  /// One bank, two rows in turn.
  case conflict

  /// - Parameter burst: bytes of a request.
  public func records(count: Int, burst: Int, seed: UInt64 = 1) -> [DRAMTraceRecord] {
    var generator = DRAMRandom(seed: seed)
    let span = 1 << 30
    return (0..<count).map { index in
      switch self {
      case .sequentialReads: DRAMTraceRecord(cycle: 0, stream: 0, isWrite: false, address: index * burst)
      case .sequentialWrites: DRAMTraceRecord(cycle: 0, stream: 0, isWrite: true, address: index * burst)
      case .add:
        DRAMTraceRecord(
          cycle: 0, stream: index % 3, isWrite: index % 3 == 2,
          address: index % 3 * (256 << 20) + index / 3 * burst)
      case .strided: DRAMTraceRecord(cycle: 0, stream: 0, isWrite: false, address: index * 1_024 % span)
      case .random:
        DRAMTraceRecord(
          cycle: 0, stream: 0, isWrite: false, address: generator.draw(span / burst) * burst)
      case .randomMixed:
        DRAMTraceRecord(
          cycle: 0, stream: 0, isWrite: generator.draw(3) == 0, address: generator.draw(span / burst) * burst)
      case .conflict:
        DRAMTraceRecord(
          cycle: 0, stream: 0, isWrite: false, address: index % 2 * (64 << 20) + index / 2 * burst)
      }
    }
  }
}

/// Knuth's MMIX linear congruential generator, upper 31 bits: the same numbers in any language.
struct DRAMRandom {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func draw(_ count: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int(state >> 33) % count
  }
}
