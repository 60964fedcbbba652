import Documents
import Graphs
import Onnx
import Tensors
import Testing

/// Control flow is resolved while a model is imported: the graph holds what the run's data say.
@Suite struct ControlFlowTests {
  private func branching(on condition: OnnxNode) -> OnnxModel {
    model(
      [
        condition,
        node(
          "If", ["c"], ["y"],
          [
            OnnxAttribute(
              name: "then_branch", value: .graph(body([node("Neg", ["x"], ["t"])], outputs: ["t"]))),
            OnnxAttribute(
              name: "else_branch", value: .graph(body([node("Abs", ["x"], ["e"])], outputs: ["e"]))),
          ]),
      ], inputs: [input("x", [1])], outputs: ["y"], initializers: [OnnxTensor("zero", [Float(0)])])
  }

  @Test(arguments: [(Float(3), Float(-3)), (-3, 3)])
  func anIfBecomesTheBranchThatItsConditionTakes(x: Float, y: Float) throws {
    let byData = branching(on: node("Greater", ["x", "zero"], ["c"]))
    let imported = try Graph.importing(byData, options: .init(inputs: ["x": floats([x])]))
    #expect(try results(of: byData, ["x": floats([x])])[0].numbers == [y])
    #expect(imported.decidingValues == ["c"])
    // The condition is still computed, and a run begins with the data that decided.
    #expect(imported.graph.outputs.count == 2)
    #expect(imported.graph.givenInputs["x"]?.floats == [x])
  }

  @Test func constantConditionsLeaveNothingBehind() throws {
    let fixed = branching(
      on: node("Constant", [], ["c"], [OnnxAttribute(name: "value", value: .tensor(OnnxTensor("", true)))]))
    let imported = try Graph.importing(fixed)
    #expect(imported.graph.nodes.count == 1)
    #expect(imported.decidingValues.isEmpty)
  }

  /// Counts up: `total += count`, and stacks the totals.
  private func counting(trips: Int64, while condition: [OnnxNode] = []) -> OnnxModel {
    let repeated = body(
      [
        node("Cast", ["i"], ["step"], [OnnxAttribute(name: "to", value: .integer(1))]),
        node("Add", ["total", "step"], ["next"]), node("Identity", ["next"], ["row"]),
      ] + (condition.isEmpty ? [node("Identity", ["go"], ["on"])] : condition),
      inputs: ["i", "go", "total"], outputs: ["on", "next", "row"])
    var scanned = repeated
    scanned.outputs[2].type = .tensor(.float32, shape: [1])
    return model(
      [
        node(
          "Loop", ["trips", "", "start"], ["last", "all"],
          [OnnxAttribute(name: "body", value: .graph(scanned))])
      ],
      outputs: ["last", "all"],
      initializers: [
        OnnxTensor("trips", [trips], shape: []), OnnxTensor("start", [Float(10)]),
        OnnxTensor("limit", [Float(12)]),
      ])
  }

  @Test func aLoopIsUnrolled() throws {
    let outputs = try results(of: counting(trips: 4))
    #expect(outputs[0].numbers == [16])
    #expect(outputs[1].numbers == [10, 11, 13, 16])
    #expect(outputs[1].shape == [4, 1])
  }

  @Test func aLoopThatNeverRunsStacksNothing() throws {
    let outputs = try results(of: counting(trips: 0))
    #expect(outputs[0].numbers == [10])
    #expect(outputs[1].shape == [0, 1])
  }

  @Test func aLoopEndsWhenItsConditionDoes() throws {
    let condition = [
      node("Less", ["next", "limit"], ["less"]),
      node("Squeeze", ["less"], ["on"]),
    ]
    #expect(try results(of: counting(trips: 1 << 40, while: condition))[1].numbers == [10, 11, 13])
  }

  @Test func loopsWithoutEndAreRefused() {
    let idle = body([node("Identity", ["go"], ["on"])], inputs: ["i", "go"], outputs: ["on"])
    let endless = model(
      [node("Loop", ["", "yes"], [], [OnnxAttribute(name: "body", value: .graph(idle))])], outputs: [],
      initializers: [OnnxTensor("yes", true)])
    #expect(complaint(endless).contains("repeats its body more than"))
  }

  @Test func aLoopThatIsToldToRunTooOftenIsRefusedBeforeItIsUnrolled() {
    var options = ImportOptions()
    options.maximumNodes = 100
    let text = complaint(counting(trips: 1 << 40), options)
    #expect(text.contains("(Loop)") && text.contains("repeats its body more than 10000 times"))
  }

  @Test(.timeLimit(.minutes(1))) func aLoopOfTheMostRepetitionsIsUnrolled() throws {
    let outputs = try results(of: counting(trips: 10_000))
    #expect(outputs[1].shape == [10_000, 1])
  }

  @Test func loopsInsideLoopsEnd() {
    let inner = body([node("Identity", ["go"], ["on"])], inputs: ["i", "go"], outputs: ["on"])
    let outer = body(
      [
        node("Loop", ["many", "go"], [], [OnnxAttribute(name: "body", value: .graph(inner))]),
        node("Identity", ["go"], ["on"]),
      ], inputs: ["i", "go"], outputs: ["on"])
    let nested = model(
      [node("Loop", ["many", "yes"], [], [OnnxAttribute(name: "body", value: .graph(outer))])], outputs: [],
      initializers: [OnnxTensor("yes", true), OnnxTensor("many", [Int64(9_999)], shape: [])])
    var options = ImportOptions()
    options.maximumNodes = 1_000
    #expect(complaint(nested, options).contains("unrolls to more than 1000 nodes"))
  }

  @Test(arguments: [0, 1]) func aScanGoesAlongItsAxisEitherWay(direction: Int) throws {
    let step = body(
      [node("Add", ["sum", "part"], ["next"]), node("Identity", ["next"], ["row"])], inputs: ["sum", "part"],
      outputs: ["next", "row"])
    let scan = model(
      [
        node(
          "Scan", ["zero", "x"], ["sum", "rows"],
          [
            OnnxAttribute(name: "body", value: .graph(step)),
            OnnxAttribute(name: "num_scan_inputs", value: .integer(1)),
            OnnxAttribute(name: "scan_input_axes", value: .integers([1])),
            OnnxAttribute(name: "scan_input_directions", value: .integers([direction])),
          ])
      ], inputs: [input("x", [2, 3])], outputs: ["sum", "rows"],
      initializers: [OnnxTensor("zero", [Float(0), 0])])
    let outputs = try results(of: scan, ["x": floats([1, 2, 3, 10, 20, 30], [2, 3])])
    #expect(outputs[0].numbers == [6, 60])
    #expect(outputs[1].shape == [3, 2])
    #expect(outputs[1].numbers?.prefix(2) == (direction == 0 ? [1, 10] : [3, 30]))
  }

  @Test func shapesMayFollowFromData() throws {
    let reshaping = model(
      [
        node("Add", ["s", "s"], ["shape"]), node("Reshape", ["x", "shape"], ["y"]), node("Neg", ["y"], ["z"]),
      ],
      inputs: [input("x", [8]), input("s", .int64, [2])], outputs: ["z"])
    let data = ["x": floats([1, 2, 3, 4, 5, 6, 7, 8]), "s": integers([1, 2])]
    #expect(try results(of: reshaping, data)[0].shape == [2, 4])
    let imported = try Graph.importing(reshaping, options: .init(inputs: data))
    #expect(imported.decidingValues == ["shape"])
  }
}
