/// What an engine does at the moment. The first is work, the others are the stall causes in their order.
enum EngineCondition: UInt8, BitwiseCopyable {
  case busy, dependency, memory, backpressure, bankConflict, idle
}

/// Time an engine spent in each condition. At every moment it is in exactly one, so the times sum to the run.
struct EngineAccount: BitwiseCopyable {
  private var condition = EngineCondition.dependency
  private var since: UInt64 = 0
  private var spent = InlineArray<6, UInt64>(repeating: 0)

  @inline(__always) mutating func enter(_ next: EngineCondition, at time: UInt64) {
    guard next != condition else { return }
    spent[Int(condition.rawValue)] &+= time &- since
    since = time
    condition = next
  }

  /// Femtoseconds per condition, up to the end of the run.
  func total(until end: UInt64) -> [UInt64] {
    (0..<6).map { spent[$0] + ($0 == Int(condition.rawValue) ? end - since : 0) }
  }

  /// The same in whole cycles that sum exactly to `cycles`: each border between two conditions is rounded once.
  func cycles(until end: UInt64, of cycles: Int) -> [Int] {
    guard end > 0 else { return [cycles] + [Int](repeating: 0, count: 5) }
    var before = 0
    var sum: UInt64 = 0
    return total(until: end).map { time in
      sum += time
      let (high, low) = UInt64(cycles).multipliedFullWidth(by: sum)
      let border = Int(end.dividingFullWidth((high, low)).quotient)
      defer { before = border }
      return border - before
    }
  }
}
