import Chips
import Documents
import Tensors

/// A chip of the shelf, changed or not, and the way a model is run on it.
public struct AdviceDesign: Sendable {
  /// Its name on the shelf.
  public let name: String
  let file: String
  /// nil for chips that are not JSON, whose figures cannot be changed.
  var document: Document?
  /// At the file's clocks and supplies.
  var chip: Chip
  var options: SimulationOptions
  /// Samples computed at once.
  var batch: Int
  /// What was changed, each thing once.
  public private(set) var changes: [AdviceChange] = []

  /// - Throws: `InputError` as the chip's reader, and for a type that the chip does not multiply.
  init(_ entry: Shelf.Entry, options: SimulationOptions, batch: Int) throws {
    name = entry.name
    file = entry.path
    document = entry.path.hasSuffix(".cfg") ? nil : try Document.read(entry.path)
    chip = try document.map { try Chip.load($0) } ?? Chip.read(entry.path)
    self.batch = batch
    self.options = options
    self.options.precision = try chip.precision(of: options)
  }

  public var precision: ElementType { options.precision! }

  /// Where its cores run.
  public var point: OperatingPoint {
    let rated = chip.technology.cores.present
    return OperatingPoint(
      clockHertz: options.operating.coreHertz ?? rated.clockHertz,
      microvolts: options.operating.coreMicrovolts ?? rated.microvolts)
  }

  mutating func note(_ change: AdviceChange) {
    for (index, earlier) in changes.enumerated() {
      guard let both = earlier.followed(by: change) else { continue }
      changes[index] = both
      return
    }
    changes.append(change)
  }

  /// - Parameter model: the model's file.
  func request(for model: String) -> EvaluationRequest {
    EvaluationRequest(chip: document, chipFile: file, model: model, options: options)
  }
}

/// What came of a design.
public enum AdviceOutcome: Sendable {
  case ran(AdviceFigures)
  /// It cannot keep within the limits by far; it was not run.
  case ruledOut(RunBound)
  /// The model does not run on the chip, and why.
  case refused(String)

  public var figures: AdviceFigures? { if case .ran(let figures) = self { figures } else { nil } }
}

/// A design with its outcome.
public struct AdviceRow: Sendable {
  public let design: AdviceDesign
  public let outcome: AdviceOutcome
  /// Limits that are missed.
  public let misses: [AdviceMiss]

  public var fits: Bool { outcome.figures != nil && misses.isEmpty }
}
