import Foundation

/// Every operator between the roofs of the chip: what it computed per second over what it asked of DRAM per byte.
///
/// Williams, Waterman and Patterson, “Roofline: an insightful visual performance model” (2009).
struct RooflineFigure {
  private let run: RunPicture
  private let points: [Point]
  private let withoutWork: Int
  private let perSecond: LogScale
  private let perByte: LogScale
  private let peaks: (macs: Double?, vector: Double?, bytes: Double?)

  private struct Point {
    let row: OperatorPicture
    /// Multiply-accumulates, or where there are none scalar operations.
    let isContraction: Bool
    let perSecond: Double
    /// nil where no byte came from or went to DRAM.
    let perByte: Double?
    let radius: Double
  }

  /// nil for a run in which nothing was computed.
  init?(_ run: RunPicture) {
    self.run = run
    let total = max(1, run.operators.reduce(0) { $0 + $1.occupiedCycles })
    points = run.operators.compactMap { row in
      let work = row.macs > 0 ? row.macs : row.scalarOperations
      guard work > 0, row.occupiedCycles > 0 else { return nil }
      return Point(
        row: row, isContraction: row.macs > 0, perSecond: work * run.clockHertz / row.occupiedCycles,
        perByte: row.dramBytes > 0 ? work / row.dramBytes : nil,
        radius: 3.5 + 22 * (row.occupiedCycles / total).squareRoot())
    }
    guard !points.isEmpty else { return nil }
    withoutWork = run.operators.count - points.count
    func peak(_ name: String) -> Double? {
      run.total(name).flatMap { $0 > 0 ? $0 * run.clockHertz : nil }
    }
    peaks = (
      peak("peak_macs_per_cycle"), peak("peak_vector_operations_per_cycle"), peak("dram_peak_bytes_per_cycle")
    )
    perSecond = LogScale(
      toHold: points.map(\.perSecond) + [peaks.macs, peaks.vector].compactMap { $0.map { $0 * 1.5 } })
    var intensities = points.compactMap(\.perByte)
    if let macs = peaks.macs, let bytes = peaks.bytes { intensities += [macs / bytes / 3, macs / bytes * 3] }
    perByte = LogScale(toHold: intensities.isEmpty ? [1] : intensities)
  }

  private enum Layout {
    static let width = 1080.0
    static let height = 600.0
    static let left = 84.0
    static let right = 900.0
    static let top = 46.0
    static let bottom = 536.0
    /// The column for operators without DRAM traffic.
    static let chipOnly = (left: 928.0, right: 1056.0)
  }

  var figure: Figure {
    var canvas = SVGCanvas(
      width: Layout.width, height: Layout.height, title: "Roofline of \(run.title)", summary: summary)
    drawAxes(&canvas)
    drawRoofs(&canvas)
    for point in points.sorted(by: { $0.radius > $1.radius }) {
      canvas.group(hint: hint(point), key: point.row.name) { draw(point, &$0) }
    }
    drawLabels(&canvas)
    drawLegend(&canvas)
    return Figure(name: "roofline", title: "Roofline", caption: caption, canvas: canvas)
  }

  private var summary: String {
    let slow = points.filter { $0.row.bound == "dram" }.count
    return "\(counted(points.count, "operator")); \(slow) bound by DRAM."
  }

  private var caption: String {
    var text =
      "Every operator that computes, as large as its share of the time. On a roof it is as fast as the chip can be: "
      + "under the slope DRAM limits it, under the level roof the matrix engines do. Operators whose weights came "
      + "while the one before was running can stand above the slope."
    if withoutWork > 0 { text += " Not drawn: \(counted(withoutWork, "operator")) that compute nothing." }
    return text
  }

  private func x(_ intensity: Double?) -> Double {
    guard let intensity else { return (Layout.chipOnly.left + Layout.chipOnly.right) / 2 }
    return Layout.left + perByte.fraction(intensity) * (Layout.right - Layout.left)
  }

  private func y(_ rate: Double) -> Double {
    Layout.bottom - perSecond.fraction(rate) * (Layout.bottom - Layout.top)
  }

