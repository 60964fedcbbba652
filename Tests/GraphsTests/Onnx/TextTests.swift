import Graphs
import Onnx
import Tensors
import Testing

@testable import Graphs

/// Tensors of texts are computed while a model is imported.
@Suite struct TextTests {
  private func texts(_ elements: [String], _ shape: [Int]? = nil) -> ModelValue {
    .strings(StringTensor(shape: shape ?? [elements.count], elements: elements))
  }

  private func apply(
    _ operation: String, _ inputs: [ModelValue], _ attributes: [OnnxAttribute] = [], outputs: [String] = ["y"]
  ) throws -> [ModelValue] {
    let names = inputs.indices.map { "x\($0)" }
    return try results(
      of: model(
        [node(operation, names, outputs, attributes)],
        inputs: names.map { OnnxValueInfo(name: $0, type: nil) }, outputs: outputs),
      Dictionary(uniqueKeysWithValues: zip(names, inputs)))
  }

  @Test func textsAreJoinedWithBroadcasting() throws {
    #expect(try apply("StringConcat", [texts(["a", "b"]), texts(["!"])])[0].texts == ["a!", "b!"])
  }

  @Test func textsAreSplitAndFilledUp() throws {
    let outputs = try apply("StringSplit", [texts(["a b  c", " d "])], outputs: ["y", "n"])
    #expect(outputs[0].texts == ["a", "b", "c", "d", "", ""])
    #expect(outputs[1].numbers == [3, 1])
  }

  @Test func moversMoveTexts() throws {
    let shape = ModelValue.tensor(Tensor(TensorType(.int64, [2]), integers: [2, 2]))
    #expect(try apply("Reshape", [texts(["a", "b", "c", "d"]), shape])[0].texts == ["a", "b", "c", "d"])
    let places = integers([1, 1, 0])
    #expect(try apply("Gather", [texts(["a", "b"]), places])[0].texts == ["b", "b", "a"])
  }

  @Test func numbersAreSpelledAndRead() throws {
    let toText = [OnnxAttribute(name: "to", value: .integer(8))]
    #expect(
      try apply("Cast", [floats([0.1, -2, .infinity, .nan])], toText)[0].texts == [
        "0.1", "-2.0", "INF", "NaN",
      ])
    let toFloat = [OnnxAttribute(name: "to", value: .integer(1))]
    #expect(
      try apply("Cast", [texts(["0.5", "-INF", "1e3"])], toFloat)[0].numbers == [0.5, -.infinity, 1000])
  }

  @Test(arguments: [
    ("a+b?", "aaab", true), ("a+b?", "b", false), ("(ab|cd)*", "abcdab", true), ("[^x-z]{2,3}", "abc", true),
    ("[^x-z]{2,3}", "abx", false), (#"\w+@\w+\.com"#, "me@home.com", true), (#"\bword\b"#, "word", true),
    (#"(a*)*"#, "", true), ("a{0}b", "b", true), (#"[\d\-]+"#, "12-3", true), ("(?P<n>x)(?:y)", "xy", true),
    ("^a$", "a", true), ("a|", "", true), ("x{,2}", "x{,2}", true),
  ])
  func patternsMatchWholeTexts(pattern: String, text: String, matches: Bool) throws {
    #expect(try TextPattern(pattern).matchesWhole(text) == matches)
  }

  @Test func noPatternTakesLong() throws {
    let evil = try TextPattern("(a*)*(a*)*(a*)*b")
    #expect(!evil.matchesWhole(String(repeating: "a", count: 2_000)))
  }

  @Test(arguments: ["(", "[a", "a)", "*", "a{3,1}", "a{99999}", #"\"#, "(((a{900}){900}){900})", "(?=a)"])
  func brokenPatternsAreRefused(pattern: String) {
    #expect(throws: GraphError.self) { try TextPattern(pattern) }
  }
}
