import Documents
import Foundation

/// A folder of models with reference outputs: `graphs/NAME.light.onnx` (weights by formula) or `onnx_files/NAME.onnx`,
/// `reference/NAME.json`, and the tables `models.csv` and `layers.csv` where they are there.
struct ModelFolder: Sendable {
  struct Model: Sendable {
    var name: String
    var path: String
    var referencePath: String
    /// Whether the weights follow from a formula.
    var isFormula: Bool
    /// By how much of the largest |output| two runs of the reference differ.
    var referenceNoise: Double
    /// Multiply-accumulates of the whole model, where the table says so.
    var multiplyAccumulates: Int?
    /// Multiply-accumulates of each layer, by the node's name.
    var layers: [String: Int]
  }

  var models: [Model]
  /// References whose model file is not in the folder.
  var missing: [String]

  /// Networks whose weights follow from a formula have no reason to differ but the order of sums.
  static let formulaBound = 1e-5
  /// The absolute tolerance of ONNX's own backend tests. Runtimes take logistic functions from `½ + …`, which rounds in steps of
  /// 2⁻²⁴ = 6e-8 however small the result is; so their small outputs have no more digits than this.
  static let absoluteTolerance = 1e-7
  /// Two correct runs differ by the noise floor already; ours may by ten times that.
  static let noiseFactor = 10.0

  /// - Throws: `InputError` when the folder has no references, or a table is damaged.
  /// - Parameter only: names of the models wanted; all when empty.
  init(_ folder: String, only: [String] = []) throws {
    let root = URL(fileURLWithPath: folder)
    let references = root.appendingPathComponent("reference")
    let names = ((try? FileManager.default.contentsOfDirectory(atPath: references.path)) ?? [])
      .filter { $0.hasSuffix(".json") }.map { String($0.dropLast(5)) }.sorted()
    guard !names.isEmpty else {
      throw InputError(
        .notFound, at: folder, "holds no reference/NAME.json",
        remedy: "expected graphs/, onnx_files/ and reference/ beside each other")
    }
    for name in only where !names.contains(name) {
      throw InputError(
        .usage, at: folder, "has no model “\(name)”", remedy: suggestion(for: name, among: names))
    }
    let facts = try ModelFolder.facts(root)
    let layers = try ModelFolder.layers(root)
    models = []
    missing = []
    for name in names where only.isEmpty || only.contains(name) {
      let candidates = ["graphs/\(name).light.onnx", "graphs/\(name).onnx", "onnx_files/\(name).onnx"]
      let paths = candidates.map { root.appendingPathComponent($0).path }
      guard let path = paths.first(where: { FileManager.default.fileExists(atPath: $0) }) else {
        missing.append(name)
        continue
      }
      models.append(
        Model(
          name: name, path: path, referencePath: references.appendingPathComponent("\(name).json").path,
          isFormula: path.contains("/graphs/"), referenceNoise: facts[name]?.noise ?? 0,
          multiplyAccumulates: facts[name]?.multiplyAccumulates, layers: layers[name] ?? [:]))
    }
  }

  private static func facts(_ root: URL) throws -> [String: (noise: Double, multiplyAccumulates: Int?)] {
    let path = root.appendingPathComponent("models.csv").path
    guard FileManager.default.fileExists(atPath: path) else { return [:] }
    var facts: [String: (noise: Double, multiplyAccumulates: Int?)] = [:]
    for row in try CSVTable.read(path).rows {
      facts[try row.text("model")] = (
        try row.double("ort_opt_vs_noopt_maxrel"),
        try row.optional("macs").map { _ in try row.integer("macs") }
      )
    }
    return facts
  }

  private static func layers(_ root: URL) throws -> [String: [String: Int]] {
    let path = root.appendingPathComponent("layers.csv").path
    guard FileManager.default.fileExists(atPath: path) else { return [:] }
    var layers: [String: [String: Int]] = [:]
    for row in try CSVTable.read(path).rows {
      layers[try row.text("model"), default: [:]][try row.text("node")] = try row.integer("macs")
    }
    return layers
  }
}
