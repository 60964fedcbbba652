import Foundation
import Testing

@testable import Documents

@Suite("Documents")
struct DocumentTests {
  private func document(_ text: String) throws -> Document {
    try Document.parse(Data(text.utf8), file: "x.json")
  }

  @Test("A path leads through keys, positions and every element")
  func setting() throws {
    let chip = try document(
      #"{ "cores": [{ "rows": 1, "m": { "k": 1 } }, { "rows": 2 }], "name": "c" }"#)
    #expect(
      try chip.setting(path: "cores[*].rows", to: 8).value == [
        "cores": [["rows": 8, "m": ["k": 1]], ["rows": 8]], "name": "c",
      ])
    #expect(
      try chip.setting(path: "cores[1].rows", to: 8).value == [
        "cores": [["rows": 1, "m": ["k": 1]], ["rows": 8]], "name": "c",
      ])
    #expect(
      try chip.setting(path: "name", to: .null).value
        == ["cores": [["rows": 1, "m": ["k": 1]], ["rows": 2]], "name": .null])
  }

  @Test(
    "Two members of one name are an error where the second stands",
    arguments: [
      ("{ \"a\": 1,\n  \"a\": 2 }", "x.json, line 2: a"),
      (#"{ "a": { "b": [0, { "c": 1, "d": "{\"c\":", "c": 2 }] } }"#, "x.json, line 1: a.b[1].c"),
      (#"{ "a": 1, "\u0061": 2 }"#, "x.json, line 1: a"),
    ])
  func duplicates(_ text: String, _ place: String) {
    let error = #expect(throws: InputError.self) { try document(text) }
    #expect(error?.place == place)
    #expect(error?.reason == "is there twice")
  }

  @Test("The same name in different objects, and in values, is none")
  func sameNames() throws {
    _ = try document(
      #"{ "a": [{ "a": "a" }, { "a": "\"a\": 1, \"a\"" }], "b": { "a": {} }, "": 1 }"#)
  }

  @Test("Elements without the path are left alone when another has it")
  func partly() throws {
    let chip = try document(#"{ "cores": [{ "m": { "k": 1 } }, {}] }"#)
    #expect(
      try chip.setting(path: "cores[*].m.k", to: 2).value == ["cores": [["m": ["k": 2]], [:]]])
  }

  @Test("A new key is added only on demand, and only as the last of a path")
  func adding() throws {
    let chip = try document(#"{ "a": {} }"#)
    #expect(try chip.setting(path: "a.b", to: 1, mayAdd: true).value == ["a": ["b": 1]])
    #expect(throws: InputError.self) { try chip.setting(path: "a.b", to: 1) }
    #expect(throws: InputError.self) { try chip.setting(path: "a.b.c", to: 1, mayAdd: true) }
  }

  @Test(
    "A path that leads nowhere is refused where it leaves the document",
    arguments: [
      ("cores[0].row", "x.json: cores[0]: has no “row”; did you mean “rows”?"),
      ("cores[*].row", "x.json: cores[0]: has no “row”; did you mean “rows”?"),
      ("core", "x.json: has no “core”; did you mean “cores”?"),
      ("cores[5].rows", "x.json: cores: has no element [5]; valid: [0]…[0]"),
      ("cores.rows", "x.json: cores: is a list; “cores.rows” asks for its “rows”"),
      (
        "cores[0].rows[*]",
        "x.json: cores[0].rows: is a whole number; “cores[0].rows[*]” asks for a list"
      ),
      ("cores[0][0]", "x.json: cores[0]: is an object; “cores[0][0]” asks for a list"),
    ])
  func lost(path: String, message: String) throws {
    let chip = try document(#"{ "cores": [{ "rows": 1 }] }"#)
    let error = #expect(throws: InputError.self) { try chip.setting(path: path, to: 1) }
    #expect(error?.description == message)
  }

  @Test(
    "What is no path is refused",
    arguments: ["", "a.", ".a", "a[", "a]", "a[x]", "a[-1]", "[0]", "a[0]b"])
  func malformedPath(path: String) throws {
    let error = #expect(throws: InputError.self) { try document("{}").setting(path: path, to: 1) }
    #expect(error?.reason == "“\(path)” is not a path")
  }

  @Test(
    "Unknown keys are refused with the nearest known one, missing ones with the nearest there is")
  func keys() throws {
    var object = try document(#"{ "clock": 1, "colums": 2 }"#).object()
    _ = object.optional("clock")
    let missing = #expect(throws: InputError.self) { try object.required("columns") }
    #expect(
      missing?.description
        == "x.json: “columns” is missing; “colums” is there: did you mean “columns”?")
    let unknown = #expect(throws: InputError.self) { try object.finish() }
    #expect(unknown?.description == "x.json: colums: unknown key; did you mean “columns”?")
  }

  @Test(
    "What is no JSON is said with its place, or what it is instead",
    arguments: [
      ("", ": is empty; expected JSON"),
      (" \n\n ", ": is blank: 4 bytes of spaces; expected JSON"),
      ("{\n  \"a\": [1,\n", ", line 2, column 11: is not JSON: unexpected end of file"),
      (
        "{\"a\": {\"b\": [1, 1e400]}}",
        ": a.b[1]: is a number that is too large; numbers lie between -1.7e308 and 1.7e308"
      ),
      ("{\"a\": 1 \"b\": 2}", ", line 1, column 9: is not JSON: invalid value"),
      (
        String(repeating: "[", count: 600) + String(repeating: "]", count: 600),
        ", line 1, column 514: is not JSON: too many nested arrays or dictionaries"
      ),
    ])
  func noJSON(text: String, complaint: String) {
    let error = #expect(throws: InputError.self) { try document(text) }
    #expect(error?.description == "x.json" + complaint)
    #expect(error?.exitCode == 65)
  }

  @Test("A file that is no text at all is told by its first byte")
  func binary() {
    let array = Data([0x93] + Array("NUMPY".utf8) + [1, 0])
    let error = #expect(throws: InputError.self) { try Document.parse(array, file: "x.json") }
    #expect(
      error?.description
        == "x.json, line 1, column 1: is not JSON: invalid value; byte 0x93 begins no text")
  }

  @Test("Files too large, absent or broken are refused")
  func files() {
    let absent = #expect(throws: InputError.self) { try Document.read("/nowhere.json") }
    #expect(absent?.description == "/nowhere.json: no such file")
    #expect(absent?.exitCode == 66)
    let folder = #expect(throws: InputError.self) { try Document.read("/") }
    #expect(folder?.description == "/: is a folder")
    #expect(folder?.exitCode == 66)
    let broken = #expect(throws: InputError.self) { try document("{\n  \"a\": ?\n}") }
    #expect(broken?.description == "x.json, line 2, column 8: is not JSON: invalid value")
    #expect(broken?.exitCode == 65)
    let short = #expect(throws: InputError.self) { try document("[1, ") }
    #expect(short?.description == "x.json, line 1, column 4: is not JSON: unexpected end of file")
    let large = #expect(throws: InputError.self) {
      try Document.parse(Data(count: Document.maximumBytes + 1), file: "x.json")
    }
    #expect(large?.exitCode == 65)
  }

  @Test("The nearest name is near, and none is better than a far one")
  func nearest() {
    #expect(nearestName(to: "kernal_shape", among: ["kernel_shape", "strides"]) == "kernel_shape")
    #expect(nearestName(to: "Relu", among: ["relu"]) == "relu")
    #expect(nearestName(to: "banana", among: ["kernel_shape", "strides"]) == nil)
    #expect(editDistance("kitten", "sitting") == 3)
  }
}
