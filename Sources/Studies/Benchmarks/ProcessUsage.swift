import Foundation

/// What this process has used of the machine it runs on.
public enum ProcessUsage {
  /// Seconds of processor time over all threads, user and system.
  public static var cpuSeconds: Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }

  /// The most memory that was resident at once.
  public static var peakBytes: Int {
    var usage = rusage()
    getrusage(RUSAGE_SELF, &usage)
    #if canImport(Darwin)
      return usage.ru_maxrss
    #else
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
