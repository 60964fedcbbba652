import Documents
import Foundation
import Testing
import Tilewright

@testable import Reports

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// What holds for every picture of a page.
@Suite struct FigureTests {
  static func pages() throws -> [any ReportPage] {
    [
      try RunPage(RunJSON(try SmallRun.verified.get(), keepsTimeline: true), file: "run"),
      try RunPage(RunJSON(try SmallRun.timed.get(), keepsTimeline: true), file: "run"),
      try SweepPage(SmallSweep.table, name: "sweep"),
    ]
  }

  @Test func everyPictureIsWellFormedStandsAloneAndHasATextForThoseWhoDoNotSeeIt() throws {
    for figure in try Self.pages().flatMap(\.figures) {
      let text = figure.document
      #expect(XMLParser(data: Data(text.utf8)).parse(), "\(figure.name)")
      #expect(text.hasPrefix("<svg xmlns=\"http://www.w3.org/2000/svg\" "))
      for foreign in ["<script", "href", "@import", "url("] { #expect(!text.contains(foreign)) }
      let drawn = try Drawing(text)
      #expect(drawn.hints.first?.isEmpty == false)
      #expect(text.contains("<desc>") || figure.name == "operators")
      #expect(drawn.outside.isEmpty, "\(figure.name): \(drawn.outside.prefix(3))")
      #expect(text.contains("prefers-color-scheme:dark"))
    }
  }

  @Test func aRunHasThePicturesThatAPageIsMadeOf() throws {
    let names = try Self.pages()[0].figures.map(\.name)
    #expect(
      names == ["roofline", "timeline", "stalls", "energy", "operators", "occupancy", "network", "banks"])
    let sweep = try Self.pages()[2].figures.map(\.name)
    #expect(sweep.prefix(2) == ["scatter", "parallel"])
    #expect(sweep.contains("sensitivity-elapsed_ns"))
  }

  @Test func theRooflineHoldsEveryOperatorThatComputes() throws {
    let run = try SmallRun.verified.get()
    let picture = try RunPicture(RunJSON(run), file: "run")
    let drawn = try Drawing(try #require(RooflineFigure(picture)).figure.document)
    let computing = run.operators.filter {
      $0.occupiedCycles > 0 && ($0.record.multiplyAccumulates > 0 || $0.record.scalarOperations > 0)
    }
    for row in computing {
      #expect(drawn.hints.contains { $0.hasPrefix("\(row.record.name) (\(row.record.operation), ") })
    }
    #expect(drawn.groups == computing.count)
  }

  @Test func theBarsOfEveryEngineFillTheRun() throws {
    let picture = try RunPicture(RunJSON(try SmallRun.verified.get()), file: "run")
    for engine in picture.engines {
      #expect(engine.busyCycles + engine.stallCycles.reduce(0, +) == picture.elapsedCycles)
    }
  }

  @Test func withoutATimelineThereAreOnlyThePicturesThatDoNotNeedIt() throws {
    let page = try RunPage(RunJSON(try SmallRun.timed.get()), file: "run")
    #expect(!page.figures.contains { ["timeline", "occupancy"].contains($0.name) })
    #expect(page.figures.contains { $0.name == "roofline" })
  }
}

/// A study that ran nowhere, of which everything is known.
enum SmallSweep {
  static let text =
    "cores[*].matrix.rows,dram.bandwidth,chip,model,batch,elapsed_ns,area_mm2,utilisation,status,error\r\n"
    + (0..<24).map { index in
      let (rows, bandwidth) = (4 << (index % 4), ["6.4 GB/s", "12.8 GB/s", "102.4 GB/s"][index / 4 % 3])
      let area = Double(rows * rows) / 100 + Double(index / 4 % 3)
      return index == 23
        ? "\(rows),\(bandwidth),npu,\"<b>,\"\"x\"\"\",1,,,,failed,no room"
        : "\(rows),\(bandwidth),npu,\"<b>,\"\"x\"\"\",1,\(1_000_000 / rows + index),\(area),0.5,ok,"
    }.joined(separator: "\r\n") + "\r\n"

  static var table: CSVTable { get throws { try CSVTable(parsing: text, file: "results.csv") } }
}