  private func drawAxes(_ canvas: inout SVGCanvas) {
    for decade in perByte.decades {
      let x = x(decade)
      canvas.line(fromX: x, fromY: Layout.top, toX: x, toY: Layout.bottom, stroke: .grid, width: 1)
      canvas.text(
        HumanNumber.axis(decade), x: x, y: Layout.bottom + 18, size: 12, fill: .faint, anchor: .middle)
    }
    for decade in perSecond.decades {
      let y = y(decade)
      canvas.line(fromX: Layout.left, fromY: y, toX: Layout.right, toY: y, stroke: .grid, width: 1)
      canvas.line(
        fromX: Layout.chipOnly.left, fromY: y, toX: Layout.chipOnly.right, toY: y, stroke: .grid, width: 1)
      canvas.text(
        HumanNumber.axis(decade), x: Layout.left - 8, y: y + 4, size: 12, fill: .faint, anchor: .end)
    }
    canvas.text(
      "multiply-accumulates per byte of DRAM traffic", x: (Layout.left + Layout.right) / 2,
      y: Layout.bottom + 42,
      size: 13, fill: .text, anchor: .middle)
    canvas.text("no DRAM traffic", x: x(nil), y: Layout.bottom + 18, size: 12, fill: .faint, anchor: .middle)
    let middle = (Layout.top + Layout.bottom) / 2
    canvas.text(
      "multiply-accumulates per second", x: 22, y: middle, size: 13, fill: .text, anchor: .middle, turn: -90)
  }

  private func drawRoofs(_ canvas: inout SVGCanvas) {
    if let vector = peaks.vector { drawVectorRoof(vector, &canvas) }
    guard let macs = peaks.macs else { return }
    let level = y(macs)
    canvas.line(
      fromX: Layout.chipOnly.left, fromY: level, toX: Layout.chipOnly.right, toY: level, stroke: .text,
      width: 2)
    let label = "\(HumanNumber.rate(macs))MAC/s: all PEs, \(run.precision)"
    guard let bytes = peaks.bytes else {
      canvas.line(fromX: Layout.left, fromY: level, toX: Layout.right, toY: level, stroke: .text, width: 2)
      return canvas.text(
        label, x: Layout.right, y: level - 8, size: 12, fill: .text, anchor: .end, isBold: true)
    }
    let ridge = macs / bytes
    // Where the slope enters the plot: at its left side or at its floor.
    let entry = max(perByte.lower, perSecond.lower / bytes)
    let corners = [(x(entry), y(entry * bytes)), (x(ridge), level), (Layout.right, level)]
    canvas.polyline(corners, stroke: .text, width: 2)
    canvas.text(label, x: Layout.right, y: level - 8, size: 12, fill: .text, anchor: .end, isBold: true)
    let angle = atan2(corners[1].1 - corners[0].1, corners[1].0 - corners[0].0)
    let share = 0.45
    let place = (
      corners[0].0 + share * (corners[1].0 - corners[0].0),
      corners[0].1 + share * (corners[1].1 - corners[0].1)
    )
    canvas.text(
      "\(HumanNumber.rate(bytes))B/s: DRAM", x: place.0 + 8 * sin(angle), y: place.1 - 8 * cos(angle),
      size: 12,
      fill: .text, anchor: .middle, isBold: true, turn: angle * 180 / .pi)
  }

  private func drawVectorRoof(_ vector: Double, _ canvas: inout SVGCanvas) {
    let level = y(vector)
    for (left, right) in [(Layout.left, Layout.right), Layout.chipOnly] {
      canvas.line(
        fromX: left, fromY: level, toX: right, toY: level, stroke: .faint, width: 1.5, dashes: "5 4")
    }
    canvas.text(
      "\(HumanNumber.rate(vector))op/s: all vector lanes", x: Layout.right, y: level - 6, size: 12,
      fill: .faint,
      anchor: .end)
  }

