import Foundation
import Onnx
import Testing

@Suite("External data")
struct ExternalDataTests {
  let folder: ScratchFolder

  init() throws { folder = try ScratchFolder() }

  /// A model whose one initializer, four bytes, lies in a file of its own.
  private func model(_ entries: KeyValuePairs<String, String>) -> WireBytes {
    var tensor = WireBytes().packed(1, [4]).number(2, 2).number(14, 1)
    for (key, value) in entries { tensor = tensor.message(13, WireBytes().text(1, key).text(2, value)) }
    return .model(initializer: tensor)
  }

  private func message(_ entries: KeyValuePairs<String, String>) -> String {
    do { return "\(try folder.read(model(entries)))" } catch { return "\(error)" }
  }

  @Test("a part of a file beside the model, or in a folder there, is found by offset and length")
  func part() throws {
    _ = try folder.file("weights/w.bin", [0, 0, 1, 2, 3, 4, 9])
    let read = try folder.read(
      model(["location": "weights/w.bin", "offset": "2", "length": "4", "checksum": "…", "basepath": "x"]))
    #expect(read.graph.initializers[0].data == [1, 2, 3, 4] && read.graph.initializers[0].isMapped)
  }

  @Test("without offset and length the elements are the file's first")
  func whole() throws {
    _ = try folder.file("w.bin", [1, 2, 3, 4, 5])
    #expect(try folder.read(model(["location": "w.bin"])).graph.initializers[0].data == [1, 2, 3, 4])
  }

  @Test(
    "a location that is not beside the model is refused",
    arguments: ["../w.bin", "/etc/passwd", "a/../../w.bin", "a\\b", "", "w\0.bin", ".."])
  func traversal(location: String) throws {
    #expect(
      message(["location": location]).hasSuffix(
        "external data “\(location)” is not beside the model; a location is a relative path without “..”"))
  }

  @Test("a link that leaves the folder is refused, one that stays is followed")
  func links() throws {
    let elsewhere = try ScratchFolder()
    let outside = try elsewhere.file("w.bin", [1, 2, 3, 4])
    _ = try folder.file("inside.bin", [5, 6, 7, 8])
    let manager = FileManager.default
    try manager.createSymbolicLink(atPath: folder.path + "/bad.bin", withDestinationPath: outside)
    try manager.createSymbolicLink(atPath: folder.path + "/good.bin", withDestinationPath: "inside.bin")
    #expect(
      message(["location": "bad.bin"]).hasSuffix(
        "external data “bad.bin” is a link that leaves the model's folder; put the file itself beside the model"
      ))
    #expect(try folder.read(model(["location": "good.bin"])).graph.initializers[0].data == [5, 6, 7, 8])
  }

  @Test("a model that is itself a link may have its data beside the real file")
  func hubCache() throws {
    let manager = FileManager.default
    _ = try folder.file("blobs/data", [1, 2, 3, 4])
    _ = try folder.file("blobs/graph", model(["location": "m.data"]).bytes)
    try manager.createDirectory(atPath: folder.path + "/snapshot", withIntermediateDirectories: false)
    for (name, target) in [("m.onnx", "graph"), ("m.data", "data")] {
      try manager.createSymbolicLink(
        atPath: folder.path + "/snapshot/" + name, withDestinationPath: "../blobs/" + target)
    }
    let read = try OnnxModel.read(folder.path + "/snapshot/m.onnx")
    #expect(read.graph.initializers[0].data == [1, 2, 3, 4])
  }

  @Test(
    "a range outside the file, a wrong length, a wrong number and a missing file are named",
    arguments: [
      (["offset": "4"], "bytes 4 and 4 more do not lie in “w.bin”, which has 7"),
      (
        ["offset": "9223372036854775807"],
        "bytes 9223372036854775807 and 4 more do not lie in “w.bin”, which has 7"
      ),
      (["length": "5"], "the shape asks for 4 bytes, but the external data has 5"),
      (["offset": "-1"], "the offset “-1” is not a number of bytes"),
      (["length": "many"], "the length “many” is not a number of bytes"),
      (["offset": "99999999999999999999"], "the offset “99999999999999999999” is not a number of bytes"),
      (
        ["location": "none.bin"],
        "there is no file of external data “FOLDER/none.bin”; keep it beside the model"
      ),
      (["location": "sub"], "cannot read external data: FOLDER/sub: this is not a regular file"),
    ] as [([String: String], String)])
  func badRange(change: [String: String], reason: String) throws {
    _ = try folder.file("w.bin", [1, 2, 3, 4, 5, 6, 7])
    _ = try folder.file("sub/w.bin", [])
    var tensor = WireBytes().packed(1, [4]).number(2, 2).number(14, 1)
    for (key, value) in ["location": "w.bin"].merging(change, uniquingKeysWith: { $1 }) {
      tensor = tensor.message(13, WireBytes().text(1, key).text(2, value))
    }
    let error = #expect(throws: (any Error).self) { try folder.read(.model(initializer: tensor)) }
    let text = "\(error.map(String.init(describing:)) ?? "")"
    #expect(
      text.hasSuffix(reason.replacing("FOLDER", with: folder.path))
        && text.contains("initializer[0].external_data"))
  }

  @Test("strings have no external form, and external data needs a location")
  func impossible() throws {
    #expect(message([:]).hasSuffix("external data without a location"))
    let strings = WireBytes().packed(1, [4]).number(2, 8).number(14, 1)
      .message(13, WireBytes().text(1, "location").text(2, "w.bin"))
    let error = #expect(throws: (any Error).self) { try folder.read(.model(initializer: strings)) }
    #expect("\(error.map(String.init(describing:)) ?? "")".hasSuffix("strings cannot be external data"))
  }
}
