import Foundation
import Studies

/// A picture that a study asks for: a metric over what was set, a line (or, over words, a row of dots) for every value of
/// something else. Points of one place and line are averaged.
struct LineFigure {
  private struct Line {
    let words: String
    /// In the order of the axis.
    let points: [(place: Int, value: Double)]
  }

  private let table: PointTable
  private let asked: StudyFigure
  private let y: Int
  /// Values across, as words, and as numbers where it is one column of them.
  private let places: [String]
  private let numbers: [Double]?
  /// Whether the numbers double, or nearly: then they stand equally far apart.
  private let growsByFactors: Bool
  private let lines: [Line]
  private let axis: NumberAxis

  /// nil when the table lacks a column or has no figures in it.
  init?(_ table: PointTable, _ asked: StudyFigure) {
    let across = asked.x.compactMap(table.column)
    let apart = asked.lines.compactMap(table.column)
    guard across.count == asked.x.count, apart.count == asked.lines.count, let y = table.column(asked.y)
    else {
      return nil
    }
    let measured = table.rows.indices.filter { table.number($0, y) != nil }
    guard !measured.isEmpty else { return nil }
    self.table = table
    self.asked = asked
    self.y = y
    func words(_ row: Int, _ columns: [Int]) -> String {
      columns.map { table.text(row, $0) }.joined(separator: " × ")
    }
    let isScale = across.count == 1 && table.columns[across[0]].isNumber
    let ordered =
      isScale ? measured.sorted { table.number($0, across[0])! < table.number($1, across[0])! } : measured
    let places = ordered.map { words($0, across) }.distinct
    let firstRow = Dictionary(
      ordered.map { (words($0, across), $0) }, uniquingKeysWith: { first, _ in first })
    self.places = places
    numbers = isScale ? places.map { table.number(firstRow[$0]!, across[0])! } : nil
    let placeOf = Dictionary(uniqueKeysWithValues: places.enumerated().map { ($1, $0) })
    growsByFactors = numbers.map(Self.growByFactors) ?? false
    let rowsOfLine = Dictionary(grouping: measured) { words($0, apart) }
    lines = measured.map { words($0, apart) }.distinct.map { name in
      let rows = rowsOfLine[name] ?? []
      let groups = Dictionary(grouping: rows) { placeOf[words($0, across)]! }
      return Line(
        words: name,
        points: groups.sorted { $0.key < $1.key }.map { place, rows in
          (place, rows.reduce(0) { $0 + table.number($1, y)! } / Double(rows.count))
        })
    }
    axis = NumberAxis(toHold: lines.flatMap { $0.points.map(\.value) })
  }

  private enum Layout {
    static let width = 1080.0
    static let height = 560.0
    static let left = 100.0
    /// Room for the names of the lines behind it.
    static let right = 860.0
    static let top = 24.0
    static let bottom = 490.0
  }

  var figure: Figure {
    let column = table.columns[y]
    var canvas = SVGCanvas(
      width: Layout.width, height: Layout.height, title: asked.title, summary: summary)
    drawAxes(&canvas)
    for (index, line) in lines.enumerated() {
      let ink = index < Ink.series.count ? Ink.series[index] : .grey
      if numbers != nil, line.points.count > 1 {
        canvas.polyline(line.points.map { (x($0.place), y($0.value)) }, stroke: ink, width: 2)
      }
      for point in line.points {
        canvas.group(hint: "\(hint(line, point.place)): \(column.label) \(column.text(point.value))") {
          $0.circle(x: x(point.place), y: y(point.value), radius: 5, fill: ink)
        }
      }
    }
    drawNames(&canvas)
    return Figure(name: asked.name, title: asked.title, caption: asked.caption, canvas: canvas)
  }

  private var summary: String {
    lines.prefix(8).map { line in
      let points = line.points.map { "\(places[$0.place]): \(table.columns[y].text($0.value))" }
      return (line.words.isEmpty ? "" : line.words + ": ") + points.prefix(12).joined(separator: ", ")
    }.joined(separator: "; ")
  }

  private func hint(_ line: Line, _ place: Int) -> String {
    line.words.isEmpty ? places[place] : "\(line.words), \(places[place])"
  }

