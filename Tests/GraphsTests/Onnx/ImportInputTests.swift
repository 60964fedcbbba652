import Documents
import Graphs
import Onnx
import Tensors
import Testing

/// What a model leaves open is settled by the run, or asked for by name.
@Suite struct ImportInputTests {
  private func open(_ shape: [OnnxDimension]?) -> OnnxModel {
    model([node("Relu", ["x"], ["y"])], inputs: [input("x", shape)], outputs: ["y"])
  }

  private func shape(_ model: OnnxModel, _ options: ImportOptions) throws -> [Int] {
    let graph = try Graph.importing(model, options: options).graph
    return graph.values[graph.inputs[0]].type.shape
  }

  @Test func symbolsTakeTheirLengthsByName() throws {
    let lengths = try shape(open(["batch", "sequence", 8]), .init(dimensions: ["batch": 2, "sequence": 5]))
    #expect(lengths == [2, 5, 8])
  }

  @Test func axesWithoutANameAreCalledByInputAndPlace() throws {
    #expect(try shape(open([.unknown, 3]), .init(dimensions: ["x.0": 4])) == [4, 3])
    #expect(try shape(open(nil), .init(dimensions: ["x.0": 4, "x.1": 2])) == [4, 2])
  }

  @Test(arguments: ["batch", "N", "batch_size"]) func theNumberOfSamplesFindsItsAxis(symbol: String) throws {
    #expect(try shape(open([4, .symbol(symbol)]), .init(batch: 3)) == [4, 3])
  }

  @Test func theLeadingOpenAxisCountsSamplesWhereNoneSaysSo() throws {
    #expect(try shape(open(["unk__12", 7]), .init(batch: 3)) == [3, 7])
  }

  @Test func openAxesAreAskedForWithTheOptionThatSettlesThem() {
    #expect(
      complaint(open(["batch", 3]))
        == "small.onnx: input “x”: axis 0 of [batch, 3] has no fixed length; give it with --dim batch=1 or --batch 1"
    )
    #expect(complaint(open([2, "sequence"])).hasSuffix("give it with --dim sequence=1"))
    #expect(complaint(open([2, .unknown])).hasSuffix("give it with --dim x.1=1"))
  }

  @Test func lengthsForWhatIsNotOpenAreRefused() {
    #expect(
      complaint(open(["batch", 3]), .init(dimensions: ["bach": 1]))
        == "small.onnx: has no open dimension “bach”; did you mean “batch”?")
    #expect(complaint(open([2, 3]), .init(batch: 1)).contains("no open axis that counts samples"))
  }

  @Test func givenInputsSettleEverything() throws {
    let outputs = try results(of: open(["batch", .unknown]), ["x": floats([-1, 2], [1, 2])])
    #expect(outputs[0].numbers == [0, 2])
    #expect(
      complaint(open([2, 3]), .init(inputs: ["x": floats([1])]))
        == "small.onnx: input “x”: is given as fp32 [1]; the model wants fp32 [2, 3]")
    #expect(complaint(open([2]), .init(inputs: ["z": floats([1])])).hasPrefix("small.onnx: has no input “z”"))
  }

  @Test func inputsWithAnInitializerAreConstants() throws {
    let graph = try Graph.importing(
      model(
        [node("Add", ["x", "w"], ["y"])], inputs: [input("x", [2]), input("w", [2])], outputs: ["y"],
        initializers: [OnnxTensor("w", [Float(1), 2])])
    ).graph
    #expect(graph.inputs.map { graph.values[$0].name } == ["x"])
  }

  @Test func formulasStandForWeightsThatAreNotThere() throws {
    let weight = OnnxTensor(
      name: "w", element: .float32, shape: [4], storage: .bytes([]), documentation: "fmix 1000 1 0")
    let outputs = try results(
      of: model([node("Identity", ["w"], ["y"])], outputs: ["y"], initializers: [weight]))
    #expect(outputs[0].numbers == SeededFill(seed: 1000, scale: 1, offset: 0).values(count: 4))
    var broken = weight
    broken.documentation = "fmix one two"
    #expect(
      complaint(model([node("Identity", ["w"], ["y"])], outputs: ["y"], initializers: [broken]))
        .contains("“fmix one two” is no fill formula"))
  }

  @Test func sparseInitializersGetTheirZeros() throws {
    let sparse = OnnxSparseTensor(
      values: OnnxTensor("w", [Float(5), 7]), indices: OnnxTensor("", [Int64(0), 1, 1, 0], shape: [2, 2]),
      shape: [2, 2])
    var sparseModel = model([node("Identity", ["w"], ["y"])], outputs: ["y"])
    sparseModel.graph.sparseInitializers = [sparse]
    #expect(try results(of: sparseModel)[0].numbers == [0, 5, 7, 0])
    sparseModel.graph.sparseInitializers[0].indices = OnnxTensor("", [Int64(0), 9])
    #expect(complaint(sparseModel).contains("has an element at 9"))
  }

  @Test func elementTypesNobodyComputesWithAreNamed() {
    let complex = model(
      [node("Relu", ["x"], ["y"])], inputs: [input("x", .complex64, [1])], outputs: ["y"])
    #expect(complaint(complex).hasPrefix("small.onnx: input “x”: element type complex64 is not supported"))
  }
}
