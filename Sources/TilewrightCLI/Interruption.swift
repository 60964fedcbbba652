import Dispatch
import Foundation
import Synchronization
import Tilewright

/// What Ctrl-C does, and a scheduler's or terminal's end of the job: files that are not finished go away, the old ones stay.
enum Interruption {
  private static let signals = [SIGINT, SIGTERM, SIGHUP]
  /// Shells give a process that a signal ended this and its number as its exit code.
  private static let signalled: Int32 = 128

  private static let lastActs = Mutex<(next: Int, bodies: [Int: @Sendable () -> Void])>((0, [:]))

  nonisolated(unsafe) private static var sources: [any DispatchSourceSignal] = []

  /// Call once, before anything is written.
  static func handle() {
    signal(SIGPIPE, SIG_DFL)
    sources = signals.compactMap { number in
      let before = unsafeBitCast(signal(number, SIG_IGN), to: Int.self)
      // A process under nohup is to outlive its terminal.
      if number == SIGHUP, before == unsafeBitCast(SIG_IGN, to: Int.self) { return nil }
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler { end(signalled + number) }
      source.resume()
      return source
    }
  }

  private static func end(_ code: Int32) {
    ReplacementFile.discardUnfinished()
    // Whoever wants to forget an act, because its file is written, waits here for the end.
    lastActs.withLock { acts in
      for body in acts.bodies.values { body() }
      _exit(code)
    }
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
