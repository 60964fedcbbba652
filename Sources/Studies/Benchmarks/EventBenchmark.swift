import EventSimulation
import Foundation

/// The hold model: a queue with a fixed number of pending events, from which the first is taken and put back some
/// delay later, over and over. What it measures is one pop and one schedule.
public struct EventBenchmark: Sendable {
  /// How far ahead events are scheduled, in cycles of the fastest clock.
  public enum Delays: String, Sendable, CaseIterable {
    /// Every event one cycle ahead: all pending events are of two times.
    case ties = "clocked, ties"
    /// Components of several clocks: 1, 1, 2 or 4 cycles.
    case clocked = "clocked, 1…4"
    /// Nine in ten within 16 cycles, one in ten 1,000…20,000 ahead, as machines with far memories have it.
    case mixed
    /// Uniform in 1…2,000 cycles.
    case uniform
    /// Exponential with a mean of 1,000 cycles.
    case exponential
  }

  public static let pendingCounts = [1, 64, 1_000, 100_000, 1_000_000]

  /// Delays are drawn before the clock starts, and used round and round.
  private static let drawnDelays = 1 << 16

  public init() {}

  /// Nanoseconds of processor time per pop and schedule.
  public func nanosecondsPerEvent(_ delays: Delays, pending: Int, events: Int) -> Double {
    let clock = ClockDomain(hertz: 1_000_000_000)
    let period = clock.time(ofCycle: 1).femtoseconds
    var generator = SeededGenerator(seed: 1)
    let drawn = (0..<Self.drawnDelays).map { _ in delays.draw(using: &generator) * period }
    var queue = EventQueue<UInt32>(fastestClockHertz: clock.hertz)
    for index in 0..<pending {
      queue.schedule(
        UInt32(index), at: SimulationTime(femtoseconds: drawn[index % Self.drawnDelays]))
    }
    hold(&queue, events: min(pending * 2, events), drawn)
    return ProcessUsage.leastSeconds(of: 3) { hold(&queue, events: events, drawn) } * 1e9 / Double(events)
  }

  private func hold(_ queue: inout EventQueue<UInt32>, events: Int, _ delays: [UInt64]) {
    delays.withUnsafeBufferPointer { delays in
      for index in 0..<events {
        guard let (time, payload) = queue.pop() else { preconditionFailure("the queue ran dry") }
        queue.schedule(
          payload, at: time.adding(femtoseconds: delays[index & (Self.drawnDelays - 1)]))
      }
    }
  }
}

extension EventBenchmark.Delays {
  /// Cycles, at least one.
  fileprivate func draw(using generator: inout SeededGenerator) -> UInt64 {
    switch self {
    case .ties: 1
    case .clocked: [1, 1, 2, 4][Int.random(in: 0..<4, using: &generator)]
    case .mixed:
      Int.random(in: 0..<10, using: &generator) > 0
        ? UInt64.random(in: 1...16, using: &generator) : UInt64.random(in: 1_000...20_000, using: &generator)
    case .uniform: UInt64.random(in: 1...2_000, using: &generator)
    case .exponential:
      UInt64((-1_000 * log(1 - Double.random(in: 0..<1, using: &generator))).rounded(.up)) + 1
    }
  }
}
