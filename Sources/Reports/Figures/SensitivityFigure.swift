/// What each parameter does to a figure, all others averaged out: the main effects of a factorial design.
///
/// Montgomery, “Design and Analysis of Experiments”: the main effect of a factor is the change of the mean response over
/// its levels.
struct SensitivityFigure {
  private struct Effect {
    let column: Int
    /// Levels in order, each with the mean of the figure over all points that have it.
    let levels: [(label: String, mean: Double, count: Int)]

    var lowest: Double { levels.map(\.mean).min() ?? 0 }
    var highest: Double { levels.map(\.mean).max() ?? 0 }
  }

  private let table: PointTable
  private let metric: Int
  private let mean: Double
  private let effects: [Effect]
  private let scale: NumberAxis

  private static let mostLevels = 12

  /// nil when no parameter took two values.
  init?(_ table: PointTable, metric: Int) {
    self.table = table
    self.metric = metric
    let measured = table.rows.indices.filter { table.number($0, metric) != nil }
    guard !measured.isEmpty else { return nil }
    mean = measured.reduce(0) { $0 + table.number($1, metric)! } / Double(measured.count)
    effects = table.parameters.compactMap { Self.effect(of: $0, on: metric, table, measured) }
      .sorted { ($1.highest - $1.lowest, $0.column) < ($0.highest - $0.lowest, $1.column) }
    guard !effects.isEmpty else { return nil }
    scale = NumberAxis(toHold: effects.flatMap { [$0.lowest, $0.highest] }, marks: 5)
  }

  private static func effect(
    of column: Int, on metric: Int, _ table: PointTable, _ measured: [Int]
  ) -> Effect? {
    let groups = Dictionary(grouping: measured) { table.rows[$0][column] }
    var levels = groups.filter { $0.key != .unknown }.sorted { Cell.ascending($0.key, $1.key) }.map {
      (label: $0.key.number.map(HumanNumber.axis) ?? shortened($0.key.plainText, to: 14), rows: $0.value)
    }
    if levels.count > mostLevels {
      guard table.columns[column].isNumber else { return nil }
      levels = bins(of: column, table, measured)
    }
    guard levels.count > 1 else { return nil }
    return Effect(
      column: column,
      levels: levels.map { level in
        let sum = level.rows.reduce(0) { $0 + (table.number($1, metric) ?? 0) }
        return (level.label, sum / Double(level.rows.count), level.rows.count)
      })
  }

  /// Many values, as random designs have them: bins of equally many points.
  private static func bins(
    of column: Int, _ table: PointTable, _ measured: [Int]
  ) -> [(label: String, rows: [Int])] {
    let ordered = measured.filter { table.number($0, column) != nil }
      .sorted { (table.number($0, column)!, $0) < (table.number($1, column)!, $1) }
    return (0..<mostLevels).compactMap { bin in
      let rows = Array(ordered[bin * ordered.count / mostLevels..<(bin + 1) * ordered.count / mostLevels])
      guard let middle = rows.dropFirst(rows.count / 2).first else { return nil }
      return ("≈ " + HumanNumber.axis(table.number(middle, column)!), rows)
    }
  }

  private enum Layout {
    static let width = 1080.0
    static let left = 84.0
    static let top = 40.0
    static let panelsInRow = 3
    static let panelWidth = 318.0
    static let panelHeight = 244.0
    static let plotHeight = 150.0
  }

  var figure: Figure {
    let rows = (effects.count + Layout.panelsInRow - 1) / Layout.panelsInRow
    let column = table.columns[metric]
    var canvas = SVGCanvas(
      width: Layout.width, height: Layout.top + Double(rows) * Layout.panelHeight,
      title: "What each parameter does to \(column.label)",
      summary: effects.map { "\(table.columns[$0.column].name): \(range($0))" }.joined(separator: "; "))
    canvas.text(
      "mean \(column.label) at each value; strongest first",
      x: Layout.left, y: 18, size: 13, fill: .text)
    for (index, effect) in effects.enumerated() { draw(effect, at: index, &canvas) }
    return Figure(
      name: "sensitivity-\(column.name)", title: "Sensitivity",
      caption:
        "Main effects: the mean over all points that share a value. A flat line is a parameter that does not "
        + "matter; the dashed line is the mean of all points.",
      canvas: canvas)
  }

  private func range(_ effect: Effect) -> String {
    let change =
      mean != 0 ? " (\(HumanNumber.percent((effect.highest - effect.lowest) / abs(mean))) of the mean)" : ""
    return
      "\(table.columns[metric].text(effect.lowest)) to \(table.columns[metric].text(effect.highest))\(change)"
  }

  private func draw(_ effect: Effect, at index: Int, _ canvas: inout SVGCanvas) {
    let left = Layout.left + Double(index % Layout.panelsInRow) * (Layout.panelWidth + 14)
    let right = left + Layout.panelWidth - 36
    let top = Layout.top + Double(index / Layout.panelsInRow) * Layout.panelHeight + 36
    let bottom = top + Layout.plotHeight
    func y(_ value: Double) -> Double { bottom - scale.fraction(value) * Layout.plotHeight }
    func x(_ level: Int) -> Double {
      left + (Double(level) + 0.5) / Double(effect.levels.count) * (right - left)
    }
    canvas.text(
      shortened(table.columns[effect.column].label, to: 40), x: left, y: top - 10, size: 12, fill: .text,
      isBold: true)
    for mark in scale.marks {
      canvas.line(fromX: left, fromY: y(mark), toX: right, toY: y(mark), stroke: .grid, width: 1)
      if index % Layout.panelsInRow == 0 {
        canvas.text(
          table.columns[metric].text(mark), x: left - 8, y: y(mark) + 4, size: 11.5, fill: .faint,
          anchor: .end)
      }
    }
    if (scale.lower...scale.upper).contains(mean) {
      canvas.line(
        fromX: left, fromY: y(mean), toX: right, toY: y(mean), stroke: .faint, width: 1, dashes: "5 4")
    }
    canvas.polyline(effect.levels.enumerated().map { (x($0), y($1.mean)) }, stroke: .blue, width: 2)
    let isTight = effect.levels.contains {
      LabelPlacer.width($0.label, size: 11) > (right - left) / Double(effect.levels.count)
    }
    for (place, level) in effect.levels.enumerated() {
      canvas.group(
        hint:
          "\(table.columns[effect.column].name) \(level.label): mean \(table.columns[metric].text(level.mean)) of "
          + counted(level.count, "point")
      ) { $0.circle(x: x(place), y: y(level.mean), radius: 5, fill: .blue) }
      canvas.text(
        level.label, x: x(place), y: bottom + (isTight ? 14 : 18), size: isTight ? 10 : 11.5, fill: .faint,
        anchor: isTight ? .end : .middle, turn: isTight ? -35 : 0)
    }
  }
}
