import Foundation

/// A line that fills up while something long goes on; silent unless somebody watches.
struct ProgressBar: Sendable {
  private static let width = 30

  private let title: String
  private let console: (any Console)?
  private var shownPercent = -1
  private var shownNote = ""

  init(_ title: String, on console: any Console) {
    self.title = title
    self.console = console.errorIsTerminal ? console : nil
  }

  /// - Parameters:
  ///   - fraction: 0…1 of the work.
  ///   - note: what stands behind the bar.
  mutating func show(_ fraction: Double, note: String = "") {
    let percent = Int(max(0, min(1, fraction)) * 100)
    guard let console, percent != shownPercent || note != shownNote else { return }
    (shownPercent, shownNote) = (percent, note)
    let filled = percent * Self.width / 100
    let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: Self.width - filled)
    console.writeError("\r\(title) \(bar) \(percent) %\(note.isEmpty ? "" : "  \(note)\u{1B}[K")")
  }

  /// Takes the line away.
  func finish() {
    guard let console, shownPercent >= 0 else { return }
    console.writeError("\r\u{1B}[2K")
  }
}
