import Documents
import Foundation
import Testing
import Tilewright

@testable import Reports

/// What a study's own pictures show of its table.
@Suite struct LineFigureTests {
  private static func study(_ figures: String) throws -> Study {
    let text = """
      {"name": "s", "chip": "edge-npu", "models": ["mlp"],
       "parameters": {"cores[*].matrix.rows": [4, 8], "dram.bandwidth": ["6.4 GB/s"]},
       "goals": {"area_mm2": "maximize"}, "figures": [\(figures)]}
      """
    return try Study(
      Document.parse(Data(text.utf8), file: "study.json"), metrics: evaluationMetrics.names)
  }

  private static let time = #"""
    {"name": "time", "title": "Time", "x": "cores[*].matrix.rows", "y": "elapsed_ns", "lines": "dram.bandwidth"}
    """#

  @Test func everyMeasuredPlaceOfEveryLineHasADotThatSaysWhatItIs() throws {
    let page = try SweepPage(SmallSweep.table, of: Self.study(Self.time))
    #expect(page.figures.map(\.name) == ["time"])
    let drawn = try Drawing(#require(page.figures.first).document)
    // 4 sizes × 3 bandwidths; the point that failed shares its place with one that did not.
    #expect(drawn.hints.filter { $0.contains(": time ") }.count == 12)
    #expect(
      drawn.hints.contains("102.4 GB/s, 32: time \(HumanNumber.quantity(1_000_000 / 32 + 11, unit: "ns"))"))
    #expect(drawn.outside.isEmpty, "\(drawn.outside)")
  }

  @Test func aPictureOfColumnsThatTheTableLacksIsLeftOut() throws {
    let study = try Self.study(Self.time)
    let table = try CSVTable(parsing: "chip,elapsed_ns\r\na,1\r\nb,2\r\n", file: "results.csv")
    #expect(try SweepPage(table, of: study).figures.isEmpty)
  }

  @Test func goalsOfTheStudySayWhatIsBetter() throws {
    let table = try PointTable(SmallSweep.table, goals: Self.study(Self.time).goals)
    let area = try #require(table.columns.first { $0.name == "area_mm2" })
    #expect(area.moreIsBetter)
    #expect(table.metricsByInterest.first == table.columns.firstIndex { $0.name == "area_mm2" })
  }
}
