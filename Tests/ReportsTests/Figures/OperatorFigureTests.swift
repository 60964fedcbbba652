import Foundation
import Testing
import Tilewright

#if canImport(FoundationXML)
  import FoundationXML
#endif

@Suite struct OperatorFigureTests {
  @Test func theFileIsWellFormedAndStandsAlone() throws {
    for run in [try SmallRun.verified.get(), try SmallRun.timed.get()] {
      let text = OperatorFigure(run).text
      #expect(XMLParser(data: Data(text.utf8)).parse())
      #expect(text.hasPrefix("<svg xmlns=\"http://www.w3.org/2000/svg\" "))
      for foreign in ["<script", "href", "<style", "url("] { #expect(!text.contains(foreign)) }
    }
  }

  @Test func everyOperatorWithCyclesHasANameABarAndAHint() throws {
    let run = try SmallRun.timed.get()
    let drawn = try Drawing(OperatorFigure(run).text)
    let expected = run.operators.filter { $0.record.cycles > 0 }
    #expect(drawn.groups == expected.count)
    for row in expected {
      #expect(drawn.texts.contains(row.record.name))
      let cycles = HumanNumber.grouped(row.record.cycles)
      #expect(
        drawn.hints.contains { $0.hasPrefix("\(row.record.name) (") && $0.contains("\(cycles) cycles") })
    }
  }

  @Test func barsAreAsLongAsTheCycles() throws {
    let run = try SmallRun.timed.get()
    let drawn = try Drawing(OperatorFigure(run).text)
    let cycles = run.operators.map(\.record.cycles).filter { $0 > 0 }
    // The first rectangle of a row is its bar; a pixel is the least that is seen.
    let longest = try #require(drawn.bars.max())
    let most = try #require(cycles.max())
    for (bar, cycles) in zip(drawn.bars, cycles) {
      #expect(abs(bar - max(1, longest * Double(cycles) / Double(most))) < 0.02)
    }
  }

  @Test func namesFromOutsideStayText() throws {
    var run = try SmallRun.timed.get()
    var result = run.result
    let name = "<a href=\"x\">&'\u{1}"
    result.record.operators[0].name = name
    run = RunRow(result)
    let drawn = try Drawing(OperatorFigure(run).text)
    #expect(drawn.texts.contains("<a href=\"x\">&'\u{FFFD}"))
  }

  @Test func nothingIsDrawnOutsideThePicture() throws {
    let drawn = try Drawing(OperatorFigure(try SmallRun.verified.get()).text)
    #expect(drawn.outside.isEmpty)
  }
}

/// What an SVG file holds, as a reader of XML sees it.
private final class Drawing: NSObject, XMLParserDelegate {
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
      if right > size.width || bottom > size.height || (numbers["x"] ?? -1) < 0 {
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
