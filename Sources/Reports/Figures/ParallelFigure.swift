/// Every design point as a line through its parameters and its figures.
struct ParallelFigure {
  private struct Axis {
    let column: Int
    let title: String
    /// Values of a column of words or of few numbers, evenly spread; nil for a continuous axis.
    let values: [Cell]?
    let scale: NumberAxis

    func fraction(_ cell: Cell) -> Double? {
      if let values {
        guard let place = values.firstIndex(of: cell) else { return nil }
        return values.count > 1 ? (Double(place) + 0.5) / Double(values.count) : 0.5
      }
      return cell.number.map(scale.fraction)
    }
  }

  private let table: PointTable
  private let axes: [Axis]
  private let rows: [Int]
  private let goal: Int
  private let ranks: [Int: Double]

  private static let mostParameters = 6
  private static let mostMetrics = 4
  private static let mostLines = 3000

  /// nil for fewer than two axes.
  init?(_ table: PointTable) {
    guard let goal = table.metricsByInterest.first else { return nil }
    self.table = table
    self.goal = goal
    let chosen =
      table.parameters.prefix(Self.mostParameters) + table.metricsByInterest.prefix(Self.mostMetrics)
    axes = chosen.map { Self.axis($0, of: table) }
    let measured = table.measured
    let step = max(1, (measured.count + Self.mostLines - 1) / Self.mostLines)
    rows = stride(from: 0, to: measured.count, by: step).map { measured[$0] }
    ranks = Self.ranks(of: rows, by: goal, table)
    guard axes.count > 1, !rows.isEmpty else { return nil }
  }

  private static func axis(_ column: Int, of table: PointTable) -> Axis {
    let cells = Set(table.rows.map { $0[column] }).subtracting([.unknown])
    let isDiscrete = table.columns[column].isParameter && cells.count <= 16 || !table.columns[column].isNumber
    let values = isDiscrete ? cells.sorted(by: Cell.ascending) : nil
    let title = table.columns[column].label
    return Axis(
      column: column, title: title, values: values,
      scale: NumberAxis(toHold: table.rows.compactMap { $0[column].number }))
  }

  private enum Layout {
    static let width = 1080.0
    static let height = 470.0
    static let left = 80.0
    static let right = 1000.0
    static let top = 78.0
    static let bottom = 430.0
  }

  var figure: Figure {
    var canvas = SVGCanvas(
      width: Layout.width, height: Layout.height,
      title: "Design points as lines through their parameters and figures",
      summary: "\(counted(rows.count, "line")) through \(axes.map(\.title).joined(separator: ", ")).")
    let ordered = rows.sorted { shade($0) < shade($1) }
    for row in ordered {
      let corners = axes.enumerated().compactMap { index, axis in
        axis.fraction(table.rows[row][axis.column]).map { (x(index), y($0)) }
      }
      guard corners.count > 1 else { continue }
      canvas.group(hint: hint(row), key: String(row)) {
        $0.polyline(
          corners, stroke: shade(row) > 0.9 ? .vermillion : .heat(fraction: 0.25 + 0.75 * shade(row)),
          width: 1.2,
          opacity: rows.count > 300 ? 0.45 : 0.75)
      }
    }
    for (index, axis) in axes.enumerated() { draw(axis, at: index, &canvas) }
    return Figure(
      name: "parallel", title: "Parallel coordinates",
      caption:
        "A line is a design point; the best tenth in \(table.columns[goal].label) is red and drawn last, the others "
        + "are darker the better they are."
        + (rows.count < table.measured.count ? " Some lines are left out." : ""),
      canvas: canvas)
  }

  /// 0 for the worst row in the goal, 1 for the best, by rank.
  private func shade(_ row: Int) -> Double { ranks[row] ?? 0 }

  private static func ranks(of rows: [Int], by goal: Int, _ table: PointTable) -> [Int: Double] {
    let sign = table.columns[goal].moreIsBetter ? 1.0 : -1.0
    let ordered = rows.compactMap { row in table.number(row, goal).map { (row, $0 * sign) } }
      .sorted { ($0.1, $0.0) < ($1.1, $1.0) }
    return Dictionary(
      ordered.enumerated().map { ($1.0, Double($0 + 1) / Double(ordered.count)) },
      uniquingKeysWith: { first, _ in first })
  }

  private func x(_ index: Int) -> Double {
    Layout.left + Double(index) / Double(axes.count - 1) * (Layout.right - Layout.left)
  }

  private func y(_ fraction: Double) -> Double {
    Layout.bottom - fraction * (Layout.bottom - Layout.top)
  }

  private func draw(_ axis: Axis, at index: Int, _ canvas: inout SVGCanvas) {
    let x = x(index)
    canvas.line(fromX: x, fromY: Layout.top - 8, toX: x, toY: Layout.bottom + 4, stroke: .faint, width: 1.2)
    let room = Int((Layout.right - Layout.left) / Double(axes.count - 1) / (11.5 * LabelPlacer.letterWidth))
    // Neighbouring titles stand on two lines, so that long ones find room.
    canvas.text(
      shortened(axis.title, to: max(8, 2 * room - 3)), x: x, y: index.isMultiple(of: 2) ? 26 : 50, size: 11.5,
      fill: .text, anchor: index == 0 ? .start : index == axes.count - 1 ? .end : .middle, isBold: true)
    let marks: [(String, Double)] =
      axis.values.map { values in values.map { (Self.label($0), axis.fraction($0) ?? 0) } }
      ?? axis.scale.marks.map { (table.columns[axis.column].text($0), axis.scale.fraction($0)) }
    for (label, fraction) in marks {
      let width = LabelPlacer.width(label, size: 10.5) + 6
      canvas.rectangle(x: x + 4, y: y(fraction) - 7, width: width, height: 14, fill: .paper, radius: 3)
      canvas.line(fromX: x - 3, fromY: y(fraction), toX: x + 3, toY: y(fraction), stroke: .faint, width: 1)
      canvas.text(label, x: x + 7, y: y(fraction) + 3.8, size: 10.5, fill: .text)
    }
  }

  private static func label(_ cell: Cell) -> String {
    cell.number.map(HumanNumber.axis) ?? shortened(cell.plainText, to: 16)
  }

  private func hint(_ row: Int) -> String {
    let figures = axes.filter { !table.columns[$0.column].isParameter }.map {
      "\($0.title) \(table.rows[row][$0.column].number.map(table.columns[$0.column].text) ?? "unknown")"
    }
    return "\(table.words(row)): \(figures.joined(separator: ", "))"
  }
}
