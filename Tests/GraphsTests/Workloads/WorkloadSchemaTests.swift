import Documents
import Foundation
import Graphs
import Testing

/// The schema is for editors, the reader decides: here both are held to the same words.
@Suite("Workload schema") struct WorkloadSchemaTests {
  /// An object of the format with a key that nobody knows and that resembles nothing, so that the reader's complaint
  /// lists every key it knows.
  struct Place: CustomTestStringConvertible {
    var name: String
    var text: String
    /// From the schema's root to the object's description.
    var path: [String]
    var testDescription: String { name }
  }

  static let stranger = "“a stranger among keys”"

  static let places = [
    Place(
      name: "the model", text: #"{"STRANGER": 1, "inputs": {"x": [1]}, "nodes": [{"op": "Relu"}]}"#, path: []),
    Place(
      name: "the fill",
      text: #"{"fill": {"STRANGER": 1}, "inputs": {"x": [1]}, "nodes": [{"op": "Relu"}]}"#,
      path: ["properties", "fill"]),
    Place(
      name: "an input",
      text: #"{"inputs": {"x": {"STRANGER": 1, "shape": [1]}}, "nodes": [{"op": "Relu"}]}"#,
      path: ["properties", "inputs", "additionalProperties", "anyOf", "1"]),
    Place(
      name: "a block",
      text: #"{"blocks": {"b": {"STRANGER": 1, "nodes": [{"op": "Relu"}]}}, "inputs": {"x": [1]}, "#
        + #""nodes": [{"block": "b"}]}"#,
      path: ["$defs", "block"]),
  ]

  @Test(arguments: places) func readerAndSchemaKnowTheSameKeys(_ place: Place) throws {
    #expect(try knownToTheReader(place.text) == knownToTheSchema(at: place.path))
  }

  @Test func readerAndSchemaKnowTheSameKeysOfWeights() throws {
    func weight(_ members: String) throws -> Set<String> {
      try knownToTheReader(
        #"{"inputs": {"x": [1]}, "nodes": [{"op": "Add", "B": {"STRANGER": 1, \#(members)}}]}"#)
    }
    let filled = try weight(#""shape": [1]"#)
    let listed = try weight(#""values": [1]"#)
    #expect(try filled.union(listed) == knownToTheSchema(at: ["$defs", "tensor", "anyOf", "2"]))
  }

  @Test func everyOperatorAndShortWordOfTheSchemaIsKnownToTheReader() throws {
    let node = try #require(Workload.schema.member(at: ["$defs", "node"]))
    guard case .array(let operators)? = node.member(at: ["properties", "op", "enum"]) else {
      Issue.record("the schema lists no operators")
      return
    }
    #expect(operators == OperatorRegistry.names.map(JSONValue.string))
    guard case .array(let rules)? = node.member(at: ["allOf"]) else {
      Issue.record("the schema says nothing of single operators")
      return
    }
    #expect(rules.count > 40)
    for rule in rules {
      guard case .string(let name)? = rule.member(at: ["if", "properties", "op", "const"]),
        case .object(let words)? = rule.member(at: ["then", "properties"])
      else {
        Issue.record("\(rule.text) is no rule")
        continue
      }
      for word in words.keys { try expectKnown(word, of: name) }
    }
  }

  /// Null fits nowhere: the reader complains of its value where it knows the key, and of the key where it does not.
  private func expectKnown(_ word: String, of operation: String) throws {
    let text = #"{"inputs": {"x": [1, 4, 4, 4]}, "nodes": [{"op": "\#(operation)", "\#(word)": null}]}"#
    let error = #expect(throws: InputError.self, "\(operation).\(word)") { try load(text) }
    #expect(error?.reason.contains("unknown") == false, "\(operation).\(word)")
  }

  private func knownToTheReader(_ text: String) throws -> Set<String> {
    let document = text.replacingOccurrences(of: "STRANGER", with: Self.stranger)
    let error = try #require(throws: InputError.self) { try load(document) }
    #expect(error.reason == "unknown key")
    let list = try #require(error.remedy?.split(separator: "valid: ").last)
    return Set(list.components(separatedBy: ", "))
  }

  private func knownToTheSchema(at path: [String]) throws -> Set<String> {
    let section = try #require(Workload.schema.member(at: path))
    #expect(section.member(at: ["additionalProperties"]) == .bool(false))
    guard case .object(let members)? = section.member(at: ["properties"]) else { return [] }
    return Set(members.keys)
  }
}

extension JSONValue {
  /// What a path of keys and list positions leads to.
  fileprivate func member(at path: [String]) -> JSONValue? {
    guard let key = path.first else { return self }
    let rest = Array(path.dropFirst())
    switch self {
    case .object(let members): return members[key]?.member(at: rest)
    case .array(let elements):
      return Int(key).flatMap { elements.indices.contains($0) ? elements[$0].member(at: rest) : nil }
    default: return nil
    }
  }
}
