import Compression
import Documents

/// A row of `accuracy_truth.csv`: what was done to a trained model, and what came of it.
struct AccuracyVariant {
  /// What to do about a row.
  enum Action {
    case measure(Compression, calibrationLimit: Int?)
    /// Why it is not measured.
    case leave(String)
  }

  /// `BASE|FAMILY|VARIANT`, as in `predictions.csv`.
  var key: String
  var base: String
  var family: String
  var variant: String
  var correct: Int
  var total: Int
  var agreements: Int
  var relativeError: Double
  var place: String

  init(_ row: CSVRow) throws {
    base = try row.text("base")
    family = try row.text("family")
    variant = try row.text("variant")
    key = "\(base)|\(family)|\(variant)"
    correct = try row.integer("test_correct")
    total = try row.integer("test_total")
    agreements = try row.integer("agree_with_fp32")
    relativeError = try row.double("rel_l2_logits")
    place = row.place
  }

  /// Rounding to eight bits of floating point leaves ties to the order of sums: one sample may fall either way.
  var allowedSamples: Int {
    family == "lowprec" && (variant.hasPrefix("e4m3") || variant.hasPrefix("e5m2")) ? 1 : 0
  }

  func action() throws -> Action {
    if family.contains("ft1epoch") || variant.contains("ft1epoch") { return .leave("needs training") }
    if family.hasPrefix("ort_") {
      return .leave("of another runtime's own kernels; see the rows of its files")
    }
    let words = variant.split(separator: "_").map(String.init)
    switch family {
    case "reference": return .measure(Compression(), calibrationLimit: nil)
    case "lowprec": return try lowPrecision(words)
    case "ptq_minmax": return try quantisation(words)
    case "prune_l1":
      return try pruning(words.first ?? "", .channels(fraction: percentage(words.last ?? "")))
    case "magnitude_unstructured":
      return try pruning(
        words.count > 1 ? words[0] : "all", .magnitude(fraction: percentage(words.last ?? "")))
    case let name where name.hasPrefix("sparsity_"):
      let numbers = name.split(separator: "_").compactMap { Int($0) }
      guard numbers.count == 2 else { throw unknown() }
      return try pruning(variant, .structured(kept: numbers[0], group: numbers[1]))
    default: throw unknown()
    }
  }

  private func unknown() -> InputError {
    InputError(at: place, "“\(family)” “\(variant)” is no variant that is known")
  }

  private func lowPrecision(_ words: [String]) throws -> Action {
    guard words.count == 2, ["unscaled", "pow2scaled"].contains(words[1]) else { throw unknown() }
    let isEight = words[0].hasPrefix("e")
    let name = (isEight ? "fp8-" : "") + words[0] + (words[1] == "pow2scaled" ? ",scaled" : "")
    return .measure(Compression(precision: PrecisionPlan(try NumberFormat(name))), calibrationLimit: nil)
  }

  private func quantisation(_ words: [String]) throws -> Action {
    guard words.count >= 2, ["pertensor", "perchannel"].contains(words[1]) else { throw unknown() }
    var limit: Int?
    if words.count == 3 {
      guard words[2].hasPrefix("calib"), let count = Int(words[2].dropFirst(5)), count > 0 else {
        throw unknown()
      }
      limit = count
    }
    let name = words[0] + (words[1] == "perchannel" ? ",per-channel" : "")
    return .measure(Compression(precision: PrecisionPlan(try NumberFormat(name))), calibrationLimit: limit)
  }

  private func percentage(_ word: String) throws -> Double {
    guard let percent = Int(word), 0..<100 ~= percent else { throw unknown() }
    return Double(percent) / 100
  }

  private func pruning(_ target: String, _ kind: Pruning.Kind) throws -> Action {
    let nodes = ["all", "both"].contains(target) ? [] : target.split(separator: "+").map(String.init)
    return .measure(Compression(prunings: [Pruning(kind, nodes: nodes)]), calibrationLimit: nil)
  }
}
