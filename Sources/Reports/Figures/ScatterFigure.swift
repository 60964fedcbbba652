/// Two figures of every design point against each other, and the front of those that nothing beats.
struct ScatterFigure {
  private let table: PointTable
  private let columns: (x: Int, y: Int)
  private let points: [ParetoFront.Point]
  private let front: [Int]
  private let infeasible: Set<Int>
  private let axes: (x: NumberAxis, y: NumberAxis)

  /// The two figures that people look at first.
  static func axes(of table: PointTable) -> (x: Int, y: Int)? {
    let metrics = table.metricsByInterest
    guard let y = metrics.first else { return nil }
    let wanted = ["area_mm2", "energy_pj", "dram_read_bytes"]
    let x =
      wanted.compactMap { name in metrics.first { table.columns[$0].name == name && $0 != y } }.first
      ?? metrics.first { $0 != y } ?? table.parameters.first { table.columns[$0].isNumber }
    return x.map { ($0, y) }
  }

  init?(_ table: PointTable) {
    guard let columns = Self.axes(of: table) else { return nil }
    self.table = table
    self.columns = columns
    points = table.rows.indices.compactMap { row in
      guard let x = table.number(row, columns.x), let y = table.number(row, columns.y) else { return nil }
      return ParetoFront.Point(x: x, y: y, index: row)
    }
    guard !points.isEmpty else { return nil }
    let feasible = Set(table.feasible)
    infeasible = Set(points.map(\.index)).subtracting(feasible)
    front = ParetoFront.front(
      of: points.filter { feasible.contains($0.index) },
      moreIsBetter: (table.columns[columns.x].moreIsBetter, table.columns[columns.y].moreIsBetter))
    axes = (NumberAxis(toHold: points.map(\.x), marks: 8), NumberAxis(toHold: points.map(\.y)))
  }

  private enum Layout {
    static let width = 1080.0
    static let height = 560.0
    static let left = 90.0
    static let right = 1050.0
    static let top = 40.0
    static let bottom = 490.0
  }

  var figure: Figure {
    let (x, y) = (table.columns[columns.x], table.columns[columns.y])
    var canvas = SVGCanvas(
      width: Layout.width, height: Layout.height, title: "\(y.label) over \(x.label)",
      summary: "\(counted(points.count, "design point")), \(front.count) of them on the Pareto front: "
        + front.prefix(5).map(table.words).joined(separator: "; "))
    drawAxes(&canvas)
    drawFront(&canvas)
    let onFront = Set(front)
    for point in points.sorted(by: { !onFront.contains($0.index) && onFront.contains($1.index) }) {
      canvas.group(hint: hint(point), key: String(point.index)) {
        $0.circle(
          x: self.x(point.x), y: self.y(point.y), radius: onFront.contains(point.index) ? 5.5 : 4,
          fill: onFront.contains(point.index)
            ? .vermillion : infeasible.contains(point.index) ? .grey : .blue,
          opacity: onFront.contains(point.index) ? 1 : 0.55)
      }
    }
    drawLabels(&canvas)
    return Figure(
      name: "scatter", title: "Design points", caption: caption, canvas: canvas)
  }

  private var caption: String {
    "A dot is a design point. No other point beats those on the line (the Pareto front) in one figure without losing in "
      + "the other."
  }

  private func x(_ value: Double) -> Double {
    Layout.left + axes.x.fraction(value) * (Layout.right - Layout.left)
  }

  private func y(_ value: Double) -> Double {
    Layout.bottom - axes.y.fraction(value) * (Layout.bottom - Layout.top)
  }

