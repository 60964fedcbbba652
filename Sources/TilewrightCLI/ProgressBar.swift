import Foundation

/// A line that fills up while something long goes on; silent unless somebody watches.
struct ProgressBar: Sendable {
  private static let width = 30

  private let title: String
  private let console: (any Console)?
  private var shownPercent = -1

  init(_ title: String, on console: any Console) {
    self.title = title
    self.console = console.errorIsTerminal ? console : nil
  }

  /// - Parameter fraction: 0…1 of the work.
  mutating func show(_ fraction: Double) {
    let percent = Int(max(0, min(1, fraction)) * 100)
    guard let console, percent != shownPercent else { return }
    shownPercent = percent
    let filled = percent * Self.width / 100
    let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: Self.width - filled)
    console.writeError("\r\(title) \(bar) \(percent) %")
  }

  /// Takes the line away.
  func finish() {
    guard let console, shownPercent >= 0 else { return }
    console.writeError("\r\u{1B}[2K")
  }
}
