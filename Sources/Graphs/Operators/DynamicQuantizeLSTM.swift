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
    var shapes = inputs.prefix(8).map { $0?.shape }
    for index in 1...2 { shapes[index] = try inputs.required(index).shape.turned }
    let shape = try lstm.shape(shapes)
    let products = try (0..<shape.directions).map { direction in
      QuantizedRecurrence(
        data: try weights(1, of: inputs, direction: direction),
        states: try weights(2, of: inputs, direction: direction))
    }
    return try lstm.layer(Array(inputs.prefix(8)), outputs, shape: shape, quantized: products)
  }

  /// W (1) or R (2) of one direction.
  private func weights(_ index: Int, of inputs: [Tensor?], direction: Int) throws -> QuantizedWeights {
    let stored = try inputs.required(index)
    let (directions, columns) = (stored.shape[0], stored.shape[2])
    func byColumn<Number>(_ numbers: [Number]) -> [Number] {
      (0..<columns).map {
        numbers.count == 1
          ? numbers[0] : numbers[numbers.count == directions ? direction : direction * columns + $0]
      }
    }
    let part = Box(shape: stored.shape).replacing(0, with: direction..<direction + 1)
    return QuantizedWeights(
      stored[part].reshaped(to: Array(stored.shape.dropFirst())),
      scales: byColumn(try inputs.required(6 + 2 * index).floats),
      zeroPoints: byColumn(try inputs.required(7 + 2 * index).integers))
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

/// The products of one direction of a recurrent layer that take 8-bit integers.
struct QuantizedRecurrence: Sendable {
  let data: QuantizedWeights
  let states: QuantizedWeights

  /// `h·R` of all batch items, whose states share one set of codes.
  func multiplyStates(of steps: inout [RecurrenceStep]) throws {
    let products = try states.product(of: steps.flatMap(\.hidden), rows: steps.count)
    let width = states.columns
    for item in steps.indices {
      steps[item].stateProducts = Array(products[item * width..<(item + 1) * width])
    }
  }
}

/// A matrix of integers that stands for real numbers, its zero points taken out.
struct QuantizedWeights: Sendable {
  /// `int16`, [rows, columns].
  private let steps: Tensor
  /// One for each column.
  private let scales: [Float]

  var columns: Int { steps.shape[1] }

  init(_ stored: Tensor, scales: [Float], zeroPoints: [Int64]) {
    let numbers = stored.integers
    let columns = max(1, zeroPoints.count)
    self.scales = scales
    steps = Tensor(
      TensorType(.int16, stored.shape),
      integers: numbers.indices.map { numbers[$0] - zeroPoints[$0 % columns] })
  }

  /// Real numbers, brought to 8-bit codes by their own range, times the matrix: exact sums of integers, scaled once.
  func product(of values: [Float], rows: Int) throws -> [Float] {
    let codes = DynamicCodes(of: values)
    let left = Tensor(TensorType(.int16, [rows, steps.shape[0]]), integers: codes.steps(of: values))
    var sums = Tensor(zeros: TensorType(.int32, [rows, columns]))
    try MatMulContraction(shape: MatMulShape(a: left.shape, b: steps.shape)).evaluate(
      into: &sums, left, steps)
    let factors = scales.map { codes.scale * $0 }
    return sums.integers.enumerated().map { Float($1) * factors[$0 % columns] }
  }
}

/// uint8 codes for the range of some numbers, zero included: what `DynamicQuantizeLinear` makes of them.
struct DynamicCodes {
  let scale: Float
  private let zeroPoint: Tensor

  init(of values: [Float]) {
    let low = values.reduce(Float(0), min)
    let high = values.reduce(Float(0), max)
    scale = high == low ? 1 : (high - low) / 255
    zeroPoint = Tensor(TensorType(.uint8, []), floats: [(0 - low / scale).rounded(.toNearestOrEven)])
  }

  /// How many steps of the scale each number's code stands for.
  func steps(of values: [Float]) -> [Int64] {
    let (shift, origin) = (zeroPoint.floats[0], zeroPoint.integers[0])
    let codes = Tensor(
      TensorType(.uint8, [values.count]),
      floats: values.map { ($0 / scale).rounded(.toNearestOrEven) + shift })
    return codes.integers.map { $0 - origin }
  }
}

extension [Int] {
  /// A recurrent layer's weights [D, inputs, outputs] as [D, outputs, inputs].
  fileprivate var turned: [Int] { count == 3 ? [self[0], self[2], self[1]] : self }
}
