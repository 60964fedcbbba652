import Synchronization
import TilewrightCLI

/// A console that keeps what is written.
final class RecordingConsole: Console {
  private let texts = Mutex<(output: String, error: String)>(("", ""))

  var output: String { texts.withLock { $0.output } }
  var error: String { texts.withLock { $0.error } }
  let errorIsTerminal: Bool

  init(errorIsTerminal: Bool = false) {
    self.errorIsTerminal = errorIsTerminal
  }

  func write(_ text: String) { texts.withLock { $0.output += text } }
  func writeError(_ text: String) { texts.withLock { $0.error += text } }
}

/// What a command line gave.
struct Invocation {
  let code: ExitCode
  let output: String
  let error: String
}

/// Runs a command line in this process.
func tilewright(_ words: String...) -> Invocation { tilewright(words) }

func tilewright(_ words: [String]) -> Invocation {
  let console = RecordingConsole()
  let code = CommandLineTool(console: console).run(words)
  return Invocation(code: code, output: console.output, error: console.error)
}
