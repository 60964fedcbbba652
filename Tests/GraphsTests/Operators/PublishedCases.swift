import Tensors
import Testing

@testable import Graphs

/// A node test of the ONNX project (onnx/backend/test/data/node, `test_` + name): attributes, inputs and expected
/// output as published there, printed with seven digits. Those small enough to read are in the tables beside
/// this file, at most a few for each operator.
struct PublishedCase: CustomStringConvertible {
  let name: String
  let type: any Operator.Type
  let attributes: [String: AttributeValue]
  let inputs: [Tensor?]
  let output: Tensor

  init(
    _ name: String, _ type: any Operator.Type, _ attributes: [String: AttributeValue], _ inputs: [Tensor?],
    _ output: Tensor
  ) {
    self.name = name
    self.type = type
    self.attributes = attributes
    self.inputs = inputs
    self.output = output
  }

  var description: String { name }

  static var all: [PublishedCase] { aToM + mToZ + mathematics + signals }
}

extension Tensor {
  static func reals(_ shape: [Int], _ values: [Float]) -> Tensor {
    Tensor(TensorType(.float32, shape), floats: values)
  }

  static func integers(_ element: ElementType, _ shape: [Int], _ values: [Int64]) -> Tensor {
    Tensor(TensorType(element, shape), integers: values)
  }
}

@Suite struct PublishedCaseTests {
  @Test("Results are those that ONNX publishes", arguments: PublishedCase.all)
  func agrees(_ published: PublishedCase) throws {
    let example = OperatorExample(published.type, published.attributes, published.inputs)
    let type = try example.outputTypes()[0]
    let result = try example.evaluate()[0]
    #expect(type.shape == published.output.shape)
    #expect(type.element == published.output.type.element)
    #expect(result.shape == published.output.shape)
    for (value, expected) in zip(result.floats, published.output.floats) {
      #expect(value == expected || abs(value - expected) <= 2e-6 + 1e-5 * abs(expected))
    }
  }
}
