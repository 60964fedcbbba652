import Documents
import Graphs
import Onnx
import Tensors
import Testing

/// Sequences and optionals exist while a model is imported; what is left are the tensors in them.
@Suite struct SequenceTests {
  @Test func sequencesAreListsOfTensors() throws {
    let editing = model(
      [
        node("SequenceConstruct", ["a", "b"], ["s"]), node("SequenceInsert", ["s", "c", "one"], ["t"]),
        node("SequenceErase", ["t", "last"], ["u"]), node("SequenceAt", ["u", "last"], ["y"]),
        node("SequenceLength", ["u"], ["n"]),
      ], inputs: [input("a", [1]), input("b", [1]), input("c", [1])], outputs: ["y", "n", "u"],
      initializers: [OnnxTensor("one", [Int64(1)], shape: []), OnnxTensor("last", [Int64(-1)], shape: [])])
    let outputs = try results(of: editing, ["a": floats([1]), "b": floats([2]), "c": floats([3])])
    #expect(outputs[0].numbers == [3])
    #expect(outputs[1].numbers == [2])
    #expect(outputs[2].elements?.compactMap(\.numbers) == [[1], [3]])
  }

  @Test func positionsOutsideAreRefused() {
    let beyond = model(
      [node("SequenceEmpty", [], ["s"]), node("SequenceErase", ["s", "at"], ["t"])], outputs: ["t"],
      initializers: [OnnxTensor("at", [Int64(0)], shape: [])])
    #expect(complaint(beyond).contains("position 0 is outside a sequence of 0"))
  }

  @Test(
    arguments: [(nil, [[1, 2], [3, 4], [5, 6]]), (Int64(2), [[1, 2, 3, 4], [5, 6]])] as [(Int64?, [[Float]])])
  func aTensorIsCutIntoASequence(length: Int64?, parts: [[Float]]) throws {
    let splitting = model(
      [node("SplitToSequence", length == nil ? ["x"] : ["x", "n"], ["s"])], inputs: [input("x", [3, 2])],
      outputs: ["s"], initializers: [OnnxTensor("n", [length ?? 0], shape: [])])
    let outputs = try results(of: splitting, ["x": floats([1, 2, 3, 4, 5, 6], [3, 2])])
    #expect(outputs[0].elements?.compactMap(\.numbers) == parts)
  }

  @Test func aBodyIsAppliedToEachElement() throws {
    let mapping = model(
      [
        node("SplitToSequence", ["x"], ["s"]),
        node(
          "SequenceMap", ["s", "x"], ["t"],
          [
            OnnxAttribute(
              name: "body",
              value: .graph(
                body([node("Add", ["part", "whole"], ["sum"])], inputs: ["part", "whole"], outputs: ["sum"])))
          ]),
        node("ConcatFromSequence", ["t"], ["y"], [OnnxAttribute(name: "axis", value: .integer(0))]),
      ], inputs: [input("x", [2])], outputs: ["y"])
    #expect(try results(of: mapping, ["x": floats([1, 10])])[0].numbers == [2, 11, 11, 20])
  }

  @Test func optionalsAreWhatTheyHold() throws {
    let asking = model(
      [
        node("Optional", [], ["nothing"]), node("Optional", ["x"], ["something"]),
        node("OptionalHasElement", ["nothing"], ["no"]), node("OptionalHasElement", ["something"], ["yes"]),
        node("OptionalGetElement", ["something"], ["y"]),
      ], inputs: [input("x", [1])], outputs: ["no", "yes", "y", "nothing"])
    let outputs = try results(of: asking, ["x": floats([7])])
    #expect(outputs.prefix(3).compactMap(\.numbers) == [[0], [1], [7]])
    guard case .absent = outputs[3] else { return #expect(Bool(false), "an empty optional holds nothing") }
  }

  @Test func tensorOperatorsRefuseSequences() {
    let mixing = model(
      [node("SequenceConstruct", ["x"], ["s"]), node("Relu", ["s"], ["y"])], inputs: [input("x", [1])],
      outputs: ["y"])
    #expect(complaint(mixing).contains("input 1 is a sequence; this operator takes tensors of numbers"))
  }
}
