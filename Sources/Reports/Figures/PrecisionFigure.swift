import Compression
import Studies

/// What each product alone in another format does: the error that it brings and the cycles that it saves, product by product,
/// with what the mix is made of.
public struct PrecisionFigure {
  private let rows: [PrecisionSearch.Sensitivity]
  private let first: AccuracyRow
  private let chosen: AccuracyRow
  private let errors: NumberAxis
  private let savings: NumberAxis
  private let formats: [String]

  public init(_ result: PrecisionSearch.Result) {
    rows = result.sensitivities
    first = result.first
    chosen = result.chosen
    errors = NumberAxis(toHold: rows.map { max(1e-6, $0.relativeError) * 100 }, marks: 4)
    savings = NumberAxis(toHold: rows.map { Double($0.savedCycles) } + [0], marks: 4)
    var formats: [String] = []
    for row in rows where !formats.contains(row.format.name) { formats.append(row.format.name) }
    self.formats = formats
  }

  private enum Layout {
    static let width = 1080.0
    static let top = 96.0
    static let names = 230.0
    static let plotWidth = 380.0
    static let lefts = [250.0, 670.0]
    static let row = 17.0
  }

  public var figure: Figure {
    let height = Layout.top + Double(rows.count) * Layout.row + 60
    var canvas = SVGCanvas(
      width: Layout.width, height: height, title: "Sensitivity of \(first.model) to number formats",
      summary: rows.map { "\($0.node) in \($0.format.name): \(words($0))" }.joined(separator: "; "))
    drawHeading(&canvas)
    let bottom = Layout.top + Double(rows.count) * Layout.row
    drawAxis(errors, "error of the scores [%], alone in that format", at: Layout.lefts[0], bottom, &canvas)
    drawAxis(savings, "cycles saved", at: Layout.lefts[1], bottom, &canvas)
    for (index, row) in rows.enumerated() {
      draw(row, at: Layout.top + (Double(index) + 0.5) * Layout.row, &canvas)
    }
    return Figure(
      name: "sensitivity", title: "Sensitivity to number formats",
      caption: "A filled diamond is a change that the mix is made of; a small dot one that was left.",
      canvas: canvas)
  }

  private func drawHeading(_ canvas: inout SVGCanvas) {
    canvas.text(
      "\(first.model): every product alone in another format than \(first.compression.name)", x: 20, y: 24,
      size: 14,
      fill: .text, isBold: true)
    var x = 20.0
    for (index, name) in formats.enumerated() {
      canvas.circle(x: x + 5, y: 46, radius: 5, fill: ink(name))
      canvas.text(name, x: x + 16, y: 50, size: 12, fill: .text)
      x += LabelPlacer.width(name, size: 12) + 40
      if index == formats.count - 1 {
        canvas.diamond(x: x + 5, y: 46, radius: 6, fill: .text)
        canvas.text("part of the mix", x: x + 16, y: 50, size: 12, fill: .text)
      }
    }
  }

  private func drawAxis(
    _ axis: NumberAxis, _ heading: String, at left: Double, _ bottom: Double, _ canvas: inout SVGCanvas
  ) {
    canvas.text(heading, x: left, y: Layout.top - 14, size: 12, fill: .text)
    for mark in axis.marks {
      let x = left + axis.fraction(mark) * Layout.plotWidth
      canvas.line(fromX: x, fromY: Layout.top, toX: x, toY: bottom, stroke: .grid, width: 1)
      canvas.text(HumanNumber.axis(mark), x: x, y: bottom + 18, size: 11.5, fill: .faint, anchor: .middle)
    }
  }

  private func draw(_ row: PrecisionSearch.Sensitivity, at y: Double, _ canvas: inout SVGCanvas) {
    let error = Layout.lefts[0] + errors.fraction(max(1e-6, row.relativeError) * 100) * Layout.plotWidth
    let zero = Layout.lefts[1] + savings.fraction(0) * Layout.plotWidth
    let saved = Layout.lefts[1] + savings.fraction(Double(row.savedCycles)) * Layout.plotWidth
    canvas.text(
      shortened(row.node, to: 34), x: Layout.names, y: y + 4, size: 11, fill: .text, anchor: .end,
      isBold: row.isChosen)
    canvas.group(hint: "\(row.node) in \(row.format.name): \(words(row))") { canvas in
      canvas.line(fromX: zero, fromY: y, toX: saved, toY: y, stroke: ink(row.format.name), width: 2)
      for x in [error, saved] {
        if row.isChosen {
          canvas.diamond(x: x, y: y, radius: 6, fill: ink(row.format.name))
        } else {
          canvas.circle(x: x, y: y, radius: 3.5, fill: ink(row.format.name), opacity: 0.6)
        }
      }
    }
  }

  private func words(_ row: PrecisionSearch.Sensitivity) -> String {
    "error \(HumanNumber.fixed(row.relativeError * 100, decimals: 4)) %, "
      + "\(HumanNumber.grouped(row.savedCycles)) cycles saved\(row.isChosen ? ", in the mix" : "")"
  }

  private func ink(_ format: String) -> Ink {
    let place = formats.firstIndex(of: format) ?? 0
    return place < Ink.series.count ? Ink.series[place] : .grey
  }
}
