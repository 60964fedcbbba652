import Documents
import Graphs
import Onnx
import Tensors
import Testing

/// Nodes find their values by name, in any order; what is wrong is told with node and name.
@Suite struct ImportNodeTests {
  private let x = input("x", [2])

  @Test func nodesMayStandInAnyOrder() throws {
    let shuffled = model(
      [node("Neg", ["a"], ["y"]), node("Abs", ["x"], ["a"])], inputs: [x], outputs: ["y"])
    #expect(try results(of: shuffled, ["x": floats([-3, 4])])[0].numbers == [-3, -4])
  }

  @Test func cyclesAreNamed() {
    let cycle = model(
      [node("Neg", ["b"], ["a"], name: "first"), node("Abs", ["a"], ["b"], name: "second")], outputs: ["a"])
    #expect(complaint(cycle).contains("needs its own result: “first” → “second” → “first”"))
  }

  @Test func unknownWordsGetTheNearestOne() {
    #expect(
      complaint(model([node("Relu", ["xx"], ["y"])], inputs: [x], outputs: ["y"]))
        == "small.onnx: node “Relu_y” (Relu): unknown value “xx”; did you mean “x”?")
    #expect(
      complaint(model([node("Rellu", ["x"], ["y"])], inputs: [x], outputs: ["y"]))
        .hasSuffix("unknown operator “Rellu”; did you mean “Relu”?"))
    #expect(
      complaint(model([], inputs: [x], outputs: ["z"])).hasPrefix("small.onnx: output “z”: unknown value"))
  }

  @Test func aNameStandsForOneValue() {
    let twice = model(
      [node("Neg", ["x"], ["a"]), node("Abs", ["x"], ["a"])], inputs: [x], outputs: ["a"])
    #expect(complaint(twice).contains("the name “a” is used twice"))
  }

  @Test func operatorSetsFromTheFutureAreRefused() {
    let future = model([node("Relu", ["x"], ["y"])], inputs: [x], outputs: ["y"], opset: 99)
    #expect(complaint(future).contains("operator set 99 is newer than 23"))
  }

  @Test func declaredTypesAreHeldAgainstWhatComesOut() throws {
    func declaring(_ info: OnnxValueInfo) -> OnnxModel {
      model([node("Relu", ["x"], ["y"])], inputs: [x], outputs: ["y"], declared: [info])
    }
    #expect(
      complaint(declaring(input("y", [3]))).contains("“y” comes out as fp32 [2], the file says fp32 [3]"))
    #expect(complaint(declaring(input("y", .int64, [2]))).contains("the file says int64 [2]"))
    for fitting in [input("y", ["n"]), input("y", nil)] {
      #expect(try Graph.importing(declaring(fitting)).graph.nodes.count == 1)
    }
  }

  @Test func functionsAreInlinedWithTheirAttributes() throws {
    let leaky = OnnxFunction(
      name: "Twice", domain: "own", inputs: ["a"], outputs: ["c"],
      defaults: [OnnxAttribute(name: "slope", value: .float(0.5))],
      nodes: [
        node("LeakyRelu", ["a"], ["b"], [OnnxAttribute(name: "alpha", value: .reference("slope"))]),
        node("Add", ["b", "b"], ["c"]),
      ], opsets: ["": 21])
    func calling(_ attributes: [OnnxAttribute]) -> OnnxModel {
      model(
        [node("Twice", ["x"], ["y"], attributes, domain: "own")], inputs: [x], outputs: ["y"],
        functions: [leaky])
    }
    #expect(try results(of: calling([]), ["x": floats([-2, 4])])[0].numbers == [-2, 8])
    let steep = calling([OnnxAttribute(name: "slope", value: .float(2))])
    #expect(try results(of: steep, ["x": floats([-2, 4])])[0].numbers == [-8, 8])
  }

  @Test func functionsThatCallThemselvesAreRefused() {
    let endless = OnnxFunction(
      name: "F", domain: "own", inputs: ["a"], outputs: ["b"],
      nodes: [node("F", ["a"], ["b"], domain: "own")], opsets: ["": 21, "own": 1])
    let calling = model(
      [node("F", ["x"], ["y"], domain: "own")], inputs: [x], outputs: ["y"], functions: [endless])
    #expect(complaint(calling).contains("function “F” calls itself"))
  }

  @Test func oldBroadcastingFollowsItsAxis() throws {
    let old = model(
      [
        node(
          "Add", ["x", "b"], ["y"],
          [
            OnnxAttribute(name: "broadcast", value: .integer(1)),
            OnnxAttribute(name: "axis", value: .integer(0)),
          ])
      ], inputs: [input("x", [2, 3])], outputs: ["y"], initializers: [OnnxTensor("b", [Float(10), 20])],
      opset: 6)
    #expect(
      try results(of: old, ["x": floats([1, 2, 3, 4, 5, 6], [2, 3])])[0].numbers == [11, 12, 13, 24, 25, 26])
  }
}
