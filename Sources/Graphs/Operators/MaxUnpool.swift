import Tensors

/// ONNX `MaxUnpool`: zeros with each element at the place that `MaxPool` took it from.
struct MaxUnpool: HostOperator {
  static let name = "MaxUnpool"
  static let inputCount = 2...3
  var window: WindowAttributes

  init(attributes: inout AttributeReader) throws { window = try WindowAttributes(attributes: &attributes) }

  /// The shape that places count in.
  private func shape(of input: [Int]) throws -> [Int] {
    guard let kernel = window.kernel, input.count == kernel.count + 2 else {
      throw GraphError(
        "kernel_shape \(window.kernel ?? []) does not fit \(input)",
        remedy: "one length for each spatial axis")
    }
    let rank = kernel.count
    let strides = try WindowAttributes.list(window.strides, "strides", count: rank, default: 1)
    let pads = try WindowAttributes.list(window.pads, "pads", count: 2 * rank, default: 0)
    return input.prefix(2)
      + (0..<rank).map { (input[$0 + 2] - 1) * strides[$0] - pads[$0] - pads[$0 + rank] + kernel[$0] }
  }

  func outputTypes(for inputs: [OperatorInput?]) throws -> [TensorType] {
    let input = try inputs.required(0).type
    let places = try inputs.required(1).type
    try ElementAgreement.requireIntegers(places, "places")
    guard places.shape == input.shape else {
      throw GraphError("places \(places.shape) and data \(input.shape) differ", remedy: "one shape")
    }
    let inferred = try shape(of: input.shape)
    let wanted = try inputs.fixedIntegers(2, "output_shape") ?? inferred
    guard inferred.allSatisfy({ $0 >= 0 }), wanted.count == inferred.count,
      zip(wanted, inferred).allSatisfy({ $0 >= $1 })
    else {
      throw GraphError("output_shape \(wanted) is smaller than \(inferred)", remedy: "at least that")
    }
    return [TensorType(input.element, wanted, quantization: input.quantization)]
  }

  func evaluate(_ inputs: [Tensor?], outputs: [TensorType]) throws -> [Tensor] {
    let input = try inputs.required(0)
    let shape = try shape(of: input.shape)
    let count = shape.reduce(1, *)
    var sources = [Int](repeating: -1, count: count)
    for (source, place) in try inputs.required(1).integers.enumerated() {
      guard 0..<Int64(count) ~= place else {
        throw GraphError("place \(place) lies outside \(shape)", remedy: "0 to \(count - 1)")
      }
      sources[Int(place)] = source
    }
    let inner = try RawElements.moving(input, to: shape) { source, target, width in
      let filler = [UInt8](repeating: 0, count: 8)
      sources.withUnsafeBufferPointer { places in
        filler.withUnsafeBytes {
          RawElements.copyGathered(
            from: source, places: places.baseAddress!, filler: $0.baseAddress!, to: target, count: count,
            width: width)
        }
      }
    }
    if outputs[0].shape == shape { return [inner] }
    var result = Tensor(zeros: TensorType(inner.type.element, outputs[0].shape))
    result.write(inner, at: Box(shape: shape))
    return [result]
  }
}