  private func drawAxes(_ canvas: inout SVGCanvas) {
    for mark in axes.x.marks {
      canvas.line(
        fromX: x(mark), fromY: Layout.top, toX: x(mark), toY: Layout.bottom, stroke: .grid, width: 1)
      canvas.text(
        table.columns[columns.x].text(mark), x: x(mark), y: Layout.bottom + 18, size: 12, fill: .faint,
        anchor: .middle)
    }
    for mark in axes.y.marks {
      canvas.line(
        fromX: Layout.left, fromY: y(mark), toX: Layout.right, toY: y(mark), stroke: .grid, width: 1)
      canvas.text(
        table.columns[columns.y].text(mark), x: Layout.left - 8, y: y(mark) + 4, size: 12, fill: .faint,
        anchor: .end)
    }
    canvas.text(
      title(columns.x), x: (Layout.left + Layout.right) / 2, y: Layout.bottom + 44, size: 13, fill: .text,
      anchor: .middle)
    canvas.text(
      title(columns.y), x: 22, y: (Layout.top + Layout.bottom) / 2, size: 13, fill: .text, anchor: .middle,
      turn: -90)
    canvas.line(fromX: Layout.left, fromY: 16, toX: Layout.left + 22, toY: 16, stroke: .vermillion, width: 2)
    canvas.circle(x: Layout.left + 11, y: 16, radius: 5, fill: .vermillion)
    canvas.text(
      "Pareto front: \(counted(front.count, "point"))", x: Layout.left + 30, y: 20, size: 12, fill: .text)
    canvas.circle(x: Layout.left + 206, y: 16, radius: 4.5, fill: .blue, opacity: 0.55)
    canvas.text(
      "\(counted(points.count - front.count - infeasible.count, "other"))", x: Layout.left + 216, y: 20,
      size: 12,
      fill: .text)
    guard !infeasible.isEmpty else { return }
    canvas.circle(x: Layout.left + 306, y: 16, radius: 4.5, fill: .grey, opacity: 0.55)
    canvas.text(
      "\(infeasible.count) that break a condition", x: Layout.left + 316, y: 20, size: 12, fill: .text)
  }

  private func title(_ column: Int) -> String {
    let column = table.columns[column]
    return column.title
      + (column.moreIsBetter ? ", more is better" : column.isParameter ? "" : ", less is better")
  }

  /// Stairs: between two points of the front nothing was reached that is better than the worse of both.
  private func drawFront(_ canvas: inout SVGCanvas) {
    let byRow = Dictionary(points.map { ($0.index, $0) }, uniquingKeysWith: { first, _ in first })
    let ordered = front.compactMap { byRow[$0] }
    let goals = (table.columns[columns.x].moreIsBetter, table.columns[columns.y].moreIsBetter)
    var corners: [(Double, Double)] = []
    for point in ordered {
      if let last = corners.last {
        corners.append(goals.0 ? (last.0, y(point.y)) : (x(point.x), last.1))
      }
      corners.append((x(point.x), y(point.y)))
    }
    if corners.count > 1 { canvas.polyline(corners, stroke: .vermillion, width: 1.5) }
  }

  private func drawLabels(_ canvas: inout SVGCanvas) {
    var placer = LabelPlacer(
      within: .init(left: Layout.left + 4, top: Layout.top, right: Layout.right, bottom: Layout.bottom))
    let byRow = Dictionary(points.map { ($0.index, $0) }, uniquingKeysWith: { first, _ in first })
    for point in points.prefix(2000) {
      placer.block(
        .init(left: x(point.x) - 4, top: y(point.y) - 4, right: x(point.x) + 4, bottom: y(point.y) + 4))
    }
    for row in front {
      guard let point = byRow[row] else { continue }
      let words = table.parameters.prefix(4).map { table.rows[row][$0].plainText }.joined(separator: " · ")
      if let place = placer.place(
        shortened(words, to: 40), size: 11, besideX: x(point.x), y: y(point.y), radius: 5)
      {
        canvas.text(shortened(words, to: 40), x: place.x, y: place.y, size: 11, fill: .text)
      }
    }
  }

  private func hint(_ point: ParetoFront.Point) -> String {
    let (x, y) = (table.columns[columns.x], table.columns[columns.y])
    return "\(table.words(point.index)): \(x.label) \(x.text(point.x)), "
      + "\(y.label) \(y.text(point.y))"
  }
}
