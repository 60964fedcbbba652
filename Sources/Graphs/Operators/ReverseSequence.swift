import Tensors

/// ONNX `ReverseSequence`: of each batch item the first steps, as many as its own length, in reverse order.
struct ReverseSequence: HostOperator {
  static let name = "ReverseSequence"
  static let inputCount = 2...2
  var batchAxis: Int
  var timeAxis: Int

  init(attributes: inout AttributeReader) throws {
    batchAxis = try attributes.integer("batch_axis") ?? 1
    timeAxis = try attributes.integer("time_axis") ?? 0
    guard Set([batchAxis, timeAxis]) == [0, 1] else {
      throw GraphError(
        "batch_axis \(batchAxis) and time_axis \(timeAxis) do not fit", remedy: "one is 0 and the other 1")
    }
  }

  func outputTypes(for inputs: [OperatorInput?]) throws -> [TensorType] {
    let input = try inputs.required(0).type
    let lengths = try inputs.required(1).type
    try ElementAgreement.requireIntegers(lengths, "sequence lengths")
    guard input.shape.count >= 2, lengths.shape == [input.shape[batchAxis]] else {
      throw GraphError(
        "lengths \(lengths.shape) do not fit sequences \(input.shape)",
        remedy: "one length for each of axis \(batchAxis)")
    }
    return [input]
  }

  func evaluate(_ inputs: [Tensor?], outputs: [TensorType]) throws -> [Tensor] {
    let input = try inputs.required(0)
    let shape = input.shape
    let lengths = try inputs.required(1).integers
    if let length = lengths.first(where: { !(0...Int64(shape[timeAxis]) ~= $0) }) {
      throw GraphError("sequence length \(length) is outside 0 to \(shape[timeAxis])")
    }
    let run = shape[2...].reduce(1, *)
    return [
      try RawElements.moving(input, to: shape) { source, target, width in
        for first in 0..<shape[0] {
          for second in 0..<shape[1] {
            let (batch, time) = batchAxis == 0 ? (first, second) : (second, first)
            let length = Int(lengths[batch])
            let origin = time < length ? length - 1 - time : time
            let from = batchAxis == 0 ? batch * shape[1] + origin : origin * shape[1] + batch
            (target + (first * shape[1] + second) * run * width).copyMemory(
              from: source + from * run * width, byteCount: run * width)
          }
        }
      }
    ]
  }
}
