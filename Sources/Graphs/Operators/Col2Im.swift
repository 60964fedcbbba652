import Tensors

/// ONNX `Col2Im`: columns of blocks laid back into an image, overlapping elements added. Input [N, C · block, L].
struct Col2Im: HostOperator {
  static let name = "Col2Im"
  static let inputCount = 3...3
  var window: WindowAttributes

  init(attributes: inout AttributeReader) throws {
    window = try WindowAttributes(
      kernel: nil, strides: attributes.integers("strides"), dilations: attributes.integers("dilations"),
      pads: attributes.integers("pads"))
  }

  private func geometry(_ inputs: [OperatorInput?]) throws -> WindowGeometry {
    let image = try inputs.fixedIntegers(1, "image_shape") ?? []
    let block = try inputs.fixedIntegers(2, "block_shape") ?? []
    guard !image.isEmpty, (image + block).allSatisfy({ $0 >= 1 }),
      TensorType(.float32, image).checkedByteCount() != nil
    else { throw GraphError("image_shape \(image) and block_shape \(block) do not make an image") }
    for (name, list, least) in [
      ("strides", window.strides, 1), ("dilations", window.dilations, 1), ("pads", window.pads, 0),
    ] {
      if let list, let wrong = list.first(where: { $0 < least }) {
        throw GraphError("\(name) holds \(wrong)", remedy: "at least \(least) on every axis")
      }
    }
    return try WindowGeometry(window, kernel: block, input: image)
  }

  func outputTypes(for inputs: [OperatorInput?]) throws -> [TensorType] {
    let input = try inputs.required(0).type
    let geometry = try geometry(inputs)
    let element = try ElementAgreement.real(of: [input], for: Self.name)
    let columns = geometry.output.reduce(1, *)
    guard input.shape.count == 3, input.shape[2] == columns, input.shape[1] % geometry.kernelPositions == 0
    else {
      throw GraphError(
        "columns \(input.shape) do not fit blocks \(geometry.kernel) of an image \(geometry.input)",
        remedy: "[N, channels · \(geometry.kernelPositions), \(columns)]")
    }
    return [
      TensorType(element, [input.shape[0], input.shape[1] / geometry.kernelPositions] + geometry.input)
    ]
  }

  func evaluate(_ inputs: [Tensor?], outputs: [TensorType]) throws -> [Tensor] {
    let geometry = try geometry(inputs.map { $0.map { OperatorInput(type: $0.type, constant: $0) } })
    let columns = geometry.output.reduce(1, *)
    let size = geometry.input.reduce(1, *)
    // A block's elements in the image: −1 where it lies in the padding.
    let places = (0..<geometry.kernelPositions).map { geometry.places(ofTap: $0) }
    let planes = outputs[0].shape[0] * outputs[0].shape[1]
    return [
      try inputs.required(0).readingFloats { source in
        .buildingFloats(outputs[0].shape) { target in
          target.update(repeating: 0, count: planes * size)
          for plane in 0..<planes {
            for (tap, places) in places.enumerated() {
              let row = source + (plane * geometry.kernelPositions + tap) * columns
              for column in 0..<columns where places[column] >= 0 {
                target[plane * size + places[column]] += row[column]
              }
            }
          }
        }
      }
    ]
  }

  func work(inputs: [TensorType?], outputs: [TensorType]) -> Work {
    Work(scalarOperations: inputs[0]!.elementCount + outputs[0].elementCount)
  }
}

extension WindowGeometry {
  /// For each window position the element of the image that kernel position `tap` falls on; −1 beside the image.
  func places(ofTap tap: Int) -> [Int] {
    let imageStrides = Axes.strides(of: input)
    let kernelStrides = Axes.strides(of: kernel)
    return (0..<rank).reduce([0]) { outer, axis in
      let shift = tap / kernelStrides[axis] % kernel[axis] * dilations[axis] - padsBefore[axis]
      let line = (0..<output[axis]).map { position -> Int in
        let place = position * strides[axis] + shift
        return 0..<input[axis] ~= place ? place * imageStrides[axis] : -1
      }
      return outer.flatMap { start in line.map { start < 0 || $0 < 0 ? -1 : start + $0 } }
    }
  }
}