  private func draw(_ point: Point, _ canvas: inout SVGCanvas) {
    let (x, y) = (x(point.perByte), y(point.perSecond))
    let ink = Ink.bound(point.row.bound)
    if point.isContraction {
      canvas.circle(x: x, y: y, radius: point.radius, fill: ink, opacity: 0.8)
    } else {
      canvas.diamond(x: x, y: y, radius: point.radius, fill: ink, opacity: 0.8)
    }
  }

  private func drawLabels(_ canvas: inout SVGCanvas) {
    var placer = LabelPlacer(
      within: .init(left: Layout.left + 2, top: Layout.top, right: Layout.width - 6, bottom: Layout.bottom))
    blockRoofs(&placer)
    for point in points {
      let (x, y) = (x(point.perByte), y(point.perSecond))
      let core = point.radius * 0.8
      placer.block(.init(left: x - core, top: y - core, right: x + core, bottom: y + core))
    }
    for point in points.sorted(by: { $0.radius > $1.radius }).prefix(14) {
      let (x, y) = (x(point.perByte), y(point.perSecond))
      let name = shortened(point.row.name, to: 26)
      guard let place = placer.place(name, size: 11.5, besideX: x, y: y, radius: point.radius) else {
        continue
      }
      canvas.text(name, x: place.x, y: place.y, size: 11.5, fill: .text)
    }
  }

  private func blockRoofs(_ placer: inout LabelPlacer) {
    if let macs = peaks.macs {
      let level = y(macs)
      placer.block(.init(left: Layout.right - 280, top: level - 22, right: Layout.right, bottom: level + 2))
    }
    if let vector = peaks.vector {
      let level = y(vector)
      placer.block(.init(left: Layout.right - 210, top: level - 18, right: Layout.right, bottom: level + 2))
    }
    guard let macs = peaks.macs, let bytes = peaks.bytes else { return }
    // The slope as a chain of small boxes, wide enough for what is written along it.
    let entry = max(perByte.lower, perSecond.lower / bytes)
    for step in 0...60 {
      let intensity = entry * pow(macs / bytes / entry, Double(step) / 60)
      let (x, y) = (x(intensity), y(intensity * bytes))
      placer.block(.init(left: x - 12, top: y - 22, right: x + 4, bottom: y + 3))
    }
  }

  private func drawLegend(_ canvas: inout SVGCanvas) {
    let order = ["matrix", "vector", "dram", "host", "latency"]
    var x = Layout.left
    for bound in order where points.contains(where: { $0.row.bound == bound }) {
      canvas.circle(x: x + 5, y: 16, radius: 5.5, fill: Ink.bound(bound))
      let label = "bound by " + (Bound(rawValue: bound)?.resource ?? bound)
      canvas.text(label, x: x + 15, y: 20, size: 12, fill: .text)
      x += 15 + LabelPlacer.width(label, size: 12) + 16
    }
    guard points.contains(where: { !$0.isContraction }) else { return }
    canvas.diamond(x: x + 5, y: 16, radius: 6, fill: .grey)
    canvas.text("without multiply-accumulates: operations", x: x + 15, y: 20, size: 12, fill: .text)
  }

  private func hint(_ point: Point) -> String {
    let unit = point.isContraction ? "MAC" : "op"
    let traffic = point.perByte.map { "\(HumanNumber.axis($0)) \(unit)/byte" } ?? "no DRAM traffic"
    let fraction = point.row.rooflineCycles / point.row.occupiedCycles
    return "\(point.row.name) (\(point.row.operation), \(point.row.shape)): "
      + "\(HumanNumber.rate(point.perSecond))\(unit)/s, \(traffic), "
      + "\(HumanNumber.grouped(Int(point.row.cycles))) cycles, \(HumanNumber.percent(min(1, fraction))) of its roofline, "
      + "bound by \(Bound(rawValue: point.row.bound)?.resource ?? point.row.bound)"
  }
}

extension Ink {
  /// Colour of what bound an operator, by the name in `bound_by`.
  static func bound(_ name: String) -> Ink {
    switch name {
    case "matrix": .blue
    case "vector": .green
    case "dram": .orange
    case "host": .purple
    default: .grey
    }
  }
}
