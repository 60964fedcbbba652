import Documents
import Graphs
import Tensors
import Testing

@Suite("Precision") struct PrecisionTests {
  static let models = PassTests.models.keys.sorted().filter { $0 != "constants that fold" }

  @Test(arguments: models) func narrowTypesStayNearTheFullOnes(_ model: String) throws {
    let graph = try load(PassTests.models[model]!)
    let full = try graph.prepared().seededOutputs()[0]
    for (element, bound) in [(ElementType.float16, Float(0.004)), (.bfloat16, 0.03), (.int8, 0.12)] {
      let narrow = try graph.prepared(precision: element)
      let result = try narrow.seededOutputs()[0]
      #expect(result.type.element == element)
      #expect(relativeDifference(full, result) < bound, "\(element.rawValue)")
    }
  }

  @Test func withoutCalibrationScalesAreOneAndNothingIsComputed() throws {
    let graph = try loadWorkload("resnet50").prepared(precision: .int8, calibrate: false)
    let types = graph.values.filter { $0.type.element == .int8 }.map(\.type)
    #expect(types.count > 100)
    #expect(types.allSatisfy { $0.quantization == Quantization(scale: 1) })
  }

  @Test func whatOnlyMovesKeepsItsScale() throws {
    let graph = try load(PassTests.models["parts that are split, shifted and joined"]!).prepared(
      precision: .int8)
    for index in graph.nodes.indices {
      switch try graph.form(of: index) {
      case .alias, .tiled(.move, _):
        let node = graph.nodes[index]
        let scales = (node.inputs.compactMap { $0 } + node.outputs)
          .compactMap { graph.values[$0].type.quantization?.scale }
        #expect(Set(scales).count == 1, "\(node.name)")
      default: break
      }
    }
  }

  @Test func indicesStayWholeAndTablesShrink() throws {
    let graph = try load(
      #"""
      {"inputs": {"ids": {"shape": [1, 4], "element": "int64"}},
       "nodes": [{"op": "Gather", "data": {"shape": [10, 8]}}, {"op": "MatMul", "features": 3}]}
      """#
    ).prepared(precision: .int8)
    #expect(graph.values[graph.inputs[0]].type.element == .int64)
    #expect(graph.values[graph.nodes[0].inputs[0]!].type.element == .int8)
    #expect(graph.values[graph.nodes[0].inputs[1]!].type.element == .int64)
  }

  @Test func biasesOfQuantisedLayersKeep32Bits() throws {
    let graph = try load(input: [1, 8], nodes: #"{"op": "Gemm", "features": 4}"#).prepared(precision: .int8)
    #expect(graph.values[graph.nodes[0].inputs[1]!].type.element == .int8)
    #expect(graph.values[graph.nodes[0].epilogueOperands[0]].type.element == .float32)
  }

  @Test func anUnknownPrecisionIsAnErrorOfUse() throws {
    let graph = try loadWorkload("one-conv")
    let error = try #require(throws: InputError.self) { try graph.prepared(precision: .int32) }
    #expect(error.description == "one-conv: precision int32 is not supported; valid: fp32, fp16, bf16, int8")
    #expect(error.exitCode == 64)
  }

  @Test(arguments: ["1e39", "-1e39"]) func whatIsNotFiniteHasNoCode(_ number: String) throws {
    let graph = try load(input: [1, 2], nodes: #"{"op": "MatMul", "B": [[\#(number)], [1]]}"#)
    let error = try #require(throws: InputError.self) { try graph.prepared(precision: .int8) }
    #expect(error.reason.hasPrefix("holds numbers that are not finite"))
    #expect(error.exitCode == 65)
    _ = try graph.prepared(precision: .float32)
  }
}
