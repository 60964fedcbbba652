import Foundation

/// How busy the links were: endpoints as boxes with their way in and out, routers' links between them.
struct NetworkFigure {
  private let run: RunPicture
  private let network: NetworkPicture
  private let nodes: [NetworkPicture.Node]
  private let busy: [Pair: Double]
  private let columns: Int
  private let rows: Int

  private struct Pair: Hashable {
    let from: String
    let to: String
  }

  /// The other end of an endpoint's own link.
  static let router = "router"

  init?(_ run: RunPicture) {
    guard let network = run.json.network, network.elapsedCycles > 0, !network.nodes.isEmpty,
      network.links.contains(where: { $0.busyCycles > 0 }),
      network.nodes.allSatisfy({ 0..<4096 ~= $0.column && 0..<4096 ~= $0.row })
    else { return nil }
    self.run = run
    self.network = network
    let isFree = network.topology == "crossbar"
    let wide = isFree ? min(network.nodes.count, Self.crossbarColumns) : 0
    nodes =
      isFree
      ? network.nodes.enumerated().map { .init(name: $1.name, column: $0 % wide, row: $0 / wide) }
      : network.nodes
    busy = Dictionary(
      network.links.map {
        (Pair(from: $0.from, to: $0.to), Double($0.busyCycles) / Double(network.elapsedCycles))
      },
      uniquingKeysWith: { max($0, $1) })
    columns = (nodes.map(\.column).max() ?? 0) + 1
    rows = (nodes.map(\.row).max() ?? 0) + 1
  }

  private static let crossbarColumns = 8

  private enum Layout {
    static let width = 1080.0
    static let left = 40.0
    static let right = 1040.0
    static let top = 76.0
  }

  private var pitch: (x: Double, y: Double) {
    let x = min(200, (Layout.right - Layout.left) / Double(columns))
    return (x, network.topology == "crossbar" ? 62 : max(62, min(96, x * 0.62)))
  }

  private var box: (width: Double, height: Double) {
    (pitch.x * (network.topology == "crossbar" ? 0.92 : 0.62), 46)
  }

  private func centre(_ node: NetworkPicture.Node) -> (x: Double, y: Double) {
    (
      Layout.left + (Double(node.column) + 0.5) * pitch.x, Layout.top + (Double(node.row) + 0.5) * pitch.y
    )
  }

  var figure: Figure {
    let wraps = network.topology == "ring" || network.topology == "torus"
    let height = Layout.top + Double(rows) * pitch.y + (wraps ? 40 : 14)
    let busiest = network.links.max { $0.busyCycles < $1.busyCycles }!
    let share = Double(busiest.busyCycles) / Double(network.elapsedCycles)
    var canvas = SVGCanvas(
      width: Layout.width, height: height, title: "Links of the network of \(run.chip)",
      summary: "Busiest: \(words(busiest.from, busiest.to)), \(HumanNumber.percent(share)) of the time.")
    drawScale(&canvas)
    drawRouterLinks(&canvas)
    for node in nodes { draw(node, &canvas) }
    return Figure(
      name: "network", title: "Network",
      caption: "Share of the time in which each link of the \(network.topology) carried something. Busiest: "
        + "\(words(busiest.from, busiest.to)), \(HumanNumber.percent(share)).",
      canvas: canvas)
  }

  private func words(_ from: String, _ to: String) -> String {
    to == Self.router
      ? "\(from) into the network" : from == Self.router ? "the network to \(to)" : "\(from) to \(to)"
  }

  private func drawScale(_ canvas: inout SVGCanvas) {
    canvas.text("idle", x: Layout.left, y: 24, size: 12, fill: .faint)
    for step in 0..<Ink.heatSteps {
      canvas.rectangle(
        x: Layout.left + 32 + Double(step) * 18, y: 13, width: 18, height: 14, fill: .heat(step))
    }
    canvas.text("always busy", x: Layout.left + 40 + 180, y: 24, size: 12, fill: .faint)
    canvas.text(
      "left half of a box: into the network; right half: out of it", x: Layout.left + 330, y: 24, size: 12,
      fill: .faint)
  }

