import Tensors

/// ONNX `DFT`: the discrete Fourier transform along one axis of real or complex signals, whose last axis holds the real
/// and the imaginary part.
struct DFT: HostOperator {
  static let name = "DFT"
  static let inputCount = 1...3
  var isInverse: Bool
  var isOneSided: Bool
  /// Of opset 17; later it is input 2, the last signal axis when absent.
  var axis: Int

  init(attributes: inout AttributeReader) throws {
    isInverse = try attributes.integer("inverse") == 1
    isOneSided = try attributes.integer("onesided") == 1
    axis = try attributes.integer("axis") ?? (attributes.opset < 20 ? 1 : -2)
  }

  /// The axis, the length of the signals along it and that of the results.
  private func plan(_ inputs: [OperatorInput?]) throws -> (axis: Int, length: Int, kept: Int) {
    let shape = try inputs.required(0).type.shape
    guard shape.count >= 2, 1...2 ~= shape[shape.count - 1] else {
      throw GraphError(
        "DFT is given shape \(shape)", remedy: "the last axis holds 1 (real) or 2 numbers (complex)")
    }
    let stated = try inputs.fixedIntegers(2, "axis")?.first ?? axis
    let axis = try Axes.normalized(stated, rank: shape.count)
    guard axis < shape.count - 1 else {
      throw GraphError("axis \(stated) holds the parts of complex numbers", remedy: "name a signal axis")
    }
    guard !isOneSided || shape[shape.count - 1] == 1 && !isInverse else {
      throw GraphError("half of the transform of a complex signal is asked for", remedy: "set onesided to 0")
    }
    let length = inputs.optional(1) == nil ? shape[axis] : try inputs.fixedCount(1, "dft_length")
    guard 1...Int(Int32.max) ~= length else {
      throw GraphError("dft_length is \(length)", remedy: "at least 1")
    }
    return (axis, length, isOneSided ? length / 2 + 1 : length)
  }

  func outputTypes(for inputs: [OperatorInput?]) throws -> [TensorType] {
    let input = try inputs.required(0).type
    let element = try ElementAgreement.real(of: [input], for: Self.name)
    let (axis, _, kept) = try plan(inputs)
    var shape = input.shape
    shape[axis] = kept
    shape[shape.count - 1] = 2
    return [TensorType(element, shape)]
  }

  func evaluate(_ inputs: [Tensor?], outputs: [TensorType]) throws -> [Tensor] {
    let input = try inputs.required(0)
    let (axis, length, kept) = try plan(inputs.map { $0.map { OperatorInput(type: $0.type, constant: $0) } })
    let parts = input.shape[input.shape.count - 1]
    let inner = input.shape[(axis + 1)...].dropLast().reduce(1, *)
    let given = input.shape[axis]
    let transform = FourierTransform(length: length, isInverse: isInverse)
    let values = input.floats
    var result = [Float](repeating: 0, count: outputs[0].elementCount)
    for outer in 0..<input.shape[..<axis].reduce(1, *) {
      for column in 0..<inner {
        let signal = (0..<length).map { index -> Complex in
          guard index < given else { return .zero }
          let place = ((outer * given + index) * inner + column) * parts
          return Complex(
            real: Double(values[place]), imaginary: parts == 2 ? Double(values[place + 1]) : 0)
        }
        for (index, value) in transform(signal).prefix(kept).enumerated() {
          let place = ((outer * kept + index) * inner + column) * 2
          result[place] = Float(value.real)
          result[place + 1] = Float(value.imaginary)
        }
      }
    }
    return [Tensor(TensorType(.float32, outputs[0].shape), floats: result)]
  }

  func work(inputs: [TensorType?], outputs: [TensorType]) -> Work {
    let shape = outputs[0].shape
    let signalAxis = axis < 0 ? max(0, axis + shape.count) : min(axis, shape.count - 1)
    let length = isOneSided ? max(1, 2 * (shape[signalAxis] - 1)) : shape[signalAxis]
    let transforms = outputs[0].elementCount / max(1, 2 * shape[signalAxis])
    return Work(multiplyAccumulates: transforms * FourierTransform.multiplyAccumulates(length: length))
  }
}
