import Documents
import Foundation

/// Values from one to another: `{"from": 4, "to": 64, "factor": 2}`, `{"from": "10 GB/s", "to": "80 GB/s",
/// "step": "10 GB/s"}`, `{"from": "256 KiB", "to": "4 MiB", "count": 9, "scale": "log"}`.
struct ValueRange {
  private static let maximumCount = 100_000

  private enum Scale: String, CaseIterable {
    case linear, log
  }

  let values: [StudyValue]

  /// - Throws: `InputError` for ends of different dimensions, and for ranges that do not end.
  init(_ object: inout DocumentObject) throws {
    let document = object.document
    let first = try Self.end(&object, "from")
    let last = try Self.end(&object, "to")
    let step = try object.optional("step").map { try StudyValue($0) }
    let factor = try object.optional("factor")?.double()
    let count = try object.optional("count")?.integer(in: 1...Self.maximumCount)
    let given = try object.optional("scale")?.choice(Scale.self)
    let scale = given ?? .linear
    try object.finish()
    guard given == nil || count != nil else {
      throw document.error("has a scale but no count", remedy: "scale spreads “count” values")
    }
    guard first.quantity == last.quantity, step == nil || step!.quantity == first.quantity else {
      throw document.error("mixes units of different kinds", remedy: "give from, to and step alike")
    }
    guard [step != nil, factor != nil, count != nil].count(where: { $0 }) == 1 else {
      throw document.error("needs one of “step”, “factor” and “count”")
    }
    let (low, high) = (first.number!, last.number!)
    let numbers: [Double]
    if let step {
      numbers = try Self.stepped(low, high, by: step.number ?? 0, document)
    } else if let factor {
      numbers = try Self.scaled(low, high, by: factor, document)
    } else {
      numbers = try Self.spread(low, high, count: count!, scale, document)
    }
    let isWhole = first.isWhole && last.isWhole
    var seen: Set<StudyValue> = []
    values = try numbers.map { try Self.value($0, first.quantity, isWhole: isWhole, document) }
      .filter { seen.insert($0).inserted }
  }

  private static func end(_ object: inout DocumentObject, _ key: String) throws -> StudyValue {
    let document = try object.required(key)
    let value = try StudyValue(document)
    guard let number = value.number, number.isFinite else {
      throw document.error("is “\(value.text)”", remedy: "expected a number, or a figure with a unit")
    }
    return value
  }

  private static func stepped(
    _ low: Double, _ high: Double, by step: Double, _ document: Document
  ) throws -> [Double] {
    guard step > 0, high >= low, (high - low) / step < Double(maximumCount) else {
      throw document.error("takes no step, or more than \(maximumCount)", remedy: "from ≤ to, step > 0")
    }
    let count = Int(((high - low) / step * (1 + 1e-12)).rounded(.down))
    return (0...count).map { low + Double($0) * step }
  }

  private static func scaled(
    _ low: Double, _ high: Double, by factor: Double, _ document: Document
  ) throws -> [Double] {
    guard low > 0, high >= low, factor > 1, log(high / low) / log(factor) < Double(maximumCount) else {
      throw document.error("does not grow", remedy: "0 < from ≤ to, factor > 1")
    }
    var numbers: [Double] = []
    var next = low
    while next <= high * (1 + 1e-12) {
      numbers.append(next)
      next *= factor
    }
    return numbers
  }

  private static func spread(
    _ low: Double, _ high: Double, count: Int, _ scale: Scale, _ document: Document
  ) throws -> [Double] {
    guard scale == .linear || (low > 0 && high > 0) else {
      throw document.error("has an end that is not above zero", remedy: "a log scale needs from > 0")
    }
    guard count > 1 else { return [low] }
    return (0..<count).map { index in
      let part = Double(index) / Double(count - 1)
      return scale == .linear ? low + (high - low) * part : low * pow(high / low, part)
    }
  }

  /// Figures with units, and numbers between whole ends, are made whole.
  private static func value(
    _ number: Double, _ quantity: Quantity?, isWhole: Bool, _ document: Document
  ) throws -> StudyValue {
    let worth = quantity.map { Double($0.columnUnit.worth) } ?? 1
    guard isWhole || quantity != nil else { return StudyValue(.number(number)) }
    guard let whole = Int(exactly: (number * worth).rounded()) else {
      throw document.error("reaches \(number)", remedy: "too large")
    }
    return quantity.map { .figure(whole, $0) } ?? StudyValue(.integer(whole))
  }
}

extension StudyValue {
  fileprivate var isWhole: Bool {
    if case .integer = json { true } else { false }
  }
}
