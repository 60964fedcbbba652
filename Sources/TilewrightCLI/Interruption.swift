import Dispatch
import Foundation
import Tilewright

/// What Ctrl-C does: files that are not finished go away, the old ones stay.
enum Interruption {
  /// Exit code of a process that was interrupted, as shells give it.
  private static let interrupted: Int32 = 130

  nonisolated(unsafe) private static var source: (any DispatchSourceSignal)?

  /// Call once, before anything is written.
  static func handle() {
    signal(SIGPIPE, SIG_DFL)
    signal(SIGINT, SIG_IGN)
    let interrupt = DispatchSource.makeSignalSource(signal: SIGINT, queue: .global())
    interrupt.setEventHandler {
      ReplacementFile.discardUnfinished()
      _exit(interrupted)
    }
    interrupt.resume()
    source = interrupt
  }
}
