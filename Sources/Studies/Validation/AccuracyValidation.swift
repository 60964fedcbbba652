import Chips
import Compression
import Documents
import Foundation
import Graphs
import Onnx
import Tensors

/// A folder with a trained classifier and what compressing it did: `digits.csv` (or another table of samples with `split` and
/// `label`), `accuracy_truth.csv`, `predictions.csv`, `logits_BASE.csv`, `…_BASE.onnx`, and models of another runtime
/// with their outputs, `…_int8_NAME.onnx` beside `logits_int8_NAME.csv`.
public struct AccuracyValidation: Sendable {
  /// How far the relative error of the scores may be from the stated one: 0.01 %, or a fiftieth of it where that is more.
  static let errorBound = 1e-4
  static let relativeErrorBound = 0.02

  private let folder: URL
  private let chip: Chip?
  private let variants: [AccuracyVariant]
  /// Digits of predicted classes by variant.
  private let predictions: [String: String]
  private let samples: CSVTable

  /// - Parameter chip: where every variant runs in lockstep; nil for the reference executor.
  /// - Throws: `InputError` when a table is missing or damaged.
  public init(folder path: String, chip: Chip? = nil) throws {
    folder = URL(fileURLWithPath: path)
    self.chip = chip
    func file(_ name: String) -> String { URL(fileURLWithPath: path).appendingPathComponent(name).path }
    variants = try CSVTable.read(file("accuracy_truth.csv")).rows.map(AccuracyVariant.init)
    samples = try CSVTable.read(file("digits.csv"))
    var predictions: [String: String] = [:]
    if FileManager.default.fileExists(atPath: file("predictions.csv")) {
      let table = try CSVTable.read(file("predictions.csv"))
      guard let column = table.columns.first(where: { $0.hasPrefix("predictions") }) else {
        throw InputError(at: table.file, "has no column of predictions", remedy: "expected predictions_…")
      }
      for row in table.rows { predictions[try row.text("variant")] = try row.text(column) }
    }
    self.predictions = predictions
  }

  /// Never throws: what cannot be measured is a row that does not hold.
  /// - Parameter progress: told the part of all rows that is done.
  public func run(progress: (Double) -> Void = { _ in }) -> [ValidationRow] {
    var rows: [ValidationRow] = []
    var studies: [String: Result<BaseModel, any Error>] = [:]
    for (index, variant) in variants.enumerated() {
      progress(Double(index) / Double(variants.count))
      let base =
        studies[variant.base] ?? Result { try BaseModel(variant.base, folder, samples, chip) }
      studies[variant.base] = base
      do {
        rows += try self.rows(of: variant, try base.get())
      } catch {
        rows.append(ValidationRow(variant.key, "correct samples", failure: "\(error)"))
      }
    }
    return rows + otherRuntimes()
  }

  private func rows(of variant: AccuracyVariant, _ base: BaseModel) throws -> [ValidationRow] {
    let compression: Compression
    let limit: Int?
    switch try variant.action() {
    case .leave(let reason): return [ValidationRow(variant.key, "correct samples", notRun: reason)]
    case .measure(let wanted, let calibrationLimit): (compression, limit) = (wanted, calibrationLimit)
    }
    if let chip, let reason = chip.obstacle(to: compression) {
      return [ValidationRow(variant.key, "correct samples", notRun: reason)]
    }
    let row = try base.study(calibrationLimit: limit).measure(compression)
    guard row.sampleCount == variant.total else {
      throw InputError(at: variant.place, "counts \(variant.total) samples of \(row.sampleCount)")
    }
    let allowed = Double(variant.allowedSamples)
    let reference = base.logits ?? base.plain.reference
    let error = row.scores.relativeError(to: reference)
    var rows = [
      ValidationRow(
        variant.key, "correct samples", ours: Double(row.correct), reference: Double(variant.correct),
        bound: allowed),
      ValidationRow(
        variant.key, "samples classified as in fp32", ours: Double(row.scores.agreements(with: reference)),
        reference: Double(variant.agreements), bound: allowed),
      ValidationRow(
        variant.key, "relative error of the scores", ours: error, reference: variant.relativeError,
        bound: max(
          AccuracyValidation.errorBound, AccuracyValidation.relativeErrorBound * variant.relativeError)),
    ]
    if let expected = predictions[variant.key] {
      let classes = row.scores.predictions
      let same = zip(classes, expected).count { "\($0)" == "\($1)" }
      rows.append(
        ValidationRow(
          variant.key, "same predictions", ours: Double(same),
          reference: Double(max(classes.count, expected.count)),
          bound: allowed))
    }
    if row.faults > 0 || chip != nil {
      rows.append(
        ValidationRow(
          variant.key, "wrong elements and hazards on the chip", ours: Double(row.faults), reference: 0,
          bound: 0))
    }
    return rows
  }

