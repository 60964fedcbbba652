import Documents

extension NumberFormat {
  /// As on the command line: a format, then its options with commas between them.
  /// - Throws: `InputError` `.usage` with the nearest name.
  public init(_ text: String) throws {
    let words = text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    let options = words.dropFirst()
    let place = "number format “\(text)”"
    if let bits = IntegerFormat.bits(words[0]) {
      self = .integer(try IntegerFormat(bits, options: options, place: place))
      return
    }
    guard let plain = NumberFormat.plain[words[0]] else {
      throw InputError(
        .usage, at: place, "unknown format “\(words[0])”",
        remedy: suggestion(for: words[0], among: NumberFormat.plain.keys.sorted() + ["w8a8", "w4a8"]))
    }
    self = plain
    if case .integer = plain {
      self = .integer(try IntegerFormat((8, 8), options: options, place: place))
      return
    }
    for option in options {
      guard option == "scaled", case .floating(let element) = plain, element.bitWidth == 8 else {
        let valid = plain.rank == 8 ? ["scaled"] : []
        throw InputError(
          .usage, at: place, "\(words[0]) has no option “\(option)”",
          remedy: valid.isEmpty ? "it has none" : suggestion(for: option, among: valid))
      }
      self = .scaled(element)
    }
  }
}

extension IntegerFormat {
  static let optionNames = [
    "per-channel", "per-tensor", "symmetric", "asymmetric", "asymmetric-weights", "min-max", "mse",
    "percentile=99.9",
  ]

  /// The two widths of a word such as `w4a8`.
  static func bits(_ word: String) -> (weights: Int, activations: Int)? {
    guard word.first == "w" else { return nil }
    let parts = word.dropFirst().split(separator: "a", omittingEmptySubsequences: false)
    guard parts.count == 2, let weights = Int(parts[0]), let activations = Int(parts[1]) else { return nil }
    return (weights, activations)
  }

  init(_ bits: (weights: Int, activations: Int), options: ArraySlice<String>, place: String) throws {
    self.init(weightBits: bits.weights, activationBits: bits.activations)
    for width in [bits.weights, bits.activations] where !IntegerFormat.bitWidths.contains(width) {
      throw InputError(
        .usage, at: place, "has \(width) bits",
        remedy: "\(IntegerFormat.bitWidths.lowerBound) to \(IntegerFormat.bitWidths.upperBound) are possible")
    }
    for option in options { try take(option, place) }
    if !hasSymmetricWeights, isPerChannel {
      throw InputError(
        .usage, at: place, "weights with zero points have one scale a tensor",
        remedy: "leave out per-channel or asymmetric-weights")
    }
  }

  private mutating func take(_ option: String, _ place: String) throws {
    let parts = option.split(separator: "=", maxSplits: 1).map(String.init)
    switch option {
    case "per-channel": isPerChannel = true
    case "per-tensor": isPerChannel = false
    case "symmetric": hasSymmetricActivations = true
    case "asymmetric": hasSymmetricActivations = false
    case "asymmetric-weights": hasSymmetricWeights = false
    case "min-max": range = .minMax
    case "mse": range = .meanSquaredError
    default:
      guard parts.first == "percentile" else {
        throw InputError(
          .usage, at: place, "unknown option “\(option)”",
          remedy: suggestion(for: option, among: IntegerFormat.optionNames))
      }
      guard parts.count == 2, let percentage = Double(parts[1]), percentage > 50, percentage <= 100 else {
        throw InputError(
          .usage, at: place, "“\(option)” names no percentage", remedy: "more than 50, at most 100")
      }
      range = .percentile(percentage)
    }
  }
}
