/// What the engines of two runs did with their time, kind by kind.
struct EngineChangeFigure {
  private let comparison: RunComparison

  /// nil for runs without engines.
  init?(_ comparison: RunComparison) {
    guard !comparison.engines.isEmpty else { return nil }
    self.comparison = comparison
  }

  private enum Layout {
    static let width = 1080.0
    static let left = 210.0
    static let right = 1060.0
    static let top = 56.0
    static let groupHeight = 52.0
    static let barHeight = 18.0
  }

  /// - Parameter name: of the file.
  func figure(name: String) -> Figure {
    let bottom = Layout.top + Double(comparison.engines.count) * Layout.groupHeight
    var canvas = SVGCanvas(
      width: Layout.width, height: bottom + 40,
      title: "What the engines did in \(comparison.baseName) and in \(comparison.name)",
      summary: comparison.engines.map { "\($0.kind): \($0.reason)" }.joined(separator: "; "))
    canvas.legend(EngineCondition.legend, x: Layout.left)
    for percent in stride(from: 0.0, through: 100, by: 25) {
      let x = Layout.left + percent / 100 * (Layout.right - Layout.left)
      canvas.line(
        fromX: x, fromY: Layout.top - 6, toX: x, toY: bottom - 4, stroke: .grid, width: 1)
      canvas.text(
        "\(Int(percent)) %", x: x, y: bottom + 12, size: 12, fill: .faint,
        anchor: percent == 0 ? .start : percent == 100 ? .end : .middle)
    }
    canvas.text(
      "share of each run's time", x: (Layout.left + Layout.right) / 2, y: bottom + 32, size: 13, fill: .text,
      anchor: .middle)
    for (index, engine) in comparison.engines.enumerated() {
      let top = Layout.top + Double(index) * Layout.groupHeight
      canvas.text(engine.kind, x: 16, y: top + 24, size: 13, fill: .text, isBold: true)
      draw(engine.base, of: comparison.baseName, engine.kind, top: top, &canvas)
      draw(engine.run, of: comparison.name, engine.kind, top: top + Layout.barHeight + 3, &canvas)
    }
    return Figure(
      name: name, title: "Engines: \(comparison.name) against \(comparison.baseName)",
      caption:
        "All engines of a kind together: the part of the time in which they worked, and what they waited for.",
      canvas: canvas)
  }

  private func draw(
    _ shares: [EngineChange.Share], of run: String, _ engine: String, top: Double, _ canvas: inout SVGCanvas
  ) {
    canvas.text(
      shortened(run, to: 20), x: Layout.left - 10, y: top + 13, size: 12, fill: .text, anchor: .end)
    let words = shares.filter { $0.fraction > 0 }.map {
      "\($0.condition) \(HumanNumber.percent($0.fraction))"
    }
    canvas.group(hint: "\(engine), \(run): \(words.joined(separator: ", "))") {
      var x = Layout.left
      for share in shares where share.fraction > 0 {
        let width = share.fraction * (Layout.right - Layout.left)
        let ink = EngineCondition.all.first { $0.name == share.condition }?.ink ?? .grey
        $0.rectangle(x: x, y: top, width: width, height: Layout.barHeight, fill: ink)
        if width > 40 {
          $0.text(
            HumanNumber.percent(share.fraction), x: x + width / 2, y: top + 13, size: 11, fill: .text,
            anchor: .middle, ground: ink == .grid ? nil : ink)
        }
        x += width
      }
    }
  }
}
