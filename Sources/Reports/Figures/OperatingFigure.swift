import Chips
import Documents
import Studies

/// Energy and mean power of a model over the time that it takes, at every clock that was tried, with the limits and the point
/// that was chosen.
public struct OperatingFigure {
  private let points: [OperatingFigures]
  private let best: Int?
  private let goal: OperatingGoal
  private let title: String
  private let time: NumberAxis

  /// - Parameter title: chip and model.
  public init(_ points: [OperatingFigures], best: Int?, goal: OperatingGoal, title: String) {
    self.points = points
    self.best = best
    self.goal = goal
    self.title = title
    time = NumberAxis(
      toHold: points.map { $0.seconds * 1e6 } + [goal.secondsLimit].compactMap { $0.map { $0 * 1e6 } },
      marks: 5)
  }

  private enum Layout {
    static let width = 1080.0
    static let height = 430.0
    static let top = 62.0
    static let bottom = 360.0
    static let plotWidth = 420.0
    static let lefts = [78.0, 612.0]
  }

  public var figure: Figure {
    var canvas = SVGCanvas(
      width: Layout.width, height: Layout.height, title: "\(title): \(goal.words)", summary: summary)
    canvas.text("\(title): \(goal.words)", x: Layout.lefts[0], y: 22, size: 14, fill: .text, isBold: true)
    draw(
      "energy of a run [µJ]", points.map { $0.joules * 1e6 }, limit: nil, at: Layout.lefts[0], &canvas)
    draw(
      "mean power [W]", points.map(\.averageWatts), limit: goal.wattsLimit, at: Layout.lefts[1], &canvas)
    return Figure(
      name: "operating-points", title: "Operating points",
      caption:
        "A dot is a clock of the cores at the lowest supply that allows it; dashed lines are the limits.",
      canvas: canvas)
  }

  private var summary: String {
    guard let best else { return "no point keeps within the limits" }
    return "\(points.count) operating points; chosen: \(words(points[best]))"
  }

  private func words(_ figures: OperatingFigures) -> String {
    "\(figures.point.words), \(HumanNumber.time(seconds: figures.seconds)), "
      + "\(HumanNumber.energy(joules: figures.joules)), \(HumanNumber.power(watts: figures.averageWatts))"
  }

  private func draw(
    _ heading: String, _ values: [Double], limit: Double?, at left: Double, _ canvas: inout SVGCanvas
  ) {
    let axis = NumberAxis(toHold: values + [limit].compactMap { $0 } + [0], marks: 5)
    func x(_ value: Double) -> Double { left + time.fraction(value) * Layout.plotWidth }
    func y(_ value: Double) -> Double {
      Layout.bottom - axis.fraction(value) * (Layout.bottom - Layout.top)
    }
    canvas.text(heading, x: left, y: Layout.top - 14, size: 13, fill: .text)
    for mark in axis.marks {
      canvas.line(
        fromX: left, fromY: y(mark), toX: left + Layout.plotWidth, toY: y(mark), stroke: .grid, width: 1)
      canvas.text(HumanNumber.axis(mark), x: left - 8, y: y(mark) + 4, size: 12, fill: .faint, anchor: .end)
    }
    for mark in time.marks {
      canvas.line(
        fromX: x(mark), fromY: Layout.top, toX: x(mark), toY: Layout.bottom, stroke: .grid, width: 1)
      canvas.text(
        HumanNumber.axis(mark), x: x(mark), y: Layout.bottom + 18, size: 12, fill: .faint, anchor: .middle)
    }
    canvas.text(
      "time of a run [µs]", x: left + Layout.plotWidth / 2, y: Layout.bottom + 42, size: 13, fill: .text,
      anchor: .middle)
    if let limit {
      canvas.line(
        fromX: left, fromY: y(limit), toX: left + Layout.plotWidth, toY: y(limit), stroke: .orange,
        width: 1.5,
        dashes: "6 4")
    }
    if let limit = goal.secondsLimit.map({ $0 * 1e6 }) {
      canvas.line(
        fromX: x(limit), fromY: Layout.top, toX: x(limit), toY: Layout.bottom, stroke: .orange, width: 1.5,
        dashes: "6 4")
    }
    let places = points.indices.map { (x(points[$0].seconds * 1e6), y(values[$0])) }
    canvas.polyline(places, stroke: .blue, width: 1.5)
    for (index, place) in places.enumerated() where index != best { dot(index, place, .blue, &canvas) }
    if let best { dot(best, places[best], .vermillion, &canvas) }
    label(places, within: left, &canvas)
  }

  private func dot(_ index: Int, _ place: (Double, Double), _ ink: Ink, _ canvas: inout SVGCanvas) {
    canvas.group(hint: words(points[index])) {
      $0.circle(x: place.0, y: place.1, radius: ink == .blue ? 4.5 : 7, fill: ink)
    }
  }

  /// The chosen point first, then the others as far as there is room.
  private func label(_ places: [(Double, Double)], within left: Double, _ canvas: inout SVGCanvas) {
    var placer = LabelPlacer(
      within: .init(
        left: left, top: Layout.top - 8, right: left + Layout.plotWidth + 60, bottom: Layout.bottom))
    for place in places {
      placer.block(.init(left: place.0 - 5, top: place.1 - 5, right: place.0 + 5, bottom: place.1 + 5))
    }
    let order = [best].compactMap { $0 } + points.indices.filter { $0 != best }
    for index in order {
      let point = points[index].point
      let words = index == best ? point.words : Quantity.frequency.formatted(point.clockHertz)
      if let spot = placer.place(words, size: 11, besideX: places[index].0, y: places[index].1, radius: 6) {
        canvas.text(words, x: spot.x, y: spot.y, size: 11, fill: .text, isBold: index == best)
      }
    }
  }
}
