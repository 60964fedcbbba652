import Documents
import Foundation
import Network

/// A folder of reference data on networks, and how far ours is from it.
///
/// Any of these files: `traces_index.csv` with `traces/NAME.csv`, `micro_cases.csv`, `zero_load.csv`,
/// `stream_rate.csv`, `collectives.csv`, `load_latency.csv`, `saturation.csv`.
public struct NetworkValidation: Sendable {
  /// Bound on latencies, throughput and completion times where chance has a part.
  static let relativeBound = 0.03
  /// Share of the saturation load up to which latencies are compared.
  static let comparedShare = 0.85
  /// Bound on the load of saturation: this, or 4 %.
  static let saturationBound = 0.0125

  let folder: String

  enum File: String, CaseIterable {
    case traces = "traces_index.csv"
    case micro = "micro_cases.csv"
    case zeroLoad = "zero_load.csv"
    case stream = "stream_rate.csv"
    case collectives = "collectives.csv"
    case curves = "load_latency.csv"
    case saturation = "saturation.csv"
  }

  public init(folder: String) {
    self.folder = folder
  }

  func path(_ name: String) -> String { (folder as NSString).appendingPathComponent(name) }

  func holds(_ file: File) -> Bool { FileManager.default.fileExists(atPath: path(file.rawValue)) }

  /// - Parameter progress: gets the share that is done.
  /// - Throws: `InputError` with file and line of what cannot be read.
  public func rows(_ progress: (Double) -> Void = { _ in }) throws -> [ValidationRow] {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder), isFolder.boolValue else {
      throw InputError(.notFound, at: folder, "is no folder", remedy: "name the folder with the data")
    }
    let files = File.allCases.filter(holds)
    guard !files.isEmpty else {
      throw InputError(
        .notFound, at: folder, "holds no reference data on networks",
        remedy: "expected one of \(File.allCases.map(\.rawValue).joined(separator: ", "))")
    }
    // Traffic at random takes nearly all the time.
    func weight(_ file: File) -> Double { file == .curves || file == .saturation ? 20 : 1 }
    let whole = files.map(weight).reduce(0, +)
    var done = 0.0
    return try files.flatMap { file in
      defer { done += weight(file) }
      let table = try CSVTable.read(path(file.rawValue))
      return try rows(of: file, table) { progress((done + $0 * weight(file)) / whole) }
    }
  }

  private func rows(of file: File, _ table: CSVTable, _ progress: (Double) -> Void) throws -> [ValidationRow]
  {
    switch file {
    case .traces: try traceRows(table)
    case .micro: try microRows(table)
    case .zeroLoad: try zeroLoadRows(table)
    case .stream: try streamRows(table)
    case .collectives: try collectiveRows(table, progress)
    case .curves: try curveRows(table, progress)
    case .saturation: try saturationRows(table, progress)
    }
  }
}

extension CSVRow {
  /// The topology of a row; `mesh4` and `torus4` alone mean the square in tables of traces.
  func topology(isSquare: Bool = false) throws -> NetworkTopology {
    var text = try text("topology")
    let extent = text.drop { $0.isLetter }
    if isSquare, !extent.isEmpty, !extent.contains("x"), text.hasPrefix("mesh") || text.hasPrefix("torus") {
      text += "x\(extent)"
    }
    return try NetworkTopology(parsing: text, at: "\(place), topology").checked(at: place)
  }

  /// Pipeline, virtual channels and buffers of a row.
  func router(for topology: NetworkTopology) throws -> RouterSpecification {
    let name = try text("pipeline")
    guard let preset = RouterPipeline.Preset(rawValue: name) else {
      throw InputError(
        at: "\(place), pipeline", "is “\(name)”",
        remedy: suggestion(for: name, among: RouterPipeline.Preset.allCases.map(\.rawValue)))
    }
    let router = RouterSpecification(
      preset, virtualChannels: try integer("vcs"), bufferFlits: try integer("buf"))
    do {
      try router.validate(for: topology, at: place)
    } catch {
      throw InputError(at: error.place, error.reason, remedy: error.remedy)
    }
    return router
  }

  /// A load in flits per node and cycle.
  func load(_ column: String) throws -> Double {
    let value = try double(column)
    guard value > 0, value <= 1 else {
      throw InputError(at: "\(place), \(column)", "is \(value)", remedy: "a load lies between 0 and 1")
    }
    return value
  }

  /// Several columns in one word: what belongs to one curve or configuration.
  func key(_ columns: [String]) throws -> String { try columns.map { try text($0) }.joined(separator: " ") }
}

extension NetworkTopology {
  /// The most routers of a network that a row of a table may ask for.
  private static let tableLimit = 4096

  fileprivate func checked(at place: String) throws -> NetworkTopology {
    guard nodeCount <= Self.tableLimit, routerCount <= Self.tableLimit else {
      throw InputError(
        at: place, "\(self) is too large", remedy: "at most \(Self.tableLimit) nodes and routers")
    }
    return self
  }

  /// Packets arrive in the same cycles whatever the seed: the routing leaves nothing to chance.
  var isDeterministic: Bool {
    switch RoutingFunction(for: self) {
    case .dimensionOrder, .destinationTag: true
    case .dateline, .nearestCommonAncestor, .shortestWayInOneClass: false
    }
  }
}
