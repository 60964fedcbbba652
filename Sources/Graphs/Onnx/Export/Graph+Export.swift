import Documents
import Onnx
import Tensors

extension Graph {
  /// How weights are written that follow from the fill formula.
  public enum FormulaWeights: String, Sendable, CaseIterable {
    /// As numbers, made while the file is written.
    case elements
    /// As `fmix SEED SCALE OFFSET` in place of data: small files, for those who know the formula (see `SeededFill`).
    case formula
  }

  /// The graph as an ONNX model, to be written with `OnnxModel.write(to:)`.
  ///
  /// Importing the model gives a graph that computes the same bits, and exporting that gives the same bytes. Fused steps
  /// become nodes of their own, with casts around them where they are rounded only once.
  /// - Throws: `InputError` at the node that ONNX has no equal for.
  public func onnxModel(formulaWeights: FormulaWeights = .elements) throws -> OnnxModel {
    let opset = ExportVersion(self)
    let keepsFormulas = formulaWeights == .formula
    var form = StandardForm(of: self, opset: opset.operatorSet, keepsFormulas: keepsFormulas)
    let standard = try form.graph()
    let domains = Set(standard.nodes.map { OnnxName($0.source?.name ?? "").domain }).subtracting([""])
    return OnnxModel(
      irVersion: opset.format,
      opsets: Dictionary(uniqueKeysWithValues: domains.map { ($0, 1) }).merging(["": opset.operatorSet]) {
        $1
      },
      producerName: "tilewright",
      graph: try ModelWriter(graph: standard, keepsFormulas: keepsFormulas).onnxGraph(), path: name)
  }
}

/// The versions that a file is written in: old enough for what reads it, new enough for its operators.
struct ExportVersion {
  let operatorSet: Int
  /// `ModelProto.ir_version`.
  let format: Int

  private static let newest: Set<String> = ["Attention", "RMSNormalization", "RotaryEmbedding"]

  init(_ graph: Graph) {
    let needsNewest = graph.nodes.contains { ExportVersion.newest.contains(type(of: $0.operation).name) }
    (operatorSet, format) = needsNewest ? (23, 11) : (21, 10)
  }
}

/// An operator's name in the registry, in the two parts that ONNX has: `domain::Name`.
struct OnnxName {
  let domain: String
  let operation: String

  init(_ registered: String) {
    let parts = registered.split(separator: "::", maxSplits: 1).map(String.init)
    (domain, operation) = parts.count == 2 ? (parts[0], parts[1]) : ("", registered)
  }
}
