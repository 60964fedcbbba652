import Graphs
import Tensors
import Testing

@Suite("Recurrent lowering") struct RecurrentLoweringTests {
  static let layers: [String] = {
    var layers: [String] = []
    for operation in [#""LSTM""#, #""RNN""#, #""GRU""#, #""GRU", "linear_before_reset": 1"#] {
      for direction in ["forward", "reverse", "bidirectional"] {
        layers.append(#"{"op": \#(operation), "hidden": 6, "direction": "\#(direction)""#)
      }
    }
    return layers
  }()

  @Test(arguments: layers) func computesWhatTheWholeOperatorDoes(_ layer: String) throws {
    for bias in ["true", "false"] {
      let outputs = layer.contains("LSTM") ? #"["y", "h", "c"]"# : #"["y", "h"]"#
      let graph = try load(
        #"""
        {"inputs": {"x": [5, 2, 3]}, "nodes": [\#(layer), "bias": \#(bias), "outputs": \#(outputs)}],
         "outputs": \#(outputs)}
        """#)
      let lowered = try graph.prepared()
      #expect(!lowered.nodes.contains { ["LSTM", "GRU", "RNN"].contains(type(of: $0.operation).name) })
      for (whole, unrolled) in zip(try graph.seededOutputs(), try lowered.seededOutputs()) {
        #expect(whole.shape == unrolled.shape)
        #expect(relativeDifference(whole, unrolled) < 2e-6)
      }
    }
  }

  @Test func givenStatesAreWhereTheStepsBegin() throws {
    let graph = try load(
      #"""
      {"inputs": {"x": [4, 2, 3], "h": [2, 2, 5]}, "tensors": {"c": {"shape": [2, 2, 5]}}, "nodes": [
        {"op": "LSTM", "hidden": 5, "input": "x", "direction": "bidirectional", "initial_h": "h", "initial_c": "c"}]}
      """#)
    let difference = relativeDifference(
      try graph.seededOutputs()[0], try graph.prepared().seededOutputs()[0])
    #expect(difference < 2e-6)
  }

  @Test func whatCannotBeUnrolledStaysWhole() throws {
    let graph = try load(
      #"{"inputs": {"x": [2, 4, 3]}, "nodes": [{"op": "GRU", "hidden": 5, "layout": 1}]}"#)
    #expect(try graph.prepared().nodes.map { type(of: $0.operation).name } == ["GRU"])
  }

  @Test func aStepIsAProductAndACell() throws {
    let graph = try load(
      #"{"inputs": {"x": [9, 1, 3]}, "nodes": [{"op": "GRU", "hidden": 4, "linear_before_reset": 1}]}"#)
    let names = try graph.prepared().nodes.map { type(of: $0.operation).name }
    #expect(names.filter { $0 == "GRUCell" }.count == 9)
    #expect(names.filter { $0 == "Gemm" }.count == 10)
  }
}
