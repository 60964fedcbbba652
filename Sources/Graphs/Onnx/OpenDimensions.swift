import Documents
import Onnx

/// Lengths for axes that a model leaves open: by symbol, by input and axis, or as the number of samples.
struct OpenDimensions {
  /// Symbols that models use for the number of samples.
  private static let batchSymbols: Set<String> = [
    "batch", "batch_size", "batchsize", "batch_dim", "batch_axis", "n", "bs", "b",
  ]

  private let given: [String: Int]
  private let batch: Int?
  private let file: String
  /// Whether the model has a symbol that says batch; otherwise the open leading axes count samples.
  private let namesBatch: Bool
  private let places: [String]
  private var usedBatch = false

  /// - Throws: `InputError` `.usage` when a length is given for what the model does not have.
  init(_ inputs: [OnnxValueInfo], options: ImportOptions, file: String) throws {
    given = options.dimensions
    batch = options.batch
    self.file = file
    let shapes = inputs.map { ($0.name, $0.type?.tensorShape ?? []) }
    let symbols = shapes.flatMap { $0.1.compactMap(\.symbol) }
    namesBatch = symbols.contains { OpenDimensions.isBatch($0) }
    let axes = shapes.flatMap { name, shape in
      shape.enumerated().filter { !$1.isFixed }.map { "\(name).\($0.offset)" }
    }
    places = Set(symbols).sorted() + axes
    // Inputs whose rank is open, too, take whatever axes are named.
    let openRanks = inputs.filter { $0.type?.hasOpenRank ?? false }.map { $0.name + "." }
    for name in given.keys.sorted()
    where !places.contains(name) && !openRanks.contains(where: name.hasPrefix) {
      throw InputError(
        .usage, at: file, "has no open dimension “\(name)”",
        remedy: places.isEmpty ? "all its lengths are fixed" : suggestion(for: name, among: places))
    }
  }

  private static func isBatch(_ symbol: String) -> Bool { batchSymbols.contains(symbol.lowercased()) }

  /// - Throws: `GraphError` naming the axis and the option that settles it.
  mutating func lengths(of input: String, _ shape: [OnnxDimension]?) throws -> [Int] {
    guard let shape else {
      var lengths: [Int] = []
      while let length = given["\(input).\(lengths.count)"] { lengths.append(length) }
      guard !lengths.isEmpty else {
        throw GraphError(
          "has no shape", remedy: "give the length of each axis: --dim \(input).0=1 --dim \(input).1=…")
      }
      return lengths
    }
    return try shape.enumerated().map { axis, dimension in
      if case .length(let length) = dimension {
        guard length >= 0 else { throw GraphError("axis \(axis) has length \(length)") }
        return length
      }
      return try length(of: input, axis: axis, dimension.symbol, in: shape)
    }
  }

  private mutating func length(
    of input: String, axis: Int, _ symbol: String?, in shape: [OnnxDimension]
  ) throws -> Int {
    if let length = given["\(input).\(axis)"] { return length }
    if let symbol, let length = given[symbol] { return length }
    let countsSamples =
      symbol.map(OpenDimensions.isBatch) ?? false || !namesBatch && axis == 0 && !isLength(symbol)
    if let batch, countsSamples {
      usedBatch = true
      return batch
    }
    let name = symbol ?? "\(input).\(axis)"
    throw GraphError(
      "axis \(axis) of \(shape.text) has no fixed length",
      remedy: "give it with --dim \(name)=1" + (countsSamples ? " or --batch 1" : ""))
  }

  /// Whether a symbol says that its axis counts something else.
  private func isLength(_ symbol: String?) -> Bool {
    guard let symbol = symbol?.lowercased() else { return false }
    return ["seq", "length", "time", "frame", "token"].contains { symbol.contains($0) }
  }

  /// - Throws: `InputError` `.usage` when the number of samples was given and no axis took it.
  func checkAllUsed() throws {
    guard let batch, !usedBatch else { return }
    throw InputError(
      .usage, at: file, "has no open axis that counts samples, for --batch \(batch)",
      remedy: places.isEmpty ? "all its lengths are fixed" : "open: " + places.joined(separator: ", "))
  }
}

extension OnnxType {
  fileprivate var tensorShape: [OnnxDimension]? {
    if case .tensor(_, let shape) = self { shape } else { nil }
  }

  fileprivate var hasOpenRank: Bool {
    if case .tensor(_, shape: nil) = self { true } else { false }
  }
}

extension OnnxDimension {
  fileprivate var symbol: String? {
    if case .symbol(let name) = self { name } else { nil }
  }

  fileprivate var isFixed: Bool {
    if case .length = self { true } else { false }
  }
}