  /// Models that another runtime quantised, beside what it computed with them.
  private func otherRuntimes() -> [ValidationRow] {
    let names = ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []).sorted()
    return names.flatMap { name -> [ValidationRow] in
      guard name.hasSuffix(".onnx"), let range = name.range(of: "_int8_") else { return [] }
      let variant = "int8_" + name[range.upperBound...].dropLast(5)
      guard names.contains("logits_\(variant).csv") else { return [] }
      do {
        return try otherRuntime(name, variant)
      } catch {
        return [ValidationRow(name, "correct samples", failure: "\(error)")]
      }
    }
  }

  private func otherRuntime(_ name: String, _ variant: String) throws -> [ValidationRow] {
    let theirs = try ClassScores(
      CSVTable.read(folder.appendingPathComponent("logits_\(variant).csv").path))
    let dataset = try Dataset(samples, divisor: BaseModel.divisor, name: "digits")
    let graph = try BaseModel.graph(folder.appendingPathComponent(name).path, batch: dataset.test.count)
    let study = try AccuracyStudy(graph: graph, dataset: dataset, chip: nil)
    let labels = dataset.test.labels
    return [
      ValidationRow(
        name, "correct samples", ours: Double(study.reference.correct(labels)),
        reference: Double(theirs.correct(labels)), bound: 0),
      ValidationRow(
        name, "same predictions", ours: Double(study.reference.agreements(with: theirs)),
        reference: Double(labels.count), bound: 0),
      ValidationRow(
        name, "relative difference of the scores", ours: study.reference.relativeError(to: theirs),
        reference: 0,
        bound: AccuracyValidation.otherRuntimeBound),
    ]
  }

  /// A code may round to either side of a tie, since runtimes multiply by scales in different orders.
  static let otherRuntimeBound = 1e-3
}

extension Chip {
  /// Why a compressed model cannot run here; nil where it can.
  func obstacle(to compression: Compression) -> String? {
    let element = compression.precision.standard.element
    let engines = cores.compactMap(\.matrix)
    guard !engines.isEmpty, !engines.allSatisfy({ $0.cyclesPerStep(element) != nil }) else { return nil }
    return "\(name) does not multiply \(element.rawValue)"
  }
}

/// A trained model with its data, before anything is done to it.
private struct BaseModel {
  private let graph: Graph
  private let dataset: Dataset
  private let chip: Chip?
  /// Calibrated with all samples.
  let plain: AccuracyStudy
  /// Scores in fp32 as the folder has them.
  let logits: ClassScores?

  init(_ base: String, _ folder: URL, _ samples: CSVTable, _ chip: Chip?) throws {
    let names = ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []).sorted()
    guard let name = names.first(where: { $0 == "\(base).onnx" || $0.hasSuffix("_\(base).onnx") }) else {
      throw InputError(
        .notFound, at: folder.path, "has no model “\(base)”", remedy: "expected …_\(base).onnx")
    }
    dataset = try Dataset(samples, divisor: BaseModel.divisor, name: "digits")
    graph = try BaseModel.graph(folder.appendingPathComponent(name).path, batch: dataset.test.count)
    self.chip = chip
    plain = try AccuracyStudy(graph: graph, dataset: dataset, chip: chip)
    let file = folder.appendingPathComponent("logits_\(base).csv").path
    logits = FileManager.default.fileExists(atPath: file) ? try ClassScores(CSVTable.read(file)) : nil
  }

  func study(calibrationLimit: Int?) throws -> AccuracyStudy {
    guard let calibrationLimit else { return plain }
    return try AccuracyStudy(
      graph: graph, dataset: dataset, chip: chip, calibrationLimit: calibrationLimit)
  }

  /// All test samples at once where the model leaves their number open, else as many as it takes.
  static func graph(_ path: String, batch: Int) throws -> Graph {
    let model = try OnnxModel.read(path)
    do {
      return try Graph.importing(model, options: ImportOptions(batch: batch)).graph
    } catch {
      guard let fixed = try? Graph.importing(model).graph else { throw error }
      return fixed
    }
  }

  /// Pixels count from 0 to 16.
  static let divisor: Float = 16
}

extension ClassScores {
  /// A row for each sample, a column for each class.
  init(_ table: CSVTable) throws {
    self.init(
      classCount: table.columns.count,
      values: try table.rows.flatMap { row in try table.columns.map { Float(try row.double($0)) } })
  }
}
