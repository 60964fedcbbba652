import Foundation
import Tilewright

/// Where a command writes for people.
package protocol Console: Sendable {
  /// Results, on standard output.
  func write(_ text: String)
  /// Messages and progress, on standard error.
  func writeError(_ text: String)
  /// Whether somebody watches the messages, so that a progress bar makes sense.
  var errorIsTerminal: Bool { get }
}

/// The process's own standard output and standard error.
struct TerminalConsole: Console {
  func write(_ text: String) { emit(text, to: 1) }

  func writeError(_ text: String) { emit(text, to: 2) }

  var errorIsTerminal: Bool { isatty(2) == 1 }

  /// A stream nobody reads any more ends the process quietly (SIGPIPE); other errors have nobody to be told.
  private func emit(_ text: String, to descriptor: Int32) {
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let written = rest.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
      guard written > 0 || errno == EINTR else { return }
      rest = rest.dropFirst(max(0, written))
    }
  }
}

extension Console {
  private var shownWarnings: Int { 20 }

  /// One line each; a file that is strange from end to end is not listed whole.
  func writeWarnings(_ warnings: [String]) {
    for warning in warnings.prefix(shownWarnings) { writeError("warning: \(warning)\n") }
    if warnings.count > shownWarnings {
      writeError("warning: … and \(warnings.count - shownWarnings) more\n")
    }
  }
}
