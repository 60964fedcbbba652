import Documents
import Foundation
import Tensors

/// One question: this chip, this model, these options. The unit of sweeps and searches, and the name of its answer.
public struct EvaluationRequest: Sendable {
  /// The chip's document, altered or not; nil for chips that are not JSON.
  public let chip: Document?
  /// Where the chip is from.
  public let chipFile: String
  /// A model file.
  public let model: String
  public let options: SimulationOptions

  public init(chip: Document?, chipFile: String, model: String, options: SimulationOptions) {
    self.chip = chip
    self.chipFile = chipFile
    self.model = model
    self.options = options
  }

  /// Names the answer: equal for equal chips, models, options and versions of Tilewright, whatever the files are called.
  /// - Parameters:
  ///   - chip: the hash of the chip's text, to go on from.
  ///   - modelHash: `FileFingerprints.text` of the model's file, and of the chip's where it is not JSON.
  func key(chip: StableHash, modelHash: String, version: String) -> String {
    var hash = chip
    for text in [modelHash, optionsText, version] { hash.combine(text) }
    return hash.text
  }

  /// All options in one spelling.
  var optionsText: String {
    let settings = options.settings.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
    return [
      "batch=\(options.batch.map { String($0) } ?? "")", "precision=\(options.precision?.rawValue ?? "")",
      "numerics=\(options.numerics)", "compression=\(options.compression?.name ?? "")",
      "dataset=\(options.dataset ?? "")",
      "fidelity=\(options.fidelity.text)",
      "operating=\(operatingText)", "mapping=\(options.mapping.name),\(options.planChoice.rawValue)",
      "settings=\(settings.joined(separator: ","))",
    ].joined(separator: ";")
  }
}

extension EvaluationRequest {
  private var operatingText: String {
    let request = options.operating
    let figures = [
      request.coreHertz, request.coreMicrovolts, request.networkHertz, request.networkMicrovolts,
    ]
    return figures.map { $0.map { String($0) } ?? "" }.joined(separator: ",")
  }
}

/// What came of a request.
public struct EvaluationOutcome: Sendable, Hashable {
  public enum Status: String, Sendable, CaseIterable {
    case ok
    /// A condition on its parameters or its figures forbids the point; it was not run.
    case skipped
    /// The chip's reader refuses it.
    case unbuildable
    /// It ran and breaks a condition on its metrics.
    case infeasible
    /// The run ended in an error, or its numbers were wrong.
    case failed
  }

  public var status: Status
  /// Why it is not ok; empty otherwise.
  public var error: String
  /// By name, as in CSV.
  public var metrics: [String: String]

  public init(_ status: Status, error: String = "", metrics: [String: String] = [:]) {
    self.status = status
    self.error = error
    self.metrics = metrics
  }

  /// A metric as a number; nil where it is unknown or a word.
  public func number(_ metric: String) -> Double? { metrics[metric].flatMap(Double.init) }
}

/// Figures of a run, by name, as CSV has them; empty where unknown. (`Reports` knows their definitions.)
public struct EvaluationMetrics: Sendable {
  public let names: [String]
  let values: @Sendable (SimulationResult) -> [String: String]

  public init(names: [String], values: @escaping @Sendable (SimulationResult) -> [String: String]) {
    self.names = names
    self.values = values
  }
}
