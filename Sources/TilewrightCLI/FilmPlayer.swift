import Foundation
import Tilewright

/// Shows a film in a terminal: step, play and seek by keys.
struct FilmPlayer {
  private static let help =
    "→ or n: on   ← or p: back   space: play, pause   0: start   e: end   digits, g: to a cycle   q: quit"

  private let film: ArrayFilm
  private let console: any Console

  init(_ film: ArrayFilm, _ console: any Console) {
    self.film = film
    self.console = console
  }

  /// Whether somebody sits there with a keyboard and a screen.
  static var hasTerminal: Bool { isatty(0) == 1 && isatty(1) == 1 }

  func play() {
    var before = termios()
    guard tcgetattr(0, &before) == 0 else { return }
    var raw = before
    raw.c_lflag &= ~tcflag_t(ICANON | ECHO)
    tcsetattr(0, TCSANOW, &raw)
    console.write("\u{1B}[?1049h\u{1B}[?25l")
    defer {
      console.write("\u{1B}[?25h\u{1B}[?1049l")
      tcsetattr(0, TCSANOW, &before)
    }
    var now = 0
    var isPlaying = false
    var digits = ""
    while true {
      show(now, isPlaying: isPlaying, digits: digits)
      guard let key = key(waitMilliseconds: isPlaying ? 300 : -1) else {
        if now + 1 < film.frames.count { now += 1 } else { isPlaying = false }
        continue
      }
      switch key {
      case "q", "\u{04}": return
      case " ": isPlaying.toggle()
      case "n", "\u{1B}[C": now += 1
      case "p", "\u{1B}[D": now -= 1
      case "e": now = film.frames.count - 1
      case "g", "\n":
        now = Int(digits) ?? 0
        digits = ""
      case "0" where digits.isEmpty: now = 0
      case _ where key.count == 1 && key.first!.isNumber && digits.count < 9: digits += key
      default: digits = ""
      }
      now = max(0, min(film.frames.count - 1, now))
    }
  }

  private func show(_ index: Int, isPlaying: Bool, digits: String) {
    var size = winsize()
    let width = ioctl(1, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0 ? Int(size.ws_col) : 100
    let frame = FilmText(film, width: width, usesColour: true).frame(index)
    let state = isPlaying ? "playing" : digits.isEmpty ? "" : "to cycle \(digits)"
    console.write(
      "\u{1B}[H\u{1B}[2J\(film.title)\n\n\(frame)\n\u{1B}[2m\(Self.help)\u{1B}[0m  \(state)\n")
  }

  /// One key or arrow; nil when none came in time; the end of input counts as “quit”.
  private func key(waitMilliseconds: Int32) -> String? {
    var descriptor = pollfd(fd: 0, events: Int16(POLLIN), revents: 0)
    guard poll(&descriptor, 1, waitMilliseconds) > 0 else { return nil }
    var bytes = [UInt8](repeating: 0, count: 8)
    let count = read(0, &bytes, bytes.count)
    guard count > 0 else { return "q" }
    return String(decoding: bytes[..<count], as: UTF8.self)
  }
}
