import Foundation
import Testing
import TilewrightCLI

/// Files that are missing or wrong: what is said, and the exit code.
@Suite struct BadInputTests {
  private func withFile(_ name: String, _ text: String, _ body: (String) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let path = folder + "/" + name
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    try body(path)
  }

  @Test(arguments: [
    (
      "edge-npo", "mlp",
      "chip “edge-npo”: no such file, and no such name in “chips”; did you mean “edge-npu”?"
    ),
    (
      "edge-npu", "resnet-50",
      "model “resnet-50”: no such file, and no such name in “workloads”; did you mean “resnet50”?"
    ),
    ("./no.json", "mlp", "./no.json: no such file"),
    ("edge-npu", "models/no.json", "models/no.json: no such file"),
    ("chip.schema", "mlp", nil),
  ])
  func whatDoesNotExistIsNamed(_ chip: String, _ model: String, _ message: String?) {
    let result = tilewright("run", chip, model)
    #expect(result.code == .notFound)
    #expect(result.output.isEmpty)
    if let message { #expect(result.error == "error: \(message)\n") }
  }

  @Test func aChipThatIsNotJSONIsRefused() throws {
    try withFile("chip.json", "{\"name\": ") { path in
      let result = tilewright("run", path, "mlp")
      #expect(result.code == .badData)
      #expect(result.error.hasPrefix("error: \(path), line 1, column 9: is not JSON: "))
    }
  }

  @Test func aChipWithNothingInItMissesItsName() throws {
    try withFile("chip.json", "{}") { path in
      let result = tilewright("run", path, "mlp")
      #expect(result.code == .badData)
      #expect(result.error == "error: \(path): “name” is missing\n")
    }
  }

  @Test func aModelWithAnUnknownOperatorNamesTheNearest() throws {
    let model = #"""
      {"name": "m", "inputs": {"x": {"shape": [1, 4]}}, "nodes": [{"op": "Rellu"}]}
      """#
    try withFile("model.json", model) { path in
      for command in [["run", "edge-npu", path], ["analyze", path], ["verify", "edge-npu", path]] {
        let result = tilewright(command)
        #expect(result.code == .badData)
        #expect(result.error.hasPrefix("error: \(path): "))
        #expect(result.error.contains("unknown operator “Rellu”"))
        #expect(result.error.contains("did you mean “Relu”?"))
      }
    }
  }

  @Test func aPrecisionTheChipLacksIsRefusedWithThoseItHas() {
    let result = tilewright("run", "tpu-v1", "mlp", "--precision", "fp64")
    #expect(result.code == .usage)
    #expect(result.error.hasPrefix("error: tpu-v1: does not compute in fp64; supported: int8"))
  }

  @Test func aModelThatComputesNothingIsRefused() throws {
    try withFile("model.json", #"{"name": "m", "inputs": {"a": [1, 4]}, "nodes": [{"op": "Shape"}]}"#) {
      path in
      let result = tilewright("run", "edge-npu", path)
      #expect(result.code == .badData)
      #expect(result.output.isEmpty)
      #expect(
        result.error
          == "error: \(path): leaves nothing to run: every output is known before the run; let an output depend on "
          + "the values of an input\n")
    }
  }

  @Test func aModelThatDoesNotFitIsNamedByItsFile() throws {
    let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let chip = try String(contentsOf: package.appending(path: "chips/teaching-4x4.json"), encoding: .utf8)
    let small = chip.replacing("\"capacity\": \"64 MiB\"", with: "\"capacity\": \"1 MiB\"")
    let model = #"{"name": "named", "inputs": {"a": [1024, 1024]}, "nodes": [{"op": "Relu"}]}"#
    try withFile("chip.json", small) { chip in
      try withFile("model.json", model) { path in
        let result = tilewright("run", chip, path, "--timing-only")
        #expect(result.code == .badData)
        #expect(result.error.hasPrefix("error: \(path): needs "))
        #expect(result.error.contains("; give teaching-4x4 a larger memory"))
      }
    }
  }

  @Test func aParameterTheModelLacksIsRefused() {
    let result = tilewright("run", "edge-npu", "mlp", "--set", "tokns=3")
    #expect(result.code == .badData || result.code == .usage)
    #expect(result.error.contains("tokns"))
  }

  @Test func aFileThatCannotBeWrittenIsNamed() {
    let result = tilewright("run", "teaching-4x4", "matmul-4x4", "--csv", "/no/such/folder/a.csv")
    #expect(result.code == .notFound)
    #expect(result.error == "error: /no/such/folder/a.csv: cannot be written: No such file or directory\n")
  }

  @Test(arguments: [
    (#"{"op": "ArgMin"}, {"op": "LayerNormalization"}"#, ExitCode.badData),
    (#"{"op": "Cast", "to": "int4"}, {"op": "LayerNormalization"}"#, .badData),
    (#"{"op": "Cast", "to": "int4"}"#, .done),
    (#"{"op": "Cast", "to": "uint4"}, {"op": "Split", "axis": 1, "num_outputs": 3}"#, .done),
  ])
  func integersWhereTheyDoNotBelongAreTheModelsFault(_ nodes: String, _ code: ExitCode) throws {
    try withFile("model.json", #"{"inputs": {"x": [1, 3, 3, 3]}, "nodes": [\#(nodes)]}"#) { path in
      let result = tilewright("run", "edge-npu", path)
      #expect(result.code == code, "\(result.error)")
    }
  }
}
