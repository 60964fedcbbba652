import Tensors

/// ONNX `ConvInteger`: a convolution of 8-bit integers, their zero points taken out, summed in `int32`. Padding is
/// real zero. Inputs: X, W, zero point of X (a scalar), zero point of W (a scalar or one for each output channel).
struct ConvInteger: IntegerProduct {
  static let name = "ConvInteger"
  var convolution: Conv
  var bound: ZeroPoints?

  init(convolution: Conv) { self.convolution = convolution }

  init(attributes: inout AttributeReader) throws { convolution = try Conv(attributes: &attributes) }

  func contraction(_ a: [Int], _ b: [Int]) throws -> any Contraction {
    ConvContraction(shape: try convolution.shape(input: a, weights: b))
  }

  func shape(_ a: [Int], _ b: [Int]) throws -> [Int] {
    let shape = try convolution.shape(input: a, weights: b)
    return [a[0], shape.outputChannels] + shape.geometry.output
  }

  func parameterShape(_ index: Int, operand: [Int], zeroPoint: [Int]) throws -> [Int] {
    if zeroPoint.reduce(1, *) == 1, zeroPoint.count <= 1 { return [] }
    guard index == 1, zeroPoint == [operand[0]] else {
      throw GraphError(
        "zero point \(zeroPoint) does not fit \(index == 0 ? "input" : "weights") \(operand)",
        remedy: index == 0 ? "a scalar" : "a scalar or [\(operand[0])]")
    }
    return zeroPoint + operand.dropFirst().map { _ in 1 }
  }

  func work(inputs: [TensorType?], outputs: [TensorType]) -> Work {
    Work(multiplyAccumulates: outputs[0].elementCount * inputs[1]!.shape.dropFirst().reduce(1, *))
  }
}
