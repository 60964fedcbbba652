import Foundation
import Synchronization

/// Ends the program when one input takes too long, and keeps its memory within bounds.
final class Watchdog: Sendable {
  /// Number of the input that is being read.
  private let iteration = Atomic<Int>(-1)

  /// - Parameters:
  ///   - seconds: what one input may take.
  ///   - byteCount: what the program may allocate.
  init(seconds: Double, byteCount: Int) {
    var limit = rlimit(rlim_cur: rlim_t(byteCount), rlim_max: rlim_t(byteCount))
    setrlimit(__rlimit_resource_t(2), &limit)  // RLIMIT_DATA
    Thread.detachNewThread { [self] in
      var last = -1
      while true {
        Thread.sleep(forTimeInterval: seconds)
        let now = iteration.load(ordering: .relaxed)
        if now == last, now >= 0 {
          print("input \(now) takes longer than \(seconds) s")
          exit(3)
        }
        last = now
      }
    }
  }

  func begin(_ number: Int) { iteration.store(number, ordering: .relaxed) }

  /// The most memory that the program ever had, in bytes.
  static var peakResidentBytes: Int {
    var usage = rusage()
    getrusage(__rusage_who_t(0), &usage)
    return usage.ru_maxrss << 10
  }
}
