/// Where the cycles of every engine went: work, and what it waited for.
struct StallFigure {
  private struct Bar {
    let name: String
    let hint: String
    /// Work, then the causes.
    let shares: [Double]
  }

  private let run: RunPicture
  private let bars: [Bar]
  private let isByKind: Bool

  /// More engines than this are drawn as the mean of their kind.
  private static let mostEngines = 64

  init?(_ run: RunPicture) {
    self.run = run
    guard run.elapsedCycles > 0, !run.engines.isEmpty else { return nil }
    isByKind = run.engines.count > Self.mostEngines
    if isByKind {
      var kinds: [String] = []
      for engine in run.engines where !kinds.contains(engine.kind) { kinds.append(engine.kind) }
      bars = kinds.map { kind in
        let engines = run.engines.filter { $0.kind == kind }
        let all = engines.map { [$0.busyCycles] + $0.stallCycles }
        let mean = all[0].indices.map { index in
          all.reduce(0) { $0 + $1[index] } / Double(engines.count) / run.elapsedCycles
        }
        return Self.bar(engines.count > 1 ? "\(engines.count) × \(kind), mean" : kind, mean)
      }
    } else {
      bars = run.engines.map { engine in
        Self.bar(engine.name, ([engine.busyCycles] + engine.stallCycles).map { $0 / run.elapsedCycles })
      }
    }
  }

  private static func bar(_ name: String, _ shares: [Double]) -> Bar {
    let parts = zip(EngineCondition.all, shares).filter { $0.1 > 0 }.map {
      "\($0.0.label) \(HumanNumber.percent($0.1))"
    }
    return Bar(name: name, hint: "\(name): \(parts.joined(separator: ", "))", shares: shares)
  }

  private enum Layout {
    static let width = 1080.0
    static let left = 170.0
    static let right = 1060.0
    static let top = 58.0
    static let rowHeight = 22.0
    static let barHeight = 16.0
  }

  var figure: Figure {
    let bottom = Layout.top + Double(bars.count) * Layout.rowHeight
    var canvas = SVGCanvas(
      width: Layout.width, height: bottom + 52, title: "What the engines of \(run.title) did",
      summary: bars.map(\.hint).joined(separator: ". "))
    canvas.legend(EngineCondition.legend, x: Layout.left)
    for percent in stride(from: 0.0, through: 100, by: 25) {
      let x = Layout.left + percent / 100 * (Layout.right - Layout.left)
      canvas.line(fromX: x, fromY: Layout.top - 6, toX: x, toY: bottom + 4, stroke: .grid, width: 1)
      canvas.text(
        "\(Int(percent)) %", x: x, y: bottom + 18, size: 12, fill: .faint,
        anchor: percent == 0 ? .start : percent == 100 ? .end : .middle)
    }
    canvas.text(
      "share of the run's \(HumanNumber.grouped(Int(run.elapsedCycles))) cycles",
      x: (Layout.left + Layout.right) / 2, y: bottom + 40, size: 13, fill: .text, anchor: .middle)
    for (index, bar) in bars.enumerated() {
      canvas.group(hint: bar.hint) { draw(bar, at: index, &$0) }
    }
    return Figure(
      name: "stalls", title: "What the engines did", caption: caption, canvas: canvas)
  }

  private var caption: String {
    "Every cycle of every engine has one cause. An engine that waits for another shows where the schedule, not the "
      + "engine, is the limit; full queues show that a memory or a link takes no more."
      + (isByKind ? " So many engines are drawn as the mean of their kind." : "")
  }

  private func draw(_ bar: Bar, at index: Int, _ canvas: inout SVGCanvas) {
    let top = Layout.top + Double(index) * Layout.rowHeight
    let width = Layout.right - Layout.left
    canvas.text(
      bar.name, x: Layout.left - 10, y: top + 12.5, size: 12, fill: .text, anchor: .end)
    var x = Layout.left
    for (share, ink) in zip(bar.shares, EngineCondition.all.map(\.ink)) where share > 0 {
      let length = share * width
      canvas.rectangle(x: x, y: top, width: length, height: Layout.barHeight, fill: ink)
      if length > 38 {
        canvas.text(
          HumanNumber.percent(share), x: x + length / 2, y: top + 12, size: 11, fill: .text, anchor: .middle,
          ground: ink == .grid ? nil : ink)
      }
      x += length
    }
  }
}
