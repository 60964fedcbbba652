import Tensors

/// ONNX `STFT`: Fourier transforms of overlapping frames of signals, each frame times a window.
struct STFT: HostOperator {
  static let name = "STFT"
  static let inputCount = 2...4
  var isOneSided: Bool

  init(attributes: inout AttributeReader) throws {
    isOneSided = try attributes.integer("onesided") ?? 1 == 1
  }

  private struct Frames {
    var count: Int
    var step: Int
    var length: Int
    var kept: Int
  }

  private func frames(_ inputs: [OperatorInput?]) throws -> Frames {
    let signal = try inputs.required(0).type.shape
    guard signal.count == 2 || signal.count == 3 && 1...2 ~= signal[2] else {
      throw GraphError("STFT is given shape \(signal)", remedy: "[batch, length, 1 or 2]")
    }
    let isComplex = signal.count == 3 && signal[2] == 2
    let window = inputs.optional(2)?.type.shape
    guard window?.count ?? 1 == 1 else {
      throw GraphError("the window has shape \(window ?? [])", remedy: "one list of numbers")
    }
    let step = try inputs.fixedCount(1, "frame_step")
    let stated = inputs.optional(3) == nil ? nil : try inputs.fixedCount(3, "frame_length")
    let length = stated ?? window?[0] ?? signal[1]
    guard step > 0, 1...max(1, signal[1]) ~= length, window.map({ $0[0] == length }) ?? true else {
      throw GraphError(
        "frames of \(length), \(step) apart, do not fit a signal of \(signal[1]) and a window of "
          + "\(window?[0] ?? length)", remedy: "frame and window are equally long, no longer than the signal")
    }
    guard !(isOneSided && isComplex) else {
      throw GraphError("half of the transform of a complex signal is asked for", remedy: "set onesided to 0")
    }
    return Frames(
      count: signal[1] < length ? 0 : (signal[1] - length) / step + 1, step: step, length: length,
      kept: isOneSided ? length / 2 + 1 : length)
  }

  func outputTypes(for inputs: [OperatorInput?]) throws -> [TensorType] {
    let signal = try inputs.required(0).type
    let element = try ElementAgreement.real(of: [signal], for: Self.name)
    let frames = try frames(inputs)
    return [TensorType(element, [signal.shape[0], frames.count, frames.kept, 2])]
  }

  func evaluate(_ inputs: [Tensor?], outputs: [TensorType]) throws -> [Tensor] {
    let signal = try inputs.required(0)
    let frames = try frames(inputs.map { $0.map { OperatorInput(type: $0.type, constant: $0) } })
    let parts = signal.shape.count == 3 ? signal.shape[2] : 1
    let window = inputs.optional(2)?.floats ?? [Float](repeating: 1, count: frames.length)
    let transform = FourierTransform(length: frames.length, isInverse: false)
    let values = signal.floats
    var result: [Float] = []
    result.reserveCapacity(outputs[0].elementCount)
    for item in 0..<signal.shape[0] {
      for frame in 0..<frames.count {
        let start = item * signal.shape[1] + frame * frames.step
        let samples = (0..<frames.length).map { index -> Complex in
          let place = (start + index) * parts
          let weight = Double(window[index])
          return Complex(
            real: weight * Double(values[place]),
            imaginary: parts == 2 ? weight * Double(values[place + 1]) : 0)
        }
        for value in transform(samples).prefix(frames.kept) {
          result.append(Float(value.real))
          result.append(Float(value.imaginary))
        }
      }
    }
    return [Tensor(TensorType(.float32, outputs[0].shape), floats: result)]
  }

  func work(inputs: [TensorType?], outputs: [TensorType]) -> Work {
    let shape = outputs[0].shape
    let length = isOneSided ? max(1, 2 * (shape[2] - 1)) : shape[2]
    return Work(
      multiplyAccumulates: shape[0] * shape[1]
        * (FourierTransform.multiplyAccumulates(length: length) + length))
  }
}
