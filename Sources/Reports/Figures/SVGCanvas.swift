import Foundation

/// A picture in the making: shapes in the order in which they cover each other, in pixels from the upper left.
///
/// The result stands alone (no scripts, fonts or styles from elsewhere, a background of its own), or stands in a page
/// that brings `Ink.styleSheet` for all its pictures.
struct SVGCanvas {
  enum Anchor: String {
    case start, middle, end
  }

  static let fonts = "system-ui, 'Segoe UI', Roboto, 'Helvetica Neue', 'DejaVu Sans', Arial, sans-serif"

  let width: Double
  let height: Double
  private let title: String
  private let summary: String
  private var body = ""

  /// - Parameters:
  ///   - title: what the picture shows, and `summary`, what is to be seen in it, for readers that cannot see it.
  init(width: Double, height: Double, title: String, summary: String = "") {
    self.width = width
    self.height = height
    self.title = title
    self.summary = summary
  }

  mutating func rectangle(
    x: Double, y: Double, width: Double, height: Double, fill: Ink, radius: Double = 0
  ) {
    body += "<rect x=\"\(number(x))\" y=\"\(number(y))\" width=\"\(number(width))\" "
    body +=
      "height=\"\(number(height))\"\(radius > 0 ? " rx=\"\(number(radius))\"" : "") class=\"f-\(fill.name)\"/>\n"
  }

  mutating func line(
    fromX: Double, fromY: Double, toX: Double, toY: Double, stroke: Ink, width: Double, dashes: String? = nil
  ) {
    body +=
      "<line x1=\"\(number(fromX))\" y1=\"\(number(fromY))\" x2=\"\(number(toX))\" y2=\"\(number(toY))\" "
    body += "class=\"s-\(stroke.name)\" stroke-width=\"\(number(width))\""
    body += "\(dashes.map { " stroke-dasharray=\"\($0)\"" } ?? "")/>\n"
  }

  mutating func circle(x: Double, y: Double, radius: Double, fill: Ink, opacity: Double = 1) {
    body += "<circle cx=\"\(number(x))\" cy=\"\(number(y))\" r=\"\(number(radius))\" class=\"f-\(fill.name) "
    body += "s-paper\"\(opacity < 1 ? " fill-opacity=\"\(number(opacity))\"" : "")/>\n"
  }

  /// A square that stands on a corner, of the same width as a circle of that radius.
  mutating func diamond(x: Double, y: Double, radius: Double, fill: Ink, opacity: Double = 1) {
    let corners = [(x, y - radius), (x + radius, y), (x, y + radius), (x - radius, y)]
    body += "<polygon points=\"\(points(corners))\" class=\"f-\(fill.name) s-paper\""
    body += "\(opacity < 1 ? " fill-opacity=\"\(number(opacity))\"" : "")/>\n"
  }

  mutating func polyline(
    _ corners: [(Double, Double)], stroke: Ink, width: Double, opacity: Double = 1, dashes: String? = nil
  ) {
    body += "<polyline points=\"\(points(corners))\" fill=\"none\" class=\"s-\(stroke.name)\" "
    body += "stroke-width=\"\(number(width))\" stroke-linejoin=\"round\""
    body += "\(opacity < 1 ? " stroke-opacity=\"\(number(opacity))\"" : "")"
    body += "\(dashes.map { " stroke-dasharray=\"\($0)\"" } ?? "")/>\n"
  }

  mutating func area(_ corners: [(Double, Double)], fill: Ink, opacity: Double = 1) {
    body += "<polygon points=\"\(points(corners))\" class=\"f-\(fill.name)\""
    body += "\(opacity < 1 ? " fill-opacity=\"\(number(opacity))\"" : "")/>\n"
  }

  /// - Parameters:
  ///   - y: of the text's base line.
  ///   - ground: the ink that the text stands on, where that is not the paper.
  ///   - turn: degrees clockwise about the place.
  mutating func text(
    _ text: String, x: Double, y: Double, size: Double, fill: Ink, anchor: Anchor = .start,
    isBold: Bool = false, ground: Ink? = nil, turn: Double = 0
  ) {
    let ink = ground.map { "o-\($0.name)" } ?? "f-\(fill.name)"
    body += "<text x=\"\(number(x))\" y=\"\(number(y))\" font-size=\"\(number(size))\" class=\"\(ink)\""
    if anchor != .start { body += " text-anchor=\"\(anchor.rawValue)\"" }
    if isBold { body += " font-weight=\"600\"" }
    if turn != 0 { body += " transform=\"rotate(\(number(turn)) \(number(x)) \(number(y)))\"" }
    body += ">\(Markup.escaped(text))</text>\n"
  }

  /// Shapes that belong together and say what they are when the pointer rests on them.
  /// - Parameter key: by which a page finds them; letters, digits and spaces.
  mutating func group(hint: String, key: String? = nil, _ draw: (inout SVGCanvas) -> Void) {
    body +=
      "<g\(key.map { " data-key=\"\(Markup.escaped($0))\"" } ?? "")><title>\(Markup.escaped(hint))</title>\n"
    draw(&self)
    body += "</g>\n"
  }

  /// The file.
  var document: String {
    element(
      namespace: " xmlns=\"http://www.w3.org/2000/svg\"",
      opening: "<style>\n\(Ink.styleSheet)\n</style>\n"
        + "<rect width=\"\(number(width))\" height=\"\(number(height))\" class=\"f-paper\"/>\n")
  }

  /// The same as an element of a page.
  var element: String { element(namespace: "", opening: "") }

  private func element(namespace: String, opening: String) -> String {
    let size = "width=\"\(number(width))\" height=\"\(number(height))\""
    let description = summary.isEmpty ? "" : "<desc>\(Markup.escaped(summary))</desc>\n"
    return
      "<svg\(namespace) \(size) viewBox=\"0 0 \(number(width)) \(number(height))\" "
      + "role=\"img\" font-family=\"\(Self.fonts)\">\n<title>\(Markup.escaped(title))</title>\n"
      + "\(description)\(opening)\(body)</svg>\n"
  }

  private func points(_ corners: [(Double, Double)]) -> String {
    corners.map { "\(number($0.0)),\(number($0.1))" }.joined(separator: " ")
  }

  /// Hundredths of a pixel are more than anybody sees.
  private func number(_ value: Double) -> String { plainDecimal((value * 100).rounded() / 100) }
}
