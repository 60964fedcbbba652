import Documents
import Foundation
import Testing
import Tilewright

@testable import Reports

@Suite struct PageTests {
  @Test func aPageNeedsNothingFromElsewhere() throws {
    for page in try FigureTests.pages() {
      let text = try page.text()
      let foreign = text.replacing("http://www.w3.org/2000/svg", with: "")
      for address in ["http:", "https:", "src=", "@import", "url(", "<link"] {
        #expect(!foreign.contains(address), "\(address)")
      }
      #expect(text.hasPrefix("<!doctype html>\n<html lang=\"en\">"))
      #expect(text.hasSuffix("</html>\n"))
      for need in ["prefers-color-scheme: dark", "@media print", "role=\"img\"", "<h1>"] {
        #expect(text.contains(need))
      }
    }
  }

  @Test func aRunFromItsFileGivesThePageThatTheRunGives() throws {
    let json = RunJSON(try SmallRun.verified.get(), keepsTimeline: true)
    let read = try JSONDecoder().decode(RunJSON.self, from: Data(try json.encoded()))
    #expect(try RunPage(read, file: "a").text() == RunPage(json, file: "b").text())
  }

  @Test func namesFromOutsideStayText() throws {
    let text = try SweepPage(SmallSweep.table, name: "<script>alert(1)</script>").text()
    #expect(!text.contains("<script>alert"))
    #expect(!text.contains("<b>"))
    #expect(text.components(separatedBy: "</script>").count == 2)
  }

  @Test func whatIsTheSameInEveryRowIsNoParameter() throws {
    let table = try PointTable(SmallSweep.table)
    #expect(table.parameters.map { table.columns[$0].name } == ["cores[*].matrix.rows", "dram.bandwidth"])
    #expect(table.metrics.map { table.columns[$0].name } == ["elapsed_ns", "area_mm2"])
    #expect(table.measured.count == 23)
    #expect(try SweepPage(SmallSweep.table, name: "x").text().contains("1 point without result"))
  }

  @Test func aParameterThatFollowsAnotherIsDrawnOnce() throws {
    let text = "rows,columns,elapsed_ns,status,error\n4,4,9,ok,\n8,8,5,ok,\n16,16,,failed,too large\n"
    let table = try PointTable(CSVTable(parsing: text, file: "results.csv"))
    #expect(table.parameters == [0])
  }

  @Test func sizesStandInTheirOrder() {
    let words = ["1 MiB", "64 KiB", "512 KiB", "128 B", "ws", "2 GiB"].map { Cell.text($0) }
    #expect(
      words.sorted(by: Cell.ascending).map(\.plainText) == [
        "128 B", "64 KiB", "512 KiB", "1 MiB", "2 GiB", "ws",
      ])
  }

  @Test func aTableWithoutRowsIsRefused() throws {
    let table = try CSVTable(parsing: "a,b\n", file: "empty.csv")
    #expect(throws: InputError.self) { try SweepPage(table, name: "empty") }
  }

  @Test func aRunThatLacksWhatEveryRunHasIsRefusedWithItsPlace() throws {
    var json = RunJSON(try SmallRun.timed.get(), keepsTimeline: true)
    json.totals["elapsed_ns"] = nil
    #expect(throws: InputError.self) { try RunPage(json, file: "run.json") }
    json = RunJSON(try SmallRun.timed.get(), keepsTimeline: true)
    for slices in [
      "1,2", "a,b,c,d", "0,1,99999,0", "-1,0,0,0", "0,0,0,0,99,0,0", "0,9223372036854775807,0,0;1,1,0,0",
    ] {
      json.timeline?.tracks[0].slices = slices
      #expect(throws: InputError.self, "\(slices)") { try RunPage(json, file: "run.json") }
    }
    json.timeline?.tracks[0].engine = -1
    #expect(throws: InputError.self) { try RunPage(json, file: "run.json") }
  }
}
