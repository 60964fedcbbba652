/// When every engine worked, and for which kind of operation: a Gantt chart of a run.
struct TimelineFigure {
  private struct Row {
    let name: String
    let slices: [TimelinePicture.Slice]
  }

  private let run: RunPicture
  private let rows: [Row]
  private let left: Int
  private let axis: TimeAxis
  private let inks: [String: Ink]

  /// Rows beyond these are left to the page, where one can scroll.
  private static let mostRows = 48

  /// nil for a run without its timeline.
  init?(_ run: RunPicture) {
    self.run = run
    guard !run.tracks.isEmpty else { return nil }
    var slices: [Int: [TimelinePicture.Slice]] = [:]
    for track in run.tracks { slices[track.engine, default: []] += track.slices }
    let all = slices.sorted { $0.key < $1.key }.map { engine, slices in
      Row(name: run.engines[engine].name, slices: slices.sorted { $0.start < $1.start })
    }
    rows = Array(all.prefix(Self.mostRows))
    left = all.count - rows.count
    axis = TimeAxis(endPicoseconds: run.elapsedNanoseconds * 1000, marks: 10)
    inks = Dictionary(uniqueKeysWithValues: run.operationInks.map { ($0.operation, $0.ink) })
  }

  private enum Layout {
    static let width = 1080.0
    static let left = 130.0
    static let right = 1060.0
    static let top = 72.0
    static let rowHeight = 20.0
    static let barHeight = 15.0
    static let strip = 24.0
  }

  var figure: Figure {
    let bottom = Layout.top + Layout.strip + Double(rows.count) * Layout.rowHeight
    var canvas = SVGCanvas(
      width: Layout.width, height: bottom + 48, title: "Timeline of \(run.title)",
      summary: "\(counted(rows.count, "engine")) over \(run.time).")
    canvas.legend(legend, x: Layout.left)
    for mark in axis.marks {
      let x = x(mark)
      canvas.line(fromX: x, fromY: Layout.top - 4, toX: x, toY: bottom + 2, stroke: .grid, width: 1)
      canvas.text(axis.label(mark), x: x, y: bottom + 16, size: 12, fill: .faint, anchor: .middle)
    }
    canvas.text(
      "time in \(axis.unit)", x: (Layout.left + Layout.right) / 2, y: bottom + 38, size: 13, fill: .text,
      anchor: .middle)
    drawOperators(&canvas)
    for (index, row) in rows.enumerated() { draw(row, at: index, &canvas) }
    return Figure(name: "timeline", title: "Timeline", caption: caption, canvas: canvas)
  }

  private var caption: String {
    "What every engine worked on, and when; the strip on top says whose turn it was (the operator that moved the end of "
      + "all work)." + (left > 0 ? " Not drawn here: \(counted(left, "further engine"))." : "")
  }

  private func x(_ picoseconds: Double) -> Double {
    Layout.left + picoseconds / axis.endPicoseconds * (Layout.right - Layout.left)
  }

  private var legend: [(label: String, ink: Ink)] {
    let entries = run.operationInks.map { ($0.operation, $0.ink) }
    let others = Set(run.operators.filter { $0.cycles > 0 }.map(\.operation)).count - entries.count
    return others > 0 ? entries + [("other operations", .grey)] : entries
  }

  /// Whose turn it was, by the cycles charged to each operator.
  private func drawOperators(_ canvas: inout SVGCanvas) {
    let y = Layout.top
    canvas.text("operator", x: Layout.left - 10, y: y + 12, size: 12, fill: .text, anchor: .end)
    let picosecondsPerCycle = 1e12 / run.clockHertz
    var cycle = 0.0
    for row in run.operators where row.cycles > 0 {
      let (from, to) = (
        x(cycle * picosecondsPerCycle), min(Layout.right, x((cycle + row.cycles) * picosecondsPerCycle))
      )
      cycle += row.cycles
      let ink = inks[row.operation] ?? .grey
      canvas.group(hint: "\(row.name) (\(row.operation)): \(HumanNumber.grouped(Int(row.cycles))) cycles") {
        $0.rectangle(x: from, y: y, width: max(0.3, to - from - 0.5), height: Layout.barHeight, fill: ink)
        let room = Int((to - from - 6) / (10 * LabelPlacer.letterWidth))
        if room >= 4 {
          $0.text(
            shortened(row.name, to: room), x: (from + to) / 2, y: y + 11, size: 10, fill: .text,
            anchor: .middle,
            ground: ink)
        }
      }
    }
  }

  private func draw(_ row: Row, at index: Int, _ canvas: inout SVGCanvas) {
    let y = Layout.top + Layout.strip + Double(index) * Layout.rowHeight
    canvas.text(row.name, x: Layout.left - 10, y: y + 12, size: 12, fill: .text, anchor: .end)
    canvas.line(
      fromX: Layout.left, fromY: y + Layout.barHeight, toX: Layout.right, toY: y + Layout.barHeight,
      stroke: .grid,
      width: 0.5)
    for run in drawnRuns(row) {
      canvas.rectangle(
        x: run.left, y: y, width: run.right - run.left, height: Layout.barHeight, fill: run.ink)
    }
  }

  /// Neighbours of one colour that are less than half a pixel apart are one rectangle.
  private func drawnRuns(_ row: Row) -> [(left: Double, right: Double, ink: Ink)] {
    var result: [(left: Double, right: Double, ink: Ink)] = []
    for slice in row.slices {
      let (left, right) = (x(Double(slice.start)), x(Double(slice.end)))
      let ink = inks[run.operators[slice.operatorIndex].operation] ?? .grey
      if let last = result.last, last.ink == ink, left - last.right < 0.5 {
        result[result.count - 1].right = max(last.right, right)
      } else {
        result.append((left, max(right, left + 0.3), ink))
      }
    }
    return result
  }
}
