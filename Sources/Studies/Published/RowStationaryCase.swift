import Chips
import Documents

/// A published figure of a row-stationary array: columns `batch`, `groups`, `channels`, `filters`, `filter_h`, `filter_w`,
/// `ofmap_h`, `ofmap_w` of a table of layers say what it computes.
struct RowStationaryCase: Sendable {
  var array: RowStationaryArray
  var clockHertz: Int
  var measure: Measure
  /// Table of layers whose times are added, where the published figure is of a whole network; nil where the row itself
  /// is a layer.
  var layers: String?

  enum Measure: String, Sendable, CaseIterable {
    case milliseconds
    case framesPerSecond = "frames-per-second"
    case activePEs = "active-PEs"
  }

  init(_ document: Document) throws {
    var object = try document.object()
    func size(_ key: String) throws -> Int { try object.required(key).integer(in: 1...4096) }
    array = RowStationaryArray(
      rows: try size("rows"), columns: try size("columns"), inputWords: try size("inputWords"),
      filterWords: try size("filterWords"), sumWords: try size("sumWords"))
    clockHertz = try object.required("clock").quantity(.frequency, in: 1...1_000_000_000_000)
    measure = try object.required("measure").choice(Measure.self)
    layers = try object.optional("layers")?.string()
    try object.finish()
  }

  /// - Parameter rows: the layers; one, or those of the whole network.
  func figure(_ rows: [CSVRow]) throws -> Double {
    var cycles = 0
    var active = 0.0
    for row in rows {
      let timing = try array.timing(of: RowStationaryArray.Layer(row))
      cycles += timing.cycles
      active = timing.activePEs
    }
    let seconds = Double(cycles) / Double(clockHertz)
    switch measure {
    case .milliseconds: return 1000 * seconds
    case .framesPerSecond: return Double(try rows.first?.integer("batch") ?? 1) / seconds
    case .activePEs: return active
    }
  }
}

extension RowStationaryArray.Layer {
  fileprivate init(_ row: CSVRow) throws {
    func extent(_ column: String) throws -> Int {
      let number = try row.integer(column)
      guard 1...65_536 ~= number else {
        throw InputError(at: "\(row.place), \(column)", "is \(number)", remedy: "expected 1…65536")
      }
      return number
    }
    self.init(
      batch: try extent("batch"), groups: try extent("groups"), channels: try extent("channels"),
      filters: try extent("filters"), filterHeight: try extent("filter_h"),
      filterWidth: try extent("filter_w"),
      outputHeight: try extent("ofmap_h"), outputWidth: try extent("ofmap_w"))
  }
}
