import Tensors
import Testing

@testable import Graphs

/// Operands that do not fit are refused by shape inference, which names their shapes.
@Suite struct ShapeErrorTests {
  static let misfits: [(OperatorExample, [String])] = [
    (OperatorExample(Add.self, [:], [Given.reals(2, 3), Given.reals(2, 4)]), ["[2, 3]", "[2, 4]"]),
    (OperatorExample(MatMul.self, [:], [Given.reals(2, 3), Given.reals(4, 5)]), ["[2, 3]", "[4, 5]"]),
    (
      OperatorExample(Gemm.self, ["transB": .integer(1)], [Given.reals(2, 3), Given.reals(3, 5)]),
      ["[2, 3]", "[3, 5]"]
    ),
    (
      OperatorExample(Conv.self, [:], [Given.reals(1, 3, 8, 8), Given.reals(4, 2, 3, 3)]),
      ["[1, 3, 8, 8]", "[4, 2, 3, 3]"]
    ),
    (
      OperatorExample(MaxPool.self, ["kernel_shape": .integers([9, 9])], [Given.reals(1, 1, 4, 4)]),
      ["[9, 9]", "[4, 4]"]
    ),
    (
      OperatorExample(Concat.self, ["axis": .integer(1)], [Given.reals(2, 3), Given.reals(3, 3)]),
      ["[2, 3]", "[3, 3]"]
    ),
    (OperatorExample(Reshape.self, [:], [Given.reals(2, 3), Given.list(4, -1)]), ["[2, 3]", "[4, -1]"]),
    (OperatorExample(Softmax.self, ["axis": .integer(4)], [Given.reals(2, 3)]), ["axis 4", "rank 2"]),
    (OperatorExample(Squeeze.self, ["axes": .integers([1])], [Given.reals(1, 3)]), ["[1, 3]"]),
  ]

  @Test("The reason names what does not fit", arguments: misfits.indices)
  func namesBothShapes(_ index: Int) throws {
    let (example, words) = Self.misfits[index]
    let error = try #require(throws: GraphError.self) { _ = try example.outputTypes() }
    for word in words { #expect(error.reason.contains(word), "\(error.reason)") }
  }
}
