import Documents
import Foundation
import Graphs
import Onnx

/// A model out of a file of any format, with all its lengths settled.
public struct ModelFile: Sendable {
  public let path: String
  /// As the file has it, before any pass.
  public let graph: Graph
  /// Samples computed at once, as far as the model or the caller says.
  public let batch: Int
  /// Names of the values that shapes, conditions or trip counts were taken from; the graph holds for the inputs that they
  /// were computed with.
  public let decidingValues: [String]
  /// What the file says of open shapes and is not so.
  public let staleDeclarations: [String]
  /// Operators that were resolved while the file was read, and how many of each: control flow, sequences, texts.
  public let resolvedOperators: [String: Int]
  /// Where the file was not read to the letter, with the line.
  public let warnings: [String]
  /// What the graph was made of, for files of SCALE-Sim.
  public let topology: ScaleSimTopology?

  /// - Parameters:
  ///   - model: path of a file, or a name in `workloads`.
  ///   - settings: parameters of a workload, open dimensions of an ONNX model; `batch` is the number of samples.
  /// - Throws: `InputError` with the place, and the nearest name where there is one.
  public init(_ model: String, settings: [String: Int] = [:]) throws {
    path = try Shelf.workloads.file(named: model)
    topology = path.lowercased().hasSuffix(".csv") ? try ScaleSimTopology.read(path) : nil
    warnings = topology?.warnings ?? []
    if let topology {
      try topology.check(settings)
      graph = try Graph(topology)
      batch = 1
      decidingValues = []
      staleDeclarations = []
      resolvedOperators = [:]
      return
    }
    guard path.hasSuffix(".onnx") else {
      let document = try Document.read(path)
      graph = try Workload.load(document, overrides: settings)
      batch = try settings["batch"] ?? document.defaultBatch() ?? 1
      decidingValues = []
      staleDeclarations = []
      resolvedOperators = [:]
      return
    }
    var dimensions = settings
    let batch = dimensions.removeValue(forKey: "batch")
    let imported = try Graph.importing(
      OnnxModel.read(path), options: ImportOptions(dimensions: dimensions, batch: batch))
    graph = imported.graph
    self.batch = batch ?? 1
    decidingValues = imported.decidingValues
    staleDeclarations = imported.staleDeclarations
    resolvedOperators = imported.resolvedOperators
  }

  /// What people should know of the graph; nil when it holds for any data.
  public var caution: String? {
    var sentences = staleDeclarations.map { "The file's declaration is stale: \($0)." }
    if !decidingValues.isEmpty {
      let names = decidingValues.prefix(4).map { "“\($0)”" }.joined(separator: ", ")
      let more = decidingValues.count > 4 ? " and \(decidingValues.count - 4) more" : ""
      sentences.append("Shapes or conditions were taken from the seeded inputs, at \(names)\(more).")
    }
    if !resolvedOperators.isEmpty {
      let kinds = resolvedOperators.sorted { $0.key < $1.key }.map { "\($1) \($0)" }.joined(separator: ", ")
      sentences.append("Resolved while the file was read, and so in no figure of a run: \(kinds).")
    }
    return sentences.isEmpty ? nil : sentences.joined(separator: "\n")
  }
}

extension ScaleSimTopology {
  /// - Throws: `InputError` `.usage`: a topology says everything itself.
  fileprivate func check(_ settings: [String: Int]) throws {
    guard let name = settings.first(where: { $0.key != "batch" || $0.value != 1 })?.key else { return }
    throw InputError(
      .usage, at: file, "unknown parameter “\(name)”", remedy: "a topology has none, and its batch is 1")
  }
}

extension Document {
  /// The model's own batch size, where it has one.
  fileprivate func defaultBatch() throws -> Int? {
    var members = try object()
    var parameters = try members.optional("parameters")?.object()
    return try parameters?.optional("batch")?.integer()
  }
}
