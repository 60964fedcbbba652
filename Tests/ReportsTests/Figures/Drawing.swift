import Foundation
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// What an SVG file holds, as a reader of XML sees it.
final class Drawing: NSObject, XMLParserDelegate {
  private(set) var texts: [String] = []
  private(set) var hints: [String] = []
  private(set) var bars: [Double] = []
  private(set) var outside: [String] = []
  private(set) var groups = 0
  private var size = (width: 0.0, height: 0.0)
  private var text = ""
  private var isRowFresh = false

  init(_ svg: String) throws {
    super.init()
    let parser = XMLParser(data: Data(svg.utf8))
    parser.delegate = self
    try #require(parser.parse())
  }

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
    attributes: [String: String]
  ) {
    text = ""
    let numbers = attributes.compactMapValues(Double.init)
    switch name {
    case "svg": size = (numbers["width"] ?? 0, numbers["height"] ?? 0)
    case "g":
      groups += 1
      isRowFresh = true
    case "rect":
      if isRowFresh { bars.append(numbers["width"] ?? 0) }
      isRowFresh = false
      let right = (numbers["x"] ?? 0) + (numbers["width"] ?? 0)
      let bottom = (numbers["y"] ?? 0) + (numbers["height"] ?? 0)
      if right > size.width || bottom > size.height || (numbers["x"] ?? 0) < 0 {
        outside.append("\(numbers)")
      }
    default: break
    }
  }

  func parser(_ parser: XMLParser, foundCharacters string: String) { text += string }

  func parser(
    _ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?
  ) {
    if name == "text" { texts.append(text) }
    if name == "title" { hints.append(text) }
  }
}
