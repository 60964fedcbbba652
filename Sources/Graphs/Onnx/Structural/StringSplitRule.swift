import Onnx
import Tensors

/// `StringSplit`: each text's parts along a new last axis, filled up with empty texts; and how many there are.
enum StringSplitRule {
  static func resolve(_ call: StructuralCall) throws -> [ImportedValue]? {
    let texts = try call.strings(0)
    let delimiter = try call.node.text("delimiter") ?? ""
    let limit = try call.node.integer("maxsplit") ?? .max
    let parts = texts.elements.map { split($0, at: delimiter, limit: limit) }
    let width = parts.map(\.count).max() ?? 0
    let rows = parts.flatMap { $0 + [String](repeating: "", count: width - $0.count) }
    let counts = Tensor(TensorType(.int64, texts.shape), integers: parts.map { Int64($0.count) })
    return [
      .strings(StringTensor(shape: texts.shape + [width], elements: rows)), .tensor(call.constant(counts)),
    ]
  }

  /// Without a delimiter at runs of white space.
  private static func split(_ text: String, at delimiter: String, limit: Int) -> [String] {
    guard delimiter.isEmpty else {
      var parts: [String] = []
      var rest = Array(text.unicodeScalars)[...]
      let mark = Array(delimiter.unicodeScalars)
      while parts.count < limit, let place = firstPlace(of: mark, in: rest) {
        parts.append(String(rest[..<place]))
        rest = rest[(place + mark.count)...]
      }
      return parts + [String(rest)]
    }
    let spaces = text.unicodeScalars
    var parts: [String] = []
    var rest = spaces[...].drop { $0.properties.isWhitespace }
    while !rest.isEmpty {
      if parts.count >= limit {
        parts.append(String(String.UnicodeScalarView(rest)).trimmingTrailingSpace())
        break
      }
      let word = rest.prefix { !$0.properties.isWhitespace }
      parts.append(String(String.UnicodeScalarView(word)))
      rest = rest[word.endIndex...].drop { $0.properties.isWhitespace }
    }
    return parts
  }

  private static func firstPlace(
    of mark: [Unicode.Scalar], in text: ArraySlice<Unicode.Scalar>
  ) -> Int? {
    guard text.count >= mark.count else { return nil }
    return (text.startIndex...text.endIndex - mark.count).first {
      text[$0..<$0 + mark.count].elementsEqual(mark)
    }
  }
}

extension String {
  fileprivate init(_ scalars: ArraySlice<Unicode.Scalar>) {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars)
    self.init(view)
  }

  fileprivate func trimmingTrailingSpace() -> String {
    var scalars = unicodeScalars
    while let last = scalars.last, last.properties.isWhitespace { scalars.removeLast() }
    return String(scalars)
  }
}

/// `StringNormalizer`: the texts without stop words, in one case.
enum StringNormalizerRule {
  static func resolve(_ call: StructuralCall) throws -> [ImportedValue]? {
    let texts = try call.strings(0)
    guard texts.shape.count == 1 || texts.shape.count == 2 && texts.shape[0] == 1 else {
      throw GraphError("its input has shape \(texts.shape)", remedy: "expected [C] or [1, C]")
    }
    let isCaseSensitive = try call.node.integer("is_case_sensitive") ?? 0 != 0
    let stops = Set(
      (try call.node.texts("stopwords") ?? []).map { isCaseSensitive ? $0 : $0.lowercased() })
    var kept = texts.elements.filter { !stops.contains(isCaseSensitive ? $0 : $0.lowercased()) }
    switch try call.node.text("case_change_action") ?? "NONE" {
    case "LOWER": kept = kept.map { $0.lowercased() }
    case "UPPER": kept = kept.map { $0.uppercased() }
    case "NONE": break
    case let other:
      throw GraphError("case_change_action is “\(other)”", remedy: "one of LOWER, UPPER, NONE")
    }
    if kept.isEmpty { kept = [""] }
    return [.strings(StringTensor(shape: texts.shape.dropLast() + [kept.count], elements: kept))]
  }
}
