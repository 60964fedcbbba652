import Tensors
import Testing

@testable import Graphs

/// Einsum against its definition: for each combination of all labels a product, added where the output's labels say.
@Suite struct EinsumTests {
  static let cases: [(String, [[Int]])] = [
    ("ij,jk->ik", [[3, 4], [4, 5]]), ("ij,jk", [[3, 4], [4, 5]]), ("bij,bjk->bik", [[2, 3, 4], [2, 4, 5]]),
    ("ij->ji", [[3, 4]]), ("ij->i", [[3, 4]]), ("ij->", [[3, 4]]), ("ii->i", [[4, 4]]), ("ii", [[4, 4]]),
    ("i,j->ij", [[3], [4]]), ("i,i->", [[5], [5]]), ("bhid,bhjd->bhij", [[2, 2, 3, 4], [2, 2, 5, 4]]),
    ("ij,kj,k->i", [[3, 4], [5, 4], [5]]), ("abc,cd->dab", [[2, 3, 4], [4, 2]]),
    ("iij,jk->ik", [[3, 3, 4], [4, 2]]), ("ijl,jk->ki", [[2, 3, 4], [3, 5]]),
  ]

  @Test("Sums are those of the definition", arguments: cases)
  func agreesWithItsDefinition(_ text: String, _ shapes: [[Int]]) throws {
    for element in [ElementType.float32, .int64] {
      let inputs = shapes.enumerated().map { index, shape -> Tensor in
        let count = shape.reduce(1, *)
        let whole = (0..<count).map { Int64(($0 * 7 + index * 3) % 11 - 5) }
        return Tensor(TensorType(element, shape), integers: whole)
      }
      let result = try composed("Einsum", inputs, ["equation": .string(text)]).result
      let equation = try EinsumEquation(text, shapes: shapes)
      #expect(result.shape == equation.shape(equation.output))
      #expect(result.floats == definition(equation, shapes, inputs.map(\.floats)), "\(text) of \(element)")
    }
  }

  private func definition(_ equation: EinsumEquation, _ shapes: [[Int]], _ values: [[Float]]) -> [Float] {
    let labels = Array(equation.lengths.keys)
    let extents = labels.map { equation.lengths[$0]! }
    let outputShape = equation.shape(equation.output)
    var sums = [Float](repeating: 0, count: outputShape.reduce(1, *))
    for step in 0..<extents.reduce(1, *) {
      let strides = Axes.strides(of: extents)
      let index = Dictionary(
        uniqueKeysWithValues: labels.indices.map { (labels[$0], step / strides[$0] % extents[$0]) })
      func place(_ named: [EinsumLabel], _ shape: [Int]) -> Int {
        zip(named, Axes.strides(of: shape)).reduce(0) { $0 + index[$1.0]! * $1.1 }
      }
      let product = zip(values, zip(equation.operands, shapes)).reduce(Float(1)) {
        $0 * $1.0[place($1.1.0, $1.1.1)]
      }
      sums[place(equation.output, outputShape)] += product
    }
    return sums
  }

  @Test("An ellipsis broadcasts, and comes first where no output is written")
  func ellipsisBroadcasts() throws {
    let (a, b) = (Given.reals(2, 1, 3, 4), Given.reals(5, 4, 3, seed: 4))
    let implicit = try composed("Einsum", [a, b], ["equation": .string("...ij,...jk")]).result
    let product = try OperatorExample(MatMul.self, [:], [a, b]).evaluate()[0]
    #expect(implicit.shape == [2, 5, 3, 3])
    #expect(relativeDifference(product, implicit) < 1e-6)
  }

  @Test(arguments: [
    ("ij,jk->ik", [[3, 4], [5, 6]], "one letter to axes of lengths 4 and 5"),
    ("ij->ik", [[3, 4]], "in its output only"), ("ij,jk->ik", [[3, 4]], "has 2 terms for 1"),
    ("ijk->i", [[3, 4]], "a term of 3 axes for rank 2"), ("i?->i", [[3, 4]], "“?”"),
    ("ij->ii", [[3, 4]], "twice"),
  ])
  func equationsThatDoNotFitAreRefused(_ text: String, _ shapes: [[Int]], _ words: String) throws {
    let inputs = shapes.map { Tensor(zeros: TensorType(.float32, $0)) }
    let error = try #require(throws: GraphError.self) {
      try composed("Einsum", inputs, ["equation": .string(text)])
    }
    #expect(error.reason.contains(words), "\(error.reason)")
  }

  @Test("A product of matrices becomes one MatMul on the matrix engine, with the work of the definition")
  func matrixProductsBecomeMatMuls() throws {
    let inputs = [Given.reals(2, 3, 4), Given.reals(2, 4, 5)]
    let graph = try composed("Einsum", inputs, ["equation": .string("bij,bjk->bik")]).graph
    #expect(graph.nodes.map { type(of: $0.operation).name } == ["MatMul"])
    #expect(graph.work(of: 0).multiplyAccumulates == 2 * 3 * 4 * 5)
    guard case .contraction = try graph.form(of: 0) else {
      Issue.record("no contraction")
      return
    }
  }
}

/// An operator by its name, composite or not, as it comes out of the assembly of a graph.
func composed(
  _ operation: String, _ inputs: [Tensor], _ attributes: [String: AttributeValue] = [:]
) throws -> (graph: Graph, result: Tensor) {
  let assembly = GraphAssembly(name: "test")
  var given: [ValueIndex: Tensor] = [:]
  for (index, input) in inputs.enumerated() {
    given[assembly.addInput(Value(name: "x\(index)", type: input.type))] = input
  }
  let node = AssembledNode(
    name: "node", operation: operation, attributes: attributes, inputs: given.keys.sorted(), outputs: ["y"],
    outputCount: 1)
  assembly.setOutputs(try assembly.append(node))
  let results = try ReferenceExecutor.run(assembly.graph, inputs: given)
  return (assembly.graph, results[assembly.graph.outputs[0]] ?? given[assembly.graph.outputs[0]]!)
}
