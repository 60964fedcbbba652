import Arrays

/// A film in a terminal: one frame as lines of text.
public struct FilmText {
  private let film: ArrayFilm
  private let cellWidth: Int
  private let showsWords: Bool
  private let usesColour: Bool

  /// - Parameters:
  ///   - width: of the terminal; narrow ones show sums only.
  public init(_ film: ArrayFilm, width: Int = 100, usesColour: Bool = false) {
    self.film = film
    self.usesColour = usesColour
    let available = max(6, (width - 2) / film.engine.columns - 1)
    showsWords = available >= 13
    cellWidth = min(available, showsWords ? 16 : 8)
  }

  public func frame(_ index: Int) -> String {
    let frame = film.frames[index]
    let engine = film.engine
    var lines = [
      "cycle \(frame.cycle)\(film.totalCycles.map { " of \($0)" } ?? "")   busy \(frame.busyElements) of "
        + "\(engine.rows * engine.columns) PEs   utilisation so far "
        + "\(HumanNumber.fixed(frame.utilisation * 100, decimals: 1)) %",
      "",
    ]
    for row in 0..<engine.rows {
      let cells = (0..<engine.columns).map { cell(frame.elements[row * engine.columns + $0]) }
      lines.append("  " + cells.map { styled($0.isBusy, padded($0.upper)) }.joined(separator: " "))
      if showsWords {
        lines.append("  " + cells.map { styled($0.isBusy, padded($0.lower)) }.joined(separator: " "))
        lines.append("")
      }
    }
    lines.append(
      showsWords ? "each PE: left × right, and below its sum; idle PEs show ·" : "each PE: its sum; · idle")
    lines.append(frame.explanation)
    return lines.joined(separator: "\n") + "\n"
  }

  private func cell(_ state: ProcessingElementState) -> (upper: String, lower: String, isBusy: Bool) {
    guard showsWords else { return (state.isBusy ? state.sum : "·", "", state.isBusy) }
    return (state.isBusy ? "\(state.left)×\(state.right)" : "·", "= \(state.sum)", state.isBusy)
  }

  private func padded(_ text: String) -> String {
    text.count >= cellWidth
      ? String(text.prefix(cellWidth)) : text + String(repeating: " ", count: cellWidth - text.count)
  }

  private func styled(_ isBusy: Bool, _ text: String) -> String {
    guard usesColour else { return text }
    return isBusy ? "\u{1B}[30;42m\(text)\u{1B}[0m" : "\u{1B}[2m\(text)\u{1B}[0m"
  }
}
