import Foundation
import Testing
import Tilewright

@Suite struct ShelfTests {
  /// A folder with two chips, `one` and `two`, and two models, `three` and `four`.
  private func withHome(_ body: (String) throws -> Void) throws {
    let home = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
    defer { try? FileManager.default.removeItem(atPath: home) }
    for (path, text) in [
      "chips/one.json": #"{"summary": "The first."}"#, "chips/two.json": "{}", "chips/chip.schema.json": "{}",
      "chips/notes.txt": "", "workloads/three.onnx": "",
      "workloads/four.json": #"{"parameters": {"size": 8, "batch": 1, "kind": "valid"}}"#,
    ] {
      let file = home + "/" + path
      let folder = (file as NSString).deletingLastPathComponent
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      try Data(text.utf8).write(to: URL(fileURLWithPath: file))
    }
    try body(home)
  }

  @Test func aNameIsTheFileOnTheShelf() throws {
    try withHome { (home) throws in
      #expect(try Shelf.chips.file(named: "one", in: [home]) == home + "/chips/one.json")
      #expect(try Shelf.workloads.file(named: "three", in: [home]) == home + "/workloads/three.onnx")
    }
  }

  @Test func theFirstFolderThatHasTheNameWins() throws {
    try withHome { (first) throws in
      try withHome { (second) throws in
        #expect(try Shelf.chips.file(named: "one", in: [first, second]) == first + "/chips/one.json")
        #expect(try Shelf.chips.file(named: "one", in: ["/nowhere", second]) == second + "/chips/one.json")
      }
    }
  }

  @Test func aPathIsTakenAsItIs() throws {
    try withHome { (home) throws in
      let path = home + "/chips/two.json"
      #expect(try Shelf.chips.file(named: path, in: []) == path)
    }
  }

  @Test func schemasAndOtherFilesAreNotOnTheShelf() throws {
    try withHome { (home) throws in
      #expect(Shelf.chips.entries(in: [home]).map(\.name) == ["one", "two"])
      #expect(try Shelf.chips.entries(in: [home]).map { try $0.summary() } == ["The first.", nil])
    }
  }

  @Test func aModelTellsTheWholeNumbersThatARunMaySet() throws {
    try withHome { (home) throws in
      let parameters = try Shelf.workloads.entries(in: [home]).map { try $0.parameters() }
      #expect(parameters.map { $0.map(\.name) } == [["batch", "size"], []])
      #expect(parameters[0].map(\.value) == [1, 8])
    }
  }

  @Test func anUnknownNameIsAnErrorWithTheNearestOne() throws {
    try withHome { (home) throws in
      let error = #expect(throws: InputError.self) { try Shelf.chips.file(named: "onne", in: [home]) }
      #expect(
        error?.description
          == "chip “onne”: no such file, and no such name in “chips”; did you mean “one”?")
      #expect(error?.exitCode == 66)
    }
  }

  @Test func withoutAnyShelfTheErrorSaysWhereOneIsLookedFor() {
    let error = #expect(throws: InputError.self) { try Shelf.workloads.file(named: "mlp", in: ["/nowhere"]) }
    #expect(
      error?.description
        == "model “mlp”: no such file, and no folder “workloads” was found; run in the folder that holds "
        + "“workloads”, or name it in TILEWRIGHT_HOME")
  }

  @Test func foldersAndMissingPathsAreNamed() throws {
    try withHome { (home) throws in
      let folder = #expect(throws: InputError.self) { try Shelf.chips.file(named: home + "/chips", in: []) }
      #expect(folder?.description == "\(home)/chips: is a folder; expected a chip file or name")
      let missing = #expect(throws: InputError.self) { try Shelf.chips.file(named: "./no.json", in: []) }
      #expect(missing == InputError(.notFound, at: "./no.json", "no such file"))
    }
  }
}
