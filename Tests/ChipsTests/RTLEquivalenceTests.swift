import Foundation
import Testing

@testable import Chips

/// Rows of a CSV file beside the tests.
struct MeasuredRow: CustomTestStringConvertible, Sendable {
  let fields: [String: String]

  static func read(_ file: String) throws -> [MeasuredRow] {
    let url = try #require(Bundle.module.url(forResource: "Resources/\(file)", withExtension: nil))
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
      let ours = [
        firstOutput, schedule.lastOutput, schedule.timing.totalCycles, schedule.tiles,
        schedule.traffic.leftWords,
        schedule.traffic.rightWords, schedule.traffic.resultWords,
        try #require(schedule.shape.multiplyAccumulates),
      ]
      let measured = try [
        "first_out_cycle", "last_out_cycle", "total_cycles", "tiles", "a_words_read", "b_words_read",
        "c_words_out", "macs",
      ].map { try row[$0] }
      #expect(ours == measured, "\(row.testDescription)")
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
      let words = schedule.stationaryWords(outer: outer, inner: inner)
      let ours = [
        words?.lowerBound ?? -1, words?.upperBound ?? -1, firstInput, firstInput + schedule.streamed - 1,
        firstInput + outputs.lowerBound, firstInput + outputs.upperBound,
      ]
      let measured = try [
        "first_weight", "last_weight", "first_in", "last_in", "first_out", "last_out",
      ].map { try row[$0] }
      #expect(ours == measured, "\(row.testDescription)")
    }
  }
}
