import Documents
import EventSimulation

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
    var generator = LinearCongruentialGenerator(seed: seed)
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
          cycle: 0, stream: 0, isWrite: false, address: generator.below(span / burst) * burst)
      case .randomMixed:
        DRAMTraceRecord(
          cycle: 0, stream: 0, isWrite: generator.below(3) == 0,
          address: generator.below(span / burst) * burst)
      case .conflict:
        DRAMTraceRecord(
          cycle: 0, stream: 0, isWrite: false, address: index % 2 * (64 << 20) + index / 2 * burst)
      }
    }
  }
}
