import Foundation

/// A picture in the making: shapes in the order in which they cover each other, in pixels from the upper left.
///
/// The result is a file of its own: no scripts, no fonts or styles from elsewhere, a background of its own.
struct SVGCanvas {
  enum Anchor: String {
    case start, middle, end
  }

  static let fonts = "system-ui, 'Segoe UI', Roboto, 'Helvetica Neue', 'DejaVu Sans', Arial, sans-serif"

  private let width: Double
  private let height: Double
  private let title: String
  private var body = ""

  /// - Parameter title: what the picture shows, for readers that cannot see it.
  init(width: Double, height: Double, title: String, background: String) {
    self.width = width
    self.height = height
    self.title = title
    rectangle(x: 0, y: 0, width: width, height: height, fill: background)
  }

  mutating func rectangle(x: Double, y: Double, width: Double, height: Double, fill: String) {
    body +=
      "<rect x=\"\(number(x))\" y=\"\(number(y))\" width=\"\(number(width))\" height=\"\(number(height))\" "
    body += "fill=\"\(fill)\"/>\n"
  }

  mutating func line(
    fromX: Double, fromY: Double, toX: Double, toY: Double, stroke: String, width: Double
  ) {
    body +=
      "<line x1=\"\(number(fromX))\" y1=\"\(number(fromY))\" x2=\"\(number(toX))\" y2=\"\(number(toY))\" "
    body += "stroke=\"\(stroke)\" stroke-width=\"\(number(width))\"/>\n"
  }

  /// - Parameter y: of the text's base line.
  mutating func text(
    _ text: String, x: Double, y: Double, size: Double, fill: String, anchor: Anchor = .start,
    isBold: Bool = false
  ) {
    body += "<text x=\"\(number(x))\" y=\"\(number(y))\" font-size=\"\(number(size))\" fill=\"\(fill)\""
    if anchor != .start { body += " text-anchor=\"\(anchor.rawValue)\"" }
    if isBold { body += " font-weight=\"600\"" }
    body += ">\(escaped(text))</text>\n"
  }

  /// Shapes that belong together and say what they are when the pointer rests on them.
  mutating func group(hint: String, _ draw: (inout SVGCanvas) -> Void) {
    body += "<g><title>\(escaped(hint))</title>\n"
    draw(&self)
    body += "</g>\n"
  }

  /// The file.
  var document: String {
    let size = "width=\"\(number(width))\" height=\"\(number(height))\""
    return
      "<svg xmlns=\"http://www.w3.org/2000/svg\" \(size) viewBox=\"0 0 \(number(width)) \(number(height))\" "
      + "role=\"img\" font-family=\"\(Self.fonts)\">\n<title>\(escaped(title))</title>\n\(body)</svg>\n"
  }

  /// Hundredths of a pixel are more than anybody sees.
  private func number(_ value: Double) -> String { plainDecimal((value * 100).rounded() / 100) }

  /// Text as XML 1.0 takes it; characters that no XML document may hold become replacement characters.
  private func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "\t", "\n", "\r": result += " "
      case _ where scalar.value < 0x20 || scalar.value == 0xFFFE || scalar.value == 0xFFFF:
        result += "\u{FFFD}"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
