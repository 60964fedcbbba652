/// Which operators got faster or slower between two runs, and why: the largest changes.
struct ChangeFigure {
  private let comparison: RunComparison
  private let rows: [OperatorChange]
  private let left: Int
  private let scale: Double

  private static let mostRows = 40

  /// nil when every operator took as long as before.
  init?(_ comparison: RunComparison) {
    self.comparison = comparison
    let changed = comparison.operators.enumerated().filter { $0.element.changeNanoseconds != 0 }.sorted {
      (-abs($0.element.changeNanoseconds), $0.offset) < (-abs($1.element.changeNanoseconds), $1.offset)
    }
    guard let largest = changed.first else { return nil }
    rows = changed.prefix(Self.mostRows).map(\.element)
    left = changed.count - rows.count
    scale = abs(largest.element.changeNanoseconds)
  }

  private enum Layout {
    static let width = 1080.0
    static let namesEnd = 216.0
    static let middle = 420.0
    static let reach = 150.0
    static let reasons = 650.0
    static let top = 46.0
    static let rowHeight = 20.0
    static let barHeight = 13.0
  }

  /// - Parameter name: of the file.
  func figure(name: String) -> Figure {
    let bottom = Layout.top + Double(rows.count) * Layout.rowHeight
    var canvas = SVGCanvas(
      width: Layout.width, height: bottom + 14,
      title: "What changed from \(comparison.baseName) to \(comparison.name)",
      summary: rows.prefix(5).map { "\($0.name) \(words($0)): \($0.reason)" }.joined(separator: "; "))
    for (text, x, anchor) in [
      ("operator", Layout.namesEnd, SVGCanvas.Anchor.end), ("faster ←", Layout.middle - 10, .end),
      ("→ slower", Layout.middle + 10, .start), ("what is different", Layout.reasons, .start),
    ] { canvas.text(text, x: x, y: 26, size: 12, fill: .faint, anchor: anchor) }
    for (index, row) in rows.enumerated() {
      canvas.group(hint: "\(row.name) (\(row.operation)): \(words(row)); \(row.reason)") {
        draw(row, at: index, &$0)
      }
    }
    canvas.line(
      fromX: Layout.middle, fromY: Layout.top - 8, toX: Layout.middle, toY: bottom, stroke: .faint, width: 1)
    return Figure(
      name: name, title: "Operators: \(comparison.name) against \(comparison.baseName)",
      caption: "Change of the time that each operator took, largest first."
        + (left > 0 ? " Not drawn: \(counted(left, "smaller change"))." : ""),
      canvas: canvas)
  }

  private func draw(_ row: OperatorChange, at index: Int, _ canvas: inout SVGCanvas) {
    let top = Layout.top + Double(index) * Layout.rowHeight
    let baseline = top + 10.5
    let length = max(1, abs(row.changeNanoseconds) / scale * Layout.reach)
    let isFaster = row.changeNanoseconds < 0
    canvas.text(
      shortened(row.name, to: 32), x: Layout.namesEnd, y: baseline, size: 11.5, fill: .text, anchor: .end)
    canvas.rectangle(
      x: isFaster ? Layout.middle - length : Layout.middle, y: top, width: length, height: Layout.barHeight,
      fill: isFaster ? .blue : .vermillion, radius: 1.5)
    // On the side that the bar leaves free.
    canvas.text(
      words(row), x: isFaster ? Layout.middle + 8 : Layout.middle - 8, y: baseline, size: 11, fill: .text,
      anchor: isFaster ? .start : .end)
    canvas.text(shortened(row.reason, to: 66), x: Layout.reasons, y: baseline, size: 11.5, fill: .faint)
  }

  private func words(_ row: OperatorChange) -> String {
    (row.changeNanoseconds < 0 ? "−" : "+")
      + HumanNumber.quantity(abs(row.changeNanoseconds), unit: "ns")
  }
}
