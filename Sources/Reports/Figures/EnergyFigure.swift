import Studies

/// Where the energy of a run went: by component for the whole run, and for every operator.
struct EnergyFigure {
  private let run: RunPicture
  private let totals: [(component: EnergyComponent, picojoules: Double)]
  private let total: Double
  private let rows: [OperatorPicture]
  private let scale: NumberAxis

  private static let mostRows = 120

  /// nil for a run without energies.
  init?(_ run: RunPicture) {
    self.run = run
    totals = EnergyComponent.allCases.compactMap { component in
      run.total("energy_\(component.rawValue)_pj").flatMap { $0 > 0 ? (component, $0) : nil }
    }
    total = totals.reduce(0) { $0 + $1.picojoules }
    guard total > 0 else { return nil }
    let spending = run.operators.filter { $0.energy > 0 }
    let least = spending.map(\.energy).sorted(by: >).dropFirst(Self.mostRows).first ?? 0
    rows = spending.filter { $0.energy > least }
    scale = NumberAxis(toHold: [0] + rows.map(\.energy))
  }

  private enum Layout {
    static let width = 1080.0
    static let left = 232.0
    static let right = 990.0
    static let totalTop = 52.0
    static let rowsTop = 132.0
    static let rowHeight = 15.0
    static let barHeight = 10.0
  }

  var figure: Figure {
    let bottom = Layout.rowsTop + Double(rows.count) * Layout.rowHeight
    var canvas = SVGCanvas(
      width: Layout.width, height: bottom + 48, title: "Energy of \(run.title)",
      summary: totals.map { "\($0.component.words) \(HumanNumber.percent($0.picojoules / total))" }
        .joined(separator: ", "))
    canvas.legend(totals.map { ($0.0.words, $0.0.ink) }, x: Layout.left)
    drawTotal(&canvas)
    drawAxis(&canvas, bottom: bottom)
    for (index, row) in rows.enumerated() {
      canvas.group(hint: hint(row)) { draw(row, at: index, &$0) }
    }
    return Figure(name: "energy", title: "Energy", caption: caption, canvas: canvas)
  }

  private var caption: String {
    let largest = totals.max { $0.picojoules < $1.picojoules }!
    let left = run.operators.count { $0.energy > 0 } - rows.count
    return
      "An estimate from tables of energy per operation and byte. Most of it goes to: \(largest.component.words) "
      + "(\(HumanNumber.percent(largest.picojoules / total)))."
      + (left > 0 ? " Not drawn: the \(counted(left, "operator")) that took least." : "")
  }

  private func drawTotal(_ canvas: inout SVGCanvas) {
    canvas.text(
      "the run", x: Layout.left - 8, y: Layout.totalTop + 14, size: 12, fill: .text, anchor: .end,
      isBold: true)
    var x = Layout.left
    for (component, picojoules) in totals {
      let share = picojoules / total
      let width = share * (Layout.right - Layout.left)
      canvas.group(
        hint:
          "\(component.words): \(HumanNumber.energy(picojoules: picojoules)), \(HumanNumber.percent(share))"
      ) {
        $0.rectangle(x: x, y: Layout.totalTop, width: width, height: 22, fill: component.ink)
        if width > 40 {
          $0.text(
            HumanNumber.percent(share), x: x + width / 2, y: Layout.totalTop + 15, size: 11.5, fill: .text,
            anchor: .middle, ground: component.ink)
        }
      }
      x += width
    }
    canvas.text(
      HumanNumber.energy(picojoules: total), x: Layout.right + 8, y: Layout.totalTop + 15, size: 12,
      fill: .text)
  }

  private func drawAxis(_ canvas: inout SVGCanvas, bottom: Double) {
    for mark in scale.marks {
      canvas.line(
        fromX: x(mark), fromY: Layout.rowsTop - 6, toX: x(mark), toY: bottom + 2, stroke: .grid, width: 1)
      for y in [Layout.rowsTop - 12, bottom + 16] {
        canvas.text(
          mark == 0 ? "0" : HumanNumber.energy(picojoules: mark), x: x(mark), y: y, size: 11, fill: .faint,
          anchor: .middle)
      }
    }
    canvas.text(
      "energy of each operator", x: (Layout.left + Layout.right) / 2, y: bottom + 38, size: 13, fill: .text,
      anchor: .middle)
  }

  private func x(_ picojoules: Double) -> Double {
    Layout.left + scale.fraction(picojoules) * (Layout.right - Layout.left)
  }

  private func draw(_ row: OperatorPicture, at index: Int, _ canvas: inout SVGCanvas) {
    let top = Layout.rowsTop + Double(index) * Layout.rowHeight
    canvas.text(
      shortened(row.name, to: 34), x: Layout.left - 8, y: top + 9, size: 11, fill: .text, anchor: .end)
    var sum = 0.0
    for energy in row.energies where energy.picojoules > 0 {
      let left = x(sum)
      sum += energy.picojoules
      canvas.rectangle(
        x: left, y: top, width: x(sum) - left, height: Layout.barHeight, fill: energy.component.ink)
    }
  }

  private func hint(_ row: OperatorPicture) -> String {
    let parts = row.energies.filter { $0.picojoules > 0 }.sorted { $0.picojoules > $1.picojoules }.prefix(4)
    return "\(row.name) (\(row.operation)): \(HumanNumber.energy(picojoules: row.energy)); "
      + parts.map { "\($0.component.words) \(HumanNumber.energy(picojoules: $0.picojoules))" }.joined(
        separator: ", ")
  }
}

extension EnergyComponent {
  fileprivate var ink: Ink {
    switch self {
    case .matrix: .blue
    case .vector: .sky
    case .scratchpad: .green
    case .accumulator: .yellow
    case .sharedBuffer: .heat(3)
    case .network: .vermillion
    case .dram: .orange
    case .host: .purple
    case .clock: .faint
    case .leakage: .grey
    }
  }
}
