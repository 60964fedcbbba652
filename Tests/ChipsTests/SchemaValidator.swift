import Documents
import Foundation

/// The part of JSON Schema that chip schemas use.
struct SchemaValidator {
  let schema: JSONValue

  func complaints(about value: JSONValue) -> [String] { complaints(about: value, schema, at: "") }

  private func complaints(about value: JSONValue, _ schema: JSONValue, at place: String) -> [String] {
    var complaints: [String] = []
    if case .string(let reference)? = schema["$ref"] {
      let name = reference.split(separator: "/").last.map(String.init) ?? ""
      return self.complaints(about: value, self.schema["$defs"]?[name] ?? .null, at: place)
    }
    if case .string(let type)? = schema["type"], !value.isA(type) {
      complaints.append("\(place): no \(type)")
    }
    if case .array(let choices)? = schema["enum"], !choices.contains(value) {
      complaints.append("\(place): none of the choices")
    }
    complaints += figureComplaints(about: value, schema, at: place)
    switch value {
    case .object(let members): complaints += memberComplaints(about: members, schema, at: place)
    case .array(let elements):
      if case .integer(let least)? = schema["minItems"], elements.count < least {
        complaints.append("\(place): too few")
      }
      if let items = schema["items"] {
        complaints += elements.flatMap { self.complaints(about: $0, items, at: "\(place)[]") }
      }
    default: break
    }
    return complaints
  }

  private func figureComplaints(about value: JSONValue, _ schema: JSONValue, at place: String) -> [String] {
    if case .string(let text) = value {
      if case .string(let pattern)? = schema["pattern"],
        text.range(of: pattern, options: .regularExpression) == nil
      {
        return ["\(place): “\(text)” does not match"]
      }
      if schema["minLength"] != nil, text.isEmpty { return ["\(place): empty"] }
    }
    guard let number = value.asDouble else { return [] }
    if let least = schema["minimum"]?.asDouble, number < least { return ["\(place): too small"] }
    if let most = schema["maximum"]?.asDouble, number > most { return ["\(place): too large"] }
    return []
  }

  private func memberComplaints(
    about members: [String: JSONValue], _ schema: JSONValue, at place: String
  ) -> [String] {
    var complaints: [String] = []
    if case .array(let required)? = schema["required"] {
      for case .string(let key) in required where members[key] == nil {
        complaints.append("\(place): no \(key)")
      }
    }
    for (key, member) in members {
      if let property = schema["properties"]?[key] {
        complaints += self.complaints(about: member, property, at: "\(place).\(key)")
      } else if case .bool(false)? = schema["additionalProperties"] {
        complaints.append("\(place): unknown \(key)")
      } else if let additional = schema["additionalProperties"] {
        complaints += self.complaints(about: member, additional, at: "\(place).\(key)")
      }
    }
    return complaints
  }
}

extension JSONValue {
  fileprivate subscript(_ key: String) -> JSONValue? {
    guard case .object(let members) = self else { return nil }
    return members[key]
  }

  fileprivate var asDouble: Double? {
    switch self {
    case .integer(let number): Double(number)
    case .number(let number): number
    default: nil
    }
  }

  fileprivate func isA(_ type: String) -> Bool {
    switch (self, type) {
    case (.object, "object"), (.array, "array"), (.string, "string"), (.bool, "boolean"): true
    case (.integer, "integer"), (.integer, "number"), (.number, "number"): true
    default: false
    }
  }
}
