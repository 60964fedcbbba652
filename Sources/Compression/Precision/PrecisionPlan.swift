import Documents
import Graphs

/// Which format every product of a model is computed in.
public struct PrecisionPlan: Sendable, Hashable {
  /// For products that are not named.
  public var standard: NumberFormat
  /// By the name of the node.
  public var formats: [String: NumberFormat]

  public init(_ standard: NumberFormat, formats: [String: NumberFormat] = [:]) {
    self.standard = standard
    self.formats = formats
  }

  public func format(of node: Node) -> NumberFormat { formats[node.name] ?? standard }

  /// As on the command line: a format, and formats of single nodes as `NODE:FORMAT`; or a file that holds a plan.
  /// - Throws: `InputError` `.usage` with the nearest name; for a second format of the same place; what `read` throws.
  public init(_ words: [String]) throws {
    if let file = words.first(where: PrecisionPlan.isFile) {
      guard words.count == 1 else {
        throw InputError(
          .usage, at: "number format “\(file)”", "is a file, and holds the formats of all products",
          remedy: "give it alone")
      }
      self = try PrecisionPlan.read(file)
      return
    }
    var standard: NumberFormat?
    var formats: [String: NumberFormat] = [:]
    for word in words {
      let parts = word.split(separator: ":", maxSplits: 1).map(String.init)
      let format = try NumberFormat(parts.last ?? word)
      let isTwice =
        parts.count == 2
        ? formats.updateValue(format, forKey: parts[0]) != nil
        : standard != nil
      guard !isTwice else {
        throw InputError(
          .usage, at: "number format “\(word)”", "is the second one of the same products",
          remedy: "give one, and others as NODE:FORMAT")
      }
      if parts.count == 1 { standard = format }
    }
    self.init(standard ?? .floating(.float32), formats: formats)
  }

  /// Whether activations get codes, so that samples have to run before.
  public var needsCalibration: Bool { allFormats.contains { $0.needsCalibration } }

  /// Whether it has to be known how the numbers of activations are spread.
  public var countsValues: Bool { allFormats.contains { $0.countsValues } }

  var allFormats: [NumberFormat] { [standard] + formats.values }

  /// - Throws: `InputError` `.usage` with the nearest name for a node that the graph does not have.
  func check(against graph: Graph) throws {
    let names = Set(graph.nodes.map(\.name))
    for name in formats.keys.sorted() where !names.contains(name) {
      throw InputError(
        .usage, at: graph.name, "has no node “\(name)”", remedy: suggestion(for: name, among: names.sorted()))
    }
  }
}

extension NumberFormat {
  var needsCalibration: Bool {
    switch self {
    case .integer, .scaled: true
    case .floating, .tensorFloat32: false
    }
  }
}
