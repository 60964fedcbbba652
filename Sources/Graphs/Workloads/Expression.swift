import Documents

/// Whole-number arithmetic over parameters, as workloads write it: `"$channels*4"`, `"($width + 2*$pad) / 2"`.
///
/// `+ - * / %` and parentheses with the usual precedence; `/` rounds down.
struct Expression {
  private let text: String
  private let scalars: [Character]
  private var position = 0
  private let parameters: [String: JSONValue]
  private let document: Document

  /// The string itself when it holds no `$`; the parameter's value when it is a lone `$name`; else the number that
  /// the expression amounts to.
  /// - Throws: `InputError` for an unknown parameter (with the nearest name) or text that is no expression.
  static func value(of text: String, parameters: [String: JSONValue], at document: Document) throws
    -> JSONValue
  {
    guard text.contains("$") else { return .string(text) }
    var expression = Expression(text: text, parameters: parameters, document: document)
    if text.first == "$", text.dropFirst().allSatisfy(\.isParameterCharacter) {
      return try expression.parameter(String(text.dropFirst()))
    }
    let result = try expression.sum()
    expression.skipSpaces()
    guard expression.position == expression.scalars.count else { throw expression.malformed() }
    return .integer(result)
  }

  private init(text: String, parameters: [String: JSONValue], document: Document) {
    self.text = text
    scalars = Array(text)
    self.parameters = parameters
    self.document = document
  }

  private mutating func sum() throws -> Int {
    var result = try product()
    while let sign = next(among: "+-") {
      let right = try product()
      result = try checked(
        sign == "+" ? result.addingReportingOverflow(right) : result.subtractingReportingOverflow(right))
    }
    return result
  }

  private mutating func product() throws -> Int {
    var result = try factor()
    while let sign = next(among: "*/%") {
      let right = try factor()
      if sign == "*" {
        result = try checked(result.multipliedReportingOverflow(by: right))
        continue
      }
      guard right > 0 else {
        throw document.error("“\(text)” divides by \(right)", remedy: "divisors must be positive")
      }
      let remainder = (result % right + right) % right
      result = sign == "%" ? remainder : (result - remainder) / right
    }
    return result
  }

  private mutating func factor() throws -> Int {
    if next(among: "-") != nil { return try checked(0.subtractingReportingOverflow(try factor())) }
    if next(among: "(") != nil {
      let result = try sum()
      guard next(among: ")") != nil else { throw malformed() }
      return result
    }
    if next(among: "$") != nil {
      let name = take(while: \.isParameterCharacter)
      guard case .integer(let number) = try parameter(name) else {
        throw document.error("“$\(name)” is not a whole number", remedy: "“\(text)” calculates with it")
      }
      return number
    }
    guard let number = Int(take(while: \.isNumber)) else { throw malformed() }
    return number
  }

  private func parameter(_ name: String) throws -> JSONValue {
    guard let value = parameters[name] else {
      throw document.error(
        "unknown parameter “$\(name)”",
        remedy: parameters.isEmpty
          ? "none is declared here" : suggestion(for: name, among: parameters.keys))
    }
    return value
  }

  private mutating func next(among signs: String) -> Character? {
    skipSpaces()
    guard position < scalars.count, signs.contains(scalars[position]) else { return nil }
    position += 1
    return scalars[position - 1]
  }

  private mutating func take(while accepts: (Character) -> Bool) -> String {
    skipSpaces()
    let start = position
    while position < scalars.count, accepts(scalars[position]) { position += 1 }
    return String(scalars[start..<position])
  }

  private mutating func skipSpaces() {
    while position < scalars.count, scalars[position] == " " { position += 1 }
  }

  private func checked(_ result: (partialValue: Int, overflow: Bool)) throws -> Int {
    guard !result.overflow else { throw document.error("“\(text)” is too large a number") }
    return result.partialValue
  }

  private func malformed() -> InputError {
    document.error("cannot read “\(text)”", remedy: "expected whole numbers, $parameters, + - * / % and ( )")
  }
}

extension Character {
  fileprivate var isParameterCharacter: Bool { isASCII && (isLetter || isNumber || self == "_") }
}

extension Document {
  /// The document with every expression in it replaced by its value.
  func substituting(_ parameters: [String: JSONValue]) throws -> Document {
    Document(value: try substituted(parameters), file: file, path: path)
  }

  private func substituted(_ parameters: [String: JSONValue]) throws -> JSONValue {
    switch value {
    case .string(let text):
      return try Expression.value(of: text, parameters: parameters, at: self)
    case .array:
      return .array(try array().map { try $0.substituted(parameters) })
    case .object(let members):
      var result: [String: JSONValue] = [:]
      for (key, member) in members {
        result[key] = try Document(value: member, file: file, path: path.isEmpty ? key : "\(path).\(key)")
          .substituted(parameters)
      }
      return .object(result)
    default: return value
    }
  }
}
