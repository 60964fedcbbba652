import Chips
import Documents

/// A chip as the points of a study alter it, each of its forms read once: most points differ in what is no figure of the
/// chip.
struct ChipVariants {
  /// One form of the chip.
  private struct Variant {
    var document: Document?
    /// The beginning of the names of its results.
    var hash = StableHash()
    var refusal: EvaluationOutcome?
    /// Whether the chip's reader has seen it.
    var isRead = false
  }

  private let source: StudyPlan.ChipSource
  private let study: Study
  private let positions: [Int]
  private var variants: [[StudyValue]: Variant] = [:]

  init(_ source: StudyPlan.ChipSource, _ study: Study) {
    self.source = source
    self.study = study
    positions = study.parameters.indices.filter { study.parameters[$0].target == .chip }
  }

  /// - Parameter values: of all parameters.
  mutating func chip(with values: [StudyValue]) -> (hash: StableHash, refusal: EvaluationOutcome?) {
    let own = positions.map { values[$0] }
    var variant = variants[own] ?? made(with: values)
    defer { variants[own] = variant }
    guard let document = variant.document else { return (variant.hash, variant.refusal) }
    if let refusal = study.refusal(of: document, values) { return (variant.hash, refusal) }
    if !variant.isRead {
      variant.isRead = true
      do {
        _ = try Chip.load(document)
      } catch {
        variant.refusal = EvaluationOutcome(.unbuildable, error: "\(error)")
      }
    }
    return (variant.hash, variant.refusal)
  }

  private func made(with values: [StudyValue]) -> Variant {
    var variant = Variant()
    guard let document = source.document else {
      variant.hash.combine(source.fileHash)
      return variant
    }
    do {
      variant.document = try study.altered(document, values)
    } catch {
      variant.refusal = EvaluationOutcome(.unbuildable, error: "\(error)")
    }
    variant.hash.combine((variant.document ?? document).value.text)
    return variant
  }
}

extension Study {
  /// A chip's document with the parameters' values in it.
  /// - Throws: `InputError` for a path that the chip does not have.
  func altered(_ chip: Document, _ values: [StudyValue]) throws -> Document {
    var document = chip
    for (parameter, value) in zip(parameters, values) where parameter.target == .chip {
      document = try document.setting(path: parameter.path, to: value.json, mayAdd: true)
    }
    guard values.contains(where: { $0.json == .null }) else { return document }
    return Document(value: document.value.withoutNulls, file: document.file, path: document.path)
  }

  /// Conditions that can be looked at before a run.
  fileprivate func refusal(of chip: Document, _ values: [StudyValue]) -> EvaluationOutcome? {
    for constraint in constraints where !isOnMetrics(constraint) {
      let complaint = constraint.complaint { name in
        if let index = parameters.firstIndex(where: { $0.path == name }) { return values[index].number }
        return chip.figure(at: name)
      }
      if let complaint { return EvaluationOutcome(.skipped, error: complaint) }
    }
    return nil
  }
}

extension JSONValue {
  /// Without the keys that a study leaves out.
  fileprivate var withoutNulls: JSONValue {
    switch self {
    case .object(let members): .object(members.filter { $1 != .null }.mapValues(\.withoutNulls))
    case .array(let elements): .array(elements.map(\.withoutNulls))
    default: self
    }
  }
}

extension Document {
  /// The figure at a path; the first one where it leads to several.
  fileprivate func figure(at path: String) -> Double? {
    var found = self
    let steps = path.replacing("[*]", with: "[0]").replacing("]", with: "").split { $0 == "." || $0 == "[" }
    for step in steps {
      switch (found.value, Int(step)) {
      case (.array(let elements), let index?) where elements.indices.contains(index):
        found = Document(value: elements[index], file: file)
      case (.object, _): found = found.child(String(step))
      default: return nil
      }
    }
    return try? StudyValue(found).number
  }
}
