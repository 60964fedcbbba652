/// A picture of a run: a bar per operator, as long as its cycles and in the colour of what bound it, with a mark
/// where the roofline says that the chip could have been done.
public struct OperatorFigure {
  private let run: RunPicture
  private let rows: [OperatorPicture]
  private let scale: FigureScale

  public init(_ run: RunRow) throws {
    self.init(try RunPicture(RunJSON(run), file: run.record.model))
  }

  init(_ run: RunPicture) {
    self.run = run
    rows = run.operators.filter { $0.cycles > 0 }
    scale = FigureScale(toHold: rows.map { max($0.cycles, $0.rooflineCycles) }.max() ?? 0, marks: 5)
  }

  /// Sizes in pixels.
  private enum Layout {
    static let width = 900.0
    static let margin = 16.0
    static let barsStart = 232.0
    static let barsEnd = 740.0
    static let rowsTop = 116.0
    static let rowHeight = 15.0
    static let barHeight = 10.0
    static let below = 72.0
  }

  /// The SVG file.
  public var text: String { figure.document }

  var figure: Figure {
    let height = Layout.rowsTop + Double(rows.count) * Layout.rowHeight + Layout.below
    var canvas = SVGCanvas(
      width: Layout.width, height: height, title: "\(title): cycles per operator")
    drawHeading(&canvas)
    drawLegend(&canvas)
    drawAxis(&canvas)
    for (index, row) in rows.enumerated() {
      canvas.group(hint: hint(for: row)) { draw(row, at: index, &$0) }
    }
    drawFooter(&canvas)
    return Figure(
      name: "operators", title: "Cycles per operator",
      caption:
        "How long every operator took, what it waited for, and (mark) how fast the chip could have been.",
      canvas: canvas)
  }

  private var title: String {
    "\(run.title), \(run.precision), batch \(run.batch)"
  }

  private func drawHeading(_ canvas: inout SVGCanvas) {
    canvas.text(title, x: Layout.margin, y: 28, size: 17, fill: .text, isBold: true)
    var facts = [
      "\(HumanNumber.grouped(Int(run.elapsedCycles))) cycles at \(clock)", run.time,
    ]
    if let utilisation = run.total("utilisation") {
      facts.append("\(HumanNumber.percent(utilisation)) of the peak MAC rate")
    }
    if let fraction = run.total("roofline_fraction") {
      facts.append("\(HumanNumber.percent(fraction)) of the roofline")
    }
    canvas.text(facts.joined(separator: " · "), x: Layout.margin, y: 48, size: 12, fill: .faint)
  }

  private var clock: String {
    "\(HumanNumber.fixed(run.clockHertz / 1e6, decimals: 0)) MHz"
  }

  private func drawLegend(_ canvas: inout SVGCanvas) {
    let present = Bound.allCases.filter { bound in rows.contains { $0.bound == bound.rawValue } }
    var x = Layout.margin
    let y = 74.0
    for bound in present {
      canvas.rectangle(x: x, y: y - 9, width: 10, height: 10, fill: .bound(bound.rawValue))
      canvas.text(bound.legend, x: x + 15, y: y, size: 11, fill: .text)
      x += 15 + 6 * Double(bound.legend.count) + 20
    }
    drawMark(x: x + 4, y: y - 4, &canvas)
    canvas.text("roofline: as fast as the chip can be", x: x + 12, y: y, size: 11, fill: .text)
  }

  private func drawAxis(_ canvas: inout SVGCanvas) {
    let bottom = Layout.rowsTop + Double(rows.count) * Layout.rowHeight + 4
    for mark in scale.marks {
      let x = position(of: mark)
      canvas.line(
        fromX: x, fromY: Layout.rowsTop - 4, toX: x, toY: bottom, stroke: .grid, width: 1)
      for y in [Layout.rowsTop - 9, bottom + 13] {
        canvas.text(
          HumanNumber.grouped(Int(mark)), x: x, y: y, size: 10.5, fill: .faint, anchor: .middle)
      }
    }
    canvas.text(
      "operator", x: Layout.barsStart - 8, y: Layout.rowsTop - 9, size: 10.5, fill: .faint, anchor: .end)
    canvas.text(
      "of its roofline", x: Layout.width - Layout.margin, y: Layout.rowsTop - 9, size: 10.5,
      fill: .faint, anchor: .end)
    canvas.text(
      "cycles of \(clock)", x: (Layout.barsStart + Layout.barsEnd) / 2, y: bottom + 30, size: 11,
      fill: .text, anchor: .middle)
  }

  private func draw(_ row: OperatorPicture, at index: Int, _ canvas: inout SVGCanvas) {
    let top = Layout.rowsTop + Double(index) * Layout.rowHeight
    let middle = top + Layout.rowHeight / 2
    let baseline = middle + 3.8
    canvas.text(
      shortened(row.name, to: 34), x: Layout.barsStart - 8, y: baseline, size: 11, fill: .text,
      anchor: .end)
    canvas.rectangle(
      x: Layout.barsStart, y: middle - Layout.barHeight / 2,
      width: max(1, position(of: row.cycles) - Layout.barsStart), height: Layout.barHeight,
      fill: .bound(row.bound))
    guard row.rooflineCycles > 0 else { return }
    drawMark(x: position(of: row.rooflineCycles), y: middle, &canvas)
    canvas.text(
      HumanNumber.percent(min(1, row.rooflineCycles / max(1, row.occupiedCycles))),
      x: Layout.width - Layout.margin, y: baseline,
      size: 11, fill: .text, anchor: .end)
  }

  private func drawMark(x: Double, y: Double, _ canvas: inout SVGCanvas) {
    canvas.rectangle(x: x - 1, y: y - 6.5, width: 2, height: 13, fill: .text)
  }

  private func drawFooter(_ canvas: inout SVGCanvas) {
    var notes: [String] = []
    if rows.contains(where: { $0.rooflineCycles > 1.02 * $0.cycles }) {
      notes.append("A bar that ends before its mark: loads or work went on under the operators before.")
    }
    let left = run.operators.count - rows.count
    if left > 0 { notes.append("Not drawn: \(counted(left, "operator")) without cycles.") }
    let bottom = Layout.rowsTop + Double(rows.count) * Layout.rowHeight
    canvas.text(
      notes.joined(separator: " "), x: Layout.width - Layout.margin, y: bottom + 58, size: 10.5,
      fill: .faint, anchor: .end)
  }

  private func position(of cycles: Double) -> Double {
    Layout.barsStart + cycles / scale.end * (Layout.barsEnd - Layout.barsStart)
  }

  private func hint(for row: OperatorPicture) -> String {
    let cycles = HumanNumber.grouped(Int(row.cycles))
    let roofline = HumanNumber.grouped(Int(row.rooflineCycles.rounded()))
    return "\(row.name) (\(row.operation)): \(cycles) cycles, roofline \(roofline); "
      + (Bound(rawValue: row.bound)?.legend ?? row.bound)
  }
}

extension Bound {
  fileprivate var legend: String {
    switch self {
    case .matrix: "bound by the matrix engines"
    case .vector: "by the vector engines"
    case .dram: "by DRAM"
    case .host: "by the host core"
    case .latency: "by latency"
    case .none: "by nothing"
    }
  }
}