  private func x(_ place: Int) -> Double {
    let width = Layout.right - Layout.left
    guard let numbers, numbers.count > 1, let first = numbers.first, let last = numbers.last else {
      return Layout.left + (Double(place) + 0.5) / Double(places.count) * width
    }
    let fraction =
      growsByFactors
      ? log(numbers[place] / first) / log(last / first) : (numbers[place] - first) / (last - first)
    return Layout.left + 30 + fraction * (width - 60)
  }

  private static func growByFactors(_ numbers: [Double]) -> Bool {
    guard numbers.count > 2, numbers[0] > 0 else { return false }
    let factors = zip(numbers.dropFirst(), numbers).map { $0 / $1 }
    return factors.max()! < 1.5 * factors.min()! && numbers.last! / numbers[0] > 3
  }

  private func y(_ value: Double) -> Double {
    Layout.bottom - axis.fraction(value) * (Layout.bottom - Layout.top)
  }

  private func drawAxes(_ canvas: inout SVGCanvas) {
    for mark in axis.marks {
      canvas.line(
        fromX: Layout.left, fromY: y(mark), toX: Layout.right, toY: y(mark), stroke: .grid, width: 1)
      canvas.text(
        table.columns[y].text(mark), x: Layout.left - 8, y: y(mark) + 4, size: 12, fill: .faint, anchor: .end)
    }
    var end = -Double.infinity
    for (place, words) in places.enumerated() {
      let half = LabelPlacer.width(words, size: 12) / 2
      canvas.line(
        fromX: x(place), fromY: Layout.bottom, toX: x(place), toY: Layout.bottom + 5, stroke: .faint, width: 1
      )
      guard x(place) - half > end + 4 else { continue }
      end = x(place) + half
      canvas.text(
        words, x: x(place), y: Layout.bottom + 20, size: 12, fill: .faint, anchor: .middle)
    }
    canvas.line(
      fromX: Layout.left, fromY: Layout.bottom, toX: Layout.right, toY: Layout.bottom, stroke: .faint,
      width: 1)
    canvas.text(
      asked.x.map { name in table.column(name).map { table.columns[$0].label } ?? name }
        .joined(separator: " × "), x: (Layout.left + Layout.right) / 2, y: Layout.bottom + 46, size: 13,
      fill: .text, anchor: .middle)
    let column = table.columns[y]
    canvas.text(
      column.title + (column.moreIsBetter ? ", more is better" : ", less is better"), x: 22,
      y: (Layout.top + Layout.bottom) / 2, size: 13, fill: .text, anchor: .middle, turn: -90)
  }

  /// Names stand behind the ends of their lines, pushed apart where lines end close together.
  private func drawNames(_ canvas: inout SVGCanvas) {
    let ends = lines.enumerated().compactMap { index, line in
      line.points.last.map { (index, line, y: y($0.value)) }
    }.sorted { ($0.y, $0.0) < ($1.y, $1.0) }
    guard ends.count > 1 || !(ends.first?.1.words.isEmpty ?? true) else { return }
    let height = 16.0
    var places = ends.map(\.y)
    for index in places.indices.dropFirst() { places[index] = max(places[index], places[index - 1] + height) }
    let over = max(0, (places.last ?? 0) - Layout.bottom)
    var ceiling = Double.infinity
    for index in places.indices.reversed() {
      places[index] = min(places[index], ceiling)
      if over > 0, index == places.count - 1 { places[index] = Layout.bottom }
      ceiling = places[index] - height
    }
    for ((index, line, end), place) in zip(ends, places) {
      let ink = index < Ink.series.count ? Ink.series[index] : .grey
      guard let last = line.points.last else { continue }
      canvas.line(
        fromX: x(last.place) + 8, fromY: end, toX: Layout.right + 14, toY: place, stroke: .grid, width: 1)
      canvas.circle(x: Layout.right + 22, y: place, radius: 4, fill: ink)
      canvas.text(shortened(line.words, to: 30), x: Layout.right + 32, y: place + 4, size: 12, fill: .text)
    }
    canvas.text(
      asked.lines.joined(separator: " × "), x: Layout.right + 14, y: max(12, (places.first ?? 0) - 14),
      size: 11,
      fill: .faint)
  }
}

extension Array where Element: Hashable {
  /// Each element once, where it comes first.
  fileprivate var distinct: [Element] {
    var seen: Set<Element> = []
    return filter { seen.insert($0).inserted }
  }
}
