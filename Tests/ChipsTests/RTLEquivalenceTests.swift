import Foundation
import Testing

@testable import Chips

/// Rows of a CSV file beside the tests.
struct MeasuredRow: CustomTestStringConvertible, Sendable {
  let fields: [String: String]

  static func read(_ file: String) throws -> [MeasuredRow] {
    let url = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Resources/\(file)")
    let lines = try String(contentsOf: url, encoding: .utf8).split(whereSeparator: \.isNewline)
    let names = lines[0].split(separator: ",").map(String.init)
    return lines.dropFirst().map { line in
      let values = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      return MeasuredRow(fields: Dictionary(uniqueKeysWithValues: zip(names, values)))
    }
  }

  subscript(_ name: String) -> Int {
    get throws {
      let text = try #require(fields[name])
      return try #require(Int(text))
    }
  }

  var testDescription: String {
    fields.sorted { $0.key < $1.key }.map { "\($0)=\($1)" }.joined(separator: " ")
  }

  /// The array that the row's `variant` and `trim` name.
  func array() throws -> Systolic {
    let variants: [String: Systolic] = [
      "os_block": .outputStationary(.block), "os_shadow": .outputStationary(.shadow),
      "os_bus": .outputStationary(.bus), "ws_serial": .weightStationary(.serial),
      "ws_chain": .weightStationary(.chain), "ws_tag": .weightStationary(.tagged),
      "ws_dbchain": .weightStationary(.shadowChain), "ws_dbtag": .weightStationary(.shadowTagged),
    ]
    let variant = try #require(fields["variant"])
    var array = try #require(variants[variant])
    array.trimsEdgeTiles = try self["trim"] == 1
    return array
  }

  func shape() throws -> MatrixProductShape {
    MatrixProductShape(rows: try self["M"], columns: try self["N"], reduction: try self["K"])
  }

  func schedule() throws -> SystolicSchedule {
    SystolicSchedule(try array(), rows: try self["R"], columns: try self["C"], shape: try shape())
  }
}

extension Systolic {
  static func outputStationary(_ drain: OutputDrain, trims: Bool = false) -> Systolic {
    Systolic(
      dataflow: .outputStationary, outputDrain: drain, stationaryLoading: .serial, trimsEdgeTiles: trims)
  }

  static func weightStationary(_ loading: StationaryLoading, trims: Bool = false) -> Systolic {
    Systolic(
      dataflow: .weightStationary, outputDrain: .block, stationaryLoading: loading, trimsEdgeTiles: trims)
  }

  static func inputStationary(_ loading: StationaryLoading, trims: Bool = false) -> Systolic {
    Systolic(
      dataflow: .inputStationary, outputDrain: .block, stationaryLoading: loading, trimsEdgeTiles: trims)
  }
}

@Suite("RTL equivalence")
struct RTLEquivalenceTests {
  @Test("Whole products take the cycles and read the words that the hardware description does")
  func products() throws {
    let rows = try MeasuredRow.read("systolic_gemm_sample.csv")
    #expect(rows.count == 160)
    for row in rows {
      let schedule = try row.schedule()
      let firstOutput =
        schedule.firstInput(outer: 0, inner: 0) + schedule.outputs(outer: 0, inner: 0).lowerBound
      #expect(try firstOutput == row["first_out_cycle"], "\(row.testDescription)")
      #expect(try schedule.lastOutput == row["last_out_cycle"], "\(row.testDescription)")
      #expect(try schedule.timing.totalCycles == row["total_cycles"], "\(row.testDescription)")
      #expect(try schedule.tiles == row["tiles"], "\(row.testDescription)")
      #expect(try schedule.words.left == row["a_words_read"], "\(row.testDescription)")
      #expect(try schedule.words.right == row["b_words_read"], "\(row.testDescription)")
      #expect(try schedule.words.results == row["c_words_out"], "\(row.testDescription)")
      #expect(try schedule.shape.multiplyAccumulates == row["macs"], "\(row.testDescription)")
    }
  }

  @Test("Every tile is loaded, filled, streamed, drained and overlapped as the hardware description does")
  func tiles() throws {
    let rows = try MeasuredRow.read("systolic_tile_sample.csv")
    #expect(rows.count == 568)
    for row in rows {
      let schedule = try row.schedule()
      let (outer, inner) = (try row["tile_i"], try row["tile_j"])
      let firstInput = schedule.firstInput(outer: outer, inner: inner)
      let outputs = schedule.outputs(outer: outer, inner: inner)
      #expect(try firstInput == row["first_in"], "\(row.testDescription)")
      #expect(try firstInput + schedule.streamed - 1 == row["last_in"], "\(row.testDescription)")
      #expect(try firstInput + outputs.lowerBound == row["first_out"], "\(row.testDescription)")
      #expect(try firstInput + outputs.upperBound == row["last_out"], "\(row.testDescription)")
      let words = schedule.stationaryWords(outer: outer, inner: inner)
      #expect(try words?.lowerBound ?? -1 == row["first_weight"], "\(row.testDescription)")
      #expect(try words?.upperBound ?? -1 == row["last_weight"], "\(row.testDescription)")
    }
  }
}
