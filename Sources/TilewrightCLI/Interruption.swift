import Dispatch
import Foundation
import Synchronization
import Tilewright

/// What Ctrl-C does: files that are not finished go away, the old ones stay.
enum Interruption {
  /// Exit code of a process that was interrupted, as shells give it.
  private static let interrupted: Int32 = 130

  private static let lastActs = Mutex<(next: Int, bodies: [Int: @Sendable () -> Void])>((0, [:]))

  nonisolated(unsafe) private static var source: (any DispatchSourceSignal)?

  /// Call once, before anything is written.
  static func handle() {
    signal(SIGPIPE, SIG_DFL)
    signal(SIGINT, SIG_IGN)
    let interrupt = DispatchSource.makeSignalSource(signal: SIGINT, queue: .global())
    interrupt.setEventHandler {
      ReplacementFile.discardUnfinished()
      // Whoever wants to forget an act, because its file is written, waits here for the end.
      lastActs.withLock { acts in
        for body in acts.bodies.values { body() }
        _exit(interrupted)
      }
    }
    interrupt.resume()
    source = interrupt
  }

  /// Sees to it that something is done when the user ends the program: what is finished is made whole.
  /// - Returns: a name for `forget`.
  static func beforeExit(_ body: @escaping @Sendable () -> Void) -> Int {
    lastActs.withLock { acts in
      acts.next += 1
      acts.bodies[acts.next] = body
      return acts.next
    }
  }

  static func forget(_ act: Int) { lastActs.withLock { _ = $0.bodies.removeValue(forKey: act) } }
}
