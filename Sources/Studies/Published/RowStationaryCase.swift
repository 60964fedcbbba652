import Chips
import Documents

/// A published figure of a row-stationary array: columns `batch`, `groups`, `channels`, `filters`, `filter_h`, `filter_w`,
/// `ofmap_h`, `ofmap_w`, `stride` of a table of layers say what it computes, and `zeros_in_ifmap_pct`, where it is there,
/// how well its inputs are compressed.
struct RowStationaryCase: Sendable {
  var chip: RowStationaryBuffer
  var clockHertz: Int
  var measure: Measure
  /// Table of layers whose times are added, where the published figure is of a whole network; nil where the row itself
  /// is a layer.
  var layers: String?

  enum Measure: String, Sendable, CaseIterable {
    /// In which the array works.
    case milliseconds
    /// Waiting for inputs included.
    case totalMilliseconds = "total-milliseconds"
    /// Likewise.
    case framesPerSecond = "frames-per-second"
    case activePEs = "active-PEs"
  }

  init(_ document: Document) throws {
    var object = try document.object()
    func size(_ key: String) throws -> Int { try object.required(key).integer(in: 1...4096) }
    let array = RowStationaryArray(
      rows: try size("rows"), columns: try size("columns"), inputWords: try size("inputWords"),
      filterWords: try size("filterWords"), sumWords: try size("sumWords"), busWords: try size("busWords"))
    clockHertz = try object.required("clock").quantity(.frequency, in: 1...1_000_000_000_000)
    let link = try object.required("link").quantity(.bandwidth, in: 1...1 << 50)
    let words = try object.required("buffer").quantity(.size, in: 2...1 << 30) / 2
    chip = RowStationaryBuffer(
      array: array, words: words, linkWordsPerCycle: Double(link) / 2 / Double(clockHertz))
    measure = try object.required("measure").choice(Measure.self)
    layers = try object.optional("layers")?.string()
    try object.finish()
  }

  /// - Parameter rows: the layers; one, or those of the whole network.
  func figure(_ rows: [CSVRow]) throws -> Double {
    if measure == .activePEs { return try activePEs(rows) }
    var cycles = 0
    for row in rows {
      let timing = try chip.timing(
        of: RowStationaryArray.Layer(row), stride: row.integer("stride"), inputSize: Self.inputSize(row))
      cycles += measure == .milliseconds ? timing.processing : timing.total
    }
    let seconds = Double(cycles) / Double(clockHertz)
    return measure == .framesPerSecond
      ? Double(try rows.first?.integer("batch") ?? 1) / seconds : 1000 * seconds
  }

  /// Of the last layer.
  private func activePEs(_ rows: [CSVRow]) throws -> Double {
    try rows.last.map { try chip.array.timing(of: RowStationaryArray.Layer($0)).activePEs } ?? 0
  }

  /// Three values of 16 bits and the zeros before each go into a word of 64 bits on the link (Chen et al., JSSC 2017,
  /// section V: run-length compression).
  private static func inputSize(_ row: CSVRow) throws -> Double {
    guard row.optional("zeros_in_ifmap_pct") != nil else { return 1 }
    return min(1, (1 - (try row.double("zeros_in_ifmap_pct")) / 100) * 64 / 48)
  }
}

extension RowStationaryArray.Layer {
  /// Images and multiply-accumulates up to which a layer is searched for its quickest mapping.
  private static let limits = (images: 1024, multiplyAccumulates: 1 << 42)

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
    let extents = [
      batch, groups, channels, filters, filterHeight, filterWidth, outputHeight, outputWidth,
      try extent("stride"),
    ]
    var work = 1
    for extent in extents {
      let (product, overflows) = work.multipliedReportingOverflow(by: extent)
      work = overflows ? .max : product
    }
    guard batch <= Self.limits.images, work <= Self.limits.multiplyAccumulates else {
      throw InputError(
        at: row.place, "is too large a layer",
        remedy: "at most \(Self.limits.images) images and 2^42 multiply-accumulates")
    }
  }
}
