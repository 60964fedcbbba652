import DRAM
import Documents
import Foundation

/// Our controller beside two reference simulators, from a folder with `parameters.json` (how each was configured) and
/// `results.csv` (a row per simulator, `config`, `trace` and `mode`, with its `cycles`).
public struct DRAMValidation {
  private struct Point: Hashable {
    var configuration: String
    var trace: String
    var mode: String
    /// Requests offered in one cycle at most; nil where the row does not tell.
    var width: Int?
  }

  private let parameters: Document
  private let traces: String?
  private var points: [Point] = []
  private var references: [Point: [DRAMAgreement.Reference]] = [:]

  /// - Parameters:
  ///   - folder: holds `parameters.json` and `results.csv`, and rows of more configurations in `results_*.csv` if wanted.
  ///   - traces: folder of the traces' texts; nil to make them by their recipes.
  ///   - results: name of the table.
  /// - Throws: `InputError` with the place in a file.
  public init(folder: String, traces: String?, results: String = "results.csv") throws {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder), isFolder.boolValue else {
      throw InputError(.notFound, at: folder, "is no folder", remedy: "name the folder with the data")
    }
    let path = folder as NSString
    parameters = try Document.read(path.appendingPathComponent("parameters.json"))
    self.traces = traces
    for row in try CSVTable.read(path.appendingPathComponent(results)).rows {
      if let status = row.optional("status"), status != "ok" { continue }
      let point = Point(
        configuration: try row.text("config"), trace: try row.text("trace"), mode: try row.text("mode"),
        width: try row.optional("W").map { _ in try row.integer("W", in: 1...4_096) })
      let reference = try Self.reference(row)
      guard references[point]?.contains(where: { $0.simulator == reference.simulator }) != true else {
        throw InputError(at: row.place, "is a second row of \(reference.simulator) for the same point")
      }
      if references[point] == nil { points.append(point) }
      references[point, default: []].append(reference)
    }
    guard !points.isEmpty else {
      throw InputError(at: path.appendingPathComponent(results), "holds no result to compare with")
    }
  }

  private static func reference(_ row: CSVRow) throws -> DRAMAgreement.Reference {
    let simulator = try row.text("sim")
    guard DRAMAgreement.simulators.contains(simulator) else {
      throw InputError(
        at: "\(row.place), sim", "unknown simulator “\(simulator)”",
        remedy: suggestion(for: simulator, among: DRAMAgreement.simulators))
    }
    return DRAMAgreement.Reference(
      simulator: simulator, cycles: try row.integer("cycles", in: 1...1_000_000_000_000),
      maximumLatencyCycles: row.optional("lat_max").flatMap(Double.init).flatMap {
        Int(exactly: $0.rounded())
      })
  }

  /// One row for each configuration, trace and mode, in the order of the table.
  /// - Parameter progress: called with the part that is done.
  public func run(progress: (Double) -> Void = { _ in }) throws -> [DRAMAgreement] {
    var members = try parameters.object()
    var memories: [String: Result<ReferenceMemory, any Error>] = [:]
    var texts: [String: Result<[DRAMTraceRecord], any Error>] = [:]
    return try points.enumerated().map { index, point in
      progress(Double(index) / Double(points.count))
      if memories[point.configuration] == nil {
        memories[point.configuration] = Result {
          try ReferenceMemory(point.configuration, members.required(point.configuration))
        }
      }
      var row = DRAMAgreement(
        configuration: point.configuration, trace: point.trace, mode: point.mode,
        references: references[point] ?? [])
      do {
        let memory = try memories[point.configuration]!.get()
        let line = memory.configuration.standard.organisation.burstBytes
        let key = "\(point.trace).\(line)"
        if texts[key] == nil {
          texts[key] = Result { try ReferenceTrace.records(point.trace, line: line, folder: traces) }
        }
        try row.measure(
          memory, trace: texts[key]!.get(), mode: InjectionMode(point.mode), width: point.width)
      } catch let error as InputError {
        row.failure = "\(error)"
      }
      return row
    }
  }
}
