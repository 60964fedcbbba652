import Documents
import Graphs

/// A model as its file holds it, whatever the format.
public struct ModelFile: Sendable {
  public var graph: Graph
  /// Samples computed at once, where the file says it.
  public var batch: Int?
  /// Where the file was not read to the letter, with the line.
  public var warnings: [String]
  /// What the graph was made of, for files of SCALE-Sim.
  public var topology: ScaleSimTopology?

  /// - Parameter overrides: values for the model's parameters.
  /// - Throws: `InputError` with the place in the file.
  public static func load(_ path: String, overrides: [String: Int] = [:]) throws -> ModelFile {
    path.lowercased().hasSuffix(".csv")
      ? try topology(path, overrides: overrides) : try workload(path, overrides: overrides)
  }

  private static func topology(_ path: String, overrides: [String: Int]) throws -> ModelFile {
    if let name = overrides.first(where: { $0.key != "batch" || $0.value != 1 })?.key {
      throw InputError(
        .usage, at: path, "unknown parameter “\(name)”", remedy: "a topology has none, its batch is 1")
    }
    let topology = try ScaleSimTopology.read(path)
    return ModelFile(
      graph: try Graph(topology), batch: 1, warnings: topology.warnings, topology: topology)
  }

  private static func workload(_ path: String, overrides: [String: Int]) throws -> ModelFile {
    let document = try Document.read(path)
    let graph = try Workload.load(document, overrides: overrides)
    return ModelFile(
      graph: graph, batch: try overrides["batch"] ?? document.defaultBatch(), warnings: [], topology: nil)
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