  private func drawRouterLinks(_ canvas: inout SVGCanvas) {
    let places = Dictionary(nodes.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    for link in network.links where link.from != Self.router && link.to != Self.router {
      guard let from = places[link.from], let to = places[link.to] else { continue }
      let share = busy[Pair(from: link.from, to: link.to)] ?? 0
      canvas.group(hint: "\(link.from) to \(link.to): \(HumanNumber.percent(share)) of the time") {
        drawLink(from, to, share, &$0)
      }
    }
  }

  /// The two directions of a link run side by side; a link around the edge of a torus or ring bends below the boxes, one
  /// between rows of routers runs slanting from box to box.
  private func drawLink(
    _ from: NetworkPicture.Node, _ to: NetworkPicture.Node, _ share: Double, _ canvas: inout SVGCanvas
  ) {
    let (a, b) = (centre(from), centre(to))
    let ink = Ink.heat(fraction: share)
    let isUp = (to.column, to.row) > (from.column, from.row)
    let side = isUp ? -5.0 : 5.0
    if from.row == to.row, isFree(between: from, to) {
      canvas.line(
        fromX: a.x + (b.x > a.x ? 1 : -1) * box.width / 2, fromY: a.y + side,
        toX: b.x - (b.x > a.x ? 1 : -1) * box.width / 2, toY: b.y + side, stroke: ink, width: 7)
    } else if abs(from.row - to.row) == 1 || from.column == to.column && isFree(between: from, to) {
      canvas.line(
        fromX: a.x + side, fromY: a.y + (b.y > a.y ? 1 : -1) * box.height / 2, toX: b.x + side,
        toY: b.y - (b.y > a.y ? 1 : -1) * box.height / 2, stroke: ink, width: from.column == to.column ? 7 : 4
      )
    } else if from.row == to.row {
      let y = a.y + box.height / 2 + 9 + side
      canvas.polyline(
        [
          (a.x + side, a.y + box.height / 2), (a.x + side, y), (b.x + side, y),
          (b.x + side, b.y + box.height / 2),
        ],
        stroke: ink, width: 5)
    } else {
      let x = a.x + box.width / 2 + 9 + side
      canvas.polyline(
        [
          (a.x + box.width / 2, a.y + side), (x, a.y + side), (x, b.y + side),
          (b.x + box.width / 2, b.y + side),
        ],
        stroke: ink, width: 5)
    }
  }

  /// Whether no box stands on the way between two in a row or column.
  private func isFree(between from: NetworkPicture.Node, _ to: NetworkPicture.Node) -> Bool {
    if abs(from.column - to.column) + abs(from.row - to.row) == 1 { return true }
    return !nodes.contains {
      let (column, row) = ($0.column, $0.row)
      return from.row == to.row
        ? row == from.row && column > min(from.column, to.column) && column < max(from.column, to.column)
        : column == from.column && row > min(from.row, to.row) && row < max(from.row, to.row)
    }
  }

  private func draw(_ node: NetworkPicture.Node, _ canvas: inout SVGCanvas) {
    let (x, y) = centre(node)
    let into = busy[Pair(from: node.name, to: Self.router)]
    let out = busy[Pair(from: Self.router, to: node.name)]
    let (width, height) = box
    let (left, top) = (x - width / 2, y - height / 2)
    guard into != nil || out != nil else {
      let letters = Int(width / (11 * LabelPlacer.letterWidth))
      canvas.rectangle(x: left, y: top, width: width, height: height, fill: .grid, radius: 5)
      canvas.text(
        shortened(node.name, to: max(4, letters)), x: x, y: y + 4, size: 11, fill: .faint, anchor: .middle)
      return
    }
    canvas.group(
      hint:
        "\(node.name): \(HumanNumber.percent(into ?? 0)) into the network, \(HumanNumber.percent(out ?? 0)) out of it"
    ) {
      let letters = Int(width / (11 * LabelPlacer.letterWidth))
      $0.rectangle(x: left, y: top, width: width, height: height, fill: .grid, radius: 4)
      $0.text(
        shortened(node.name, to: max(4, letters)), x: x, y: top + 15, size: 11, fill: .text, anchor: .middle)
      for (share, start) in [(into ?? 0, left + 3), (out ?? 0, x + 1)] {
        let ink = Ink.heat(fraction: share)
        $0.rectangle(x: start, y: top + 22, width: width / 2 - 4, height: height - 25, fill: ink, radius: 2)
        if width > 76 {
          $0.text(
            HumanNumber.percent(share), x: start + width / 4 - 2, y: top + 37, size: 10.5, fill: .text,
            anchor: .middle, ground: ink)
        }
      }
    }
  }
}
