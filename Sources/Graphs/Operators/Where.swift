import Tensors

/// ONNX `Where`: from the second input where the first is true, from the third elsewhere.
struct Where: ElementwiseOperator {
  static let name = "Where"
  static let inputCount = 3...3

  init(attributes: inout AttributeReader) throws {}

  func resultElement(for inputs: [TensorType]) throws -> ElementType {
    guard inputs[0].element == .bool else {
      throw GraphError("the condition has type \(inputs[0].element.rawValue)", remedy: "it must be bool")
    }
    return try ElementAgreement.common(of: Array(inputs[1...]))
  }

  func operationsPerElement(inputCount: Int) -> Int { 1 }

  func compute(_ inputs: [Tensor], shape: [Int]) throws -> Tensor {
    try RawElements.inWholeBytes(inputs) { try select($0, shape: shape) }
  }

  private func select(_ inputs: [Tensor], shape: [Int]) throws -> Tensor {
    let parts = try inputs.map { input in
      let strides = BroadcastWalk.strides(of: input.shape, in: shape)
      return input.shape == shape
        ? input : try StridedCopy.run(input, strides: strides, shape: shape, outputShape: shape)
    }
    let count = shape.reduce(1, *)
    return try RawElements.moving(parts[1], to: shape) { positive, target, width in
      parts[0].reading(as: UInt8.self) { condition in
        parts[2].bytes.withUnsafeBytes { negative in
          guard let negative = negative.baseAddress else { return }
          if width == 4 {
            let yes = positive.assumingMemoryBound(to: UInt32.self)
            let no = negative.assumingMemoryBound(to: UInt32.self)
            let result = target.assumingMemoryBound(to: UInt32.self)
            for index in 0..<count { result[index] = condition[index] != 0 ? yes[index] : no[index] }
          } else {
            for index in 0..<count {
              let source = condition[index] != 0 ? positive : negative
              (target + index * width).copyMemory(from: source + index * width, byteCount: width)
            }
          }
        }
      }
    }
  }
}
