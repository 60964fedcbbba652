import Tensors

/// onnxruntime's `com.microsoft::DynamicQuantizeLSTM`: an LSTM whose products take 8-bit integers. The data as a
/// whole and, at each step, the state of all batch items are brought to uint8 codes by their own range.
///
/// Inputs as `LSTM`'s, but W [D, features, 4 · hidden] and R [D, hidden, 4 · hidden] are integers; their scales and zero
/// points (per direction, or per column of each) follow. It computes on the host.
struct DynamicQuantizeLSTM: RecurrentOperator {
  static let name = "com.microsoft::DynamicQuantizeLSTM"
  static let inputCount = 3...12
  static let gates = 4
  static let hasCellState = true
  let lstm: LSTM
  var attributes: RecurrenceAttributes { lstm.attributes }

  init(attributes reader: inout AttributeReader) throws { lstm = try LSTM(attributes: &reader) }

  func advance(_ step: inout RecurrenceStep) { lstm.advance(&step) }

  func outputTypes(for inputs: [OperatorInput?]) throws -> [TensorType] {
    var plain = Array(inputs.prefix(8))
    for index in 1...2 {
      let weights = try inputs.required(index).type
      guard weights.shape.count == 3, weights.element.isInteger, weights.element.bitWidth == 8 else {
        throw GraphError(
          "weights \(weights.element.rawValue) \(weights.shape) are not quantised",
          remedy: "int8 or uint8 of rank 3")
      }
      for position in [6 + 2 * index, 7 + 2 * index] {
        let shape = try inputs.required(position).type.shape
        guard
          shape.reduce(1, *) == 1 || shape == [weights.shape[0]]
            || shape == [weights.shape[0], weights.shape[2]]
        else {
          throw GraphError("input \(position) has shape \(shape)", remedy: "one for each direction or column")
        }
      }
      let shape = weights.shape
      plain[index] = OperatorInput(type: TensorType(.float32, [shape[0], shape[2], shape[1]]))
    }
    return try lstm.outputTypes(for: plain)
  }

  func evaluate(_ inputs: [Tensor?], outputs: [TensorType]) throws -> [Tensor] {
    var plain = Array(inputs.prefix(8))
    for index in 1...2 {
      plain[index] = try dequantized(
        inputs.required(index), scale: inputs.required(6 + 2 * index),
        zeroPoint: inputs.required(7 + 2 * index))
    }
    let data = try inputs.required(0)
    plain[0] = Tensor(data.type, floats: DynamicCodes(of: data.floats).rounded(data.floats))
    return try lstm.layer(plain, outputs, quantizesState: true)
  }

  /// What the weights stand for, in rows of inputs: [D, 4 · hidden, features].
  private func dequantized(_ weights: Tensor, scale: Tensor, zeroPoint: Tensor) throws -> Tensor {
    let (directions, rows, columns) = (weights.shape[0], weights.shape[1], weights.shape[2])
    let stored = weights.integers
    let scales = scale.floats
    let points = zeroPoint.integers
    var values: [Float] = []
    values.reserveCapacity(stored.count)
    func place(_ count: Int, _ direction: Int, _ column: Int) -> Int {
      count == 1 ? 0 : count == directions ? direction : direction * columns + column
    }
    for direction in 0..<directions {
      for column in 0..<columns {
        let factor = scales[place(scales.count, direction, column)]
        let point = points[place(points.count, direction, column)]
        for row in 0..<rows {
          values.append(Float(stored[(direction * rows + row) * columns + column] - point) * factor)
        }
      }
    }
    return Tensor(TensorType(.float32, [directions, columns, rows]), floats: values)
  }

  func work(inputs: [TensorType?], outputs: [TensorType]) -> Work {
    var plain = Array(inputs.prefix(8))
    for index in 1...2 {
      plain[index] = inputs[index].map { TensorType(.float32, [$0.shape[0], $0.shape[2], $0.shape[1]]) }
    }
    var work = lstm.work(inputs: plain, outputs: outputs)
    work.scalarOperations += 4 * (inputs[0]!.elementCount + outputs[0].elementCount)
    return work
  }
}

/// uint8 codes for the range of some numbers, zero included: what `DynamicQuantizeLinear` makes of them.
struct DynamicCodes {
  let scale: Float
  let zeroPoint: Float

  init(of values: [Float]) {
    let low = values.reduce(Float(0), min)
    let high = values.reduce(Float(0), max)
    scale = high == low ? 1 : (high - low) / 255
    zeroPoint = min(max((0 - low / scale).rounded(.toNearestOrEven), 0), 255)
  }

  /// The numbers that the codes stand for.
  func rounded(_ values: [Float]) -> [Float] {
    values.map {
      let code = min(max(($0 / scale).rounded(.toNearestOrEven) + zeroPoint, 0), 255)
      return (code - zeroPoint) * scale
    }
  }

  /// Rounds a list of several owners to one set of codes.
  static func round<Owner>(
    _ owners: inout [Owner], _ target: WritableKeyPath<Owner, [Float]>, from source: KeyPath<Owner, [Float]>
  ) {
    let codes = DynamicCodes(of: owners.flatMap { $0[keyPath: source] })
    for index in owners.indices {
      owners[index][keyPath: target] = codes.rounded(owners[index][keyPath: source])
    }
  }
}
