import Foundation
import Testing
import Tilewright

#if canImport(FoundationXML)
  import FoundationXML
#endif

@Suite struct OperatorFigureTests {
  @Test func theFileIsWellFormedAndStandsAlone() throws {
    for run in [try SmallRun.verified.get(), try SmallRun.timed.get()] {
      let text = try OperatorFigure(run).text
      #expect(XMLParser(data: Data(text.utf8)).parse())
      #expect(text.hasPrefix("<svg xmlns=\"http://www.w3.org/2000/svg\" "))
      for foreign in ["<script", "href", "@import", "url("] { #expect(!text.contains(foreign)) }
    }
  }

  @Test func everyOperatorWithCyclesHasANameABarAndAHint() throws {
    let run = try SmallRun.timed.get()
    let drawn = try Drawing(try OperatorFigure(run).text)
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
    let drawn = try Drawing(try OperatorFigure(run).text)
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
    let drawn = try Drawing(try OperatorFigure(run).text)
    #expect(drawn.texts.contains("<a href=\"x\">&'\u{FFFD}"))
  }

  @Test func nothingIsDrawnOutsideThePicture() throws {
    let drawn = try Drawing(try OperatorFigure(try SmallRun.verified.get()).text)
    #expect(drawn.outside.isEmpty)
  }
}
