import EventSimulation
import Foundation

/// What this process has used of the machine it runs on.
public enum ProcessUsage {
  /// Seconds of processor time over all threads.
  public static var cpuSeconds: Double { Double(processorNanoseconds()) * 1e-9 }

  /// The most memory that was resident at once.
  public static var peakBytes: Int {
    var usage = rusage()
    #if canImport(Darwin)
      getrusage(RUSAGE_SELF, &usage)
      return usage.ru_maxrss
    #else
      getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
      return usage.ru_maxrss * 1024
    #endif
  }

  /// Processor seconds that `body` takes: the least of some tries, as the least disturbed one.
  public static func leastSeconds(of tries: Int, _ body: () throws -> Void) rethrows -> Double {
    var least = Double.infinity
    for _ in 0..<tries {
      let start = cpuSeconds
      try body()
      least = min(least, cpuSeconds - start)
    }
    return least
  }
}
