import Tensors

extension RecurrentOperator {
  func shape(_ inputs: [[Int]?]) throws -> RecurrenceShape {
    try RecurrenceShape(attributes, gates: Self.gates, inputs: inputs)
  }

  func outputTypes(for inputs: [OperatorInput?]) throws -> [TensorType] {
    let shape = try shape(inputs.map { $0?.type.shape })
    try ElementAgreement.requireIntegers(inputs.optional(4)?.type, "lengths of the sequences")
    let numbers = inputs.enumerated().compactMap { $0 == 4 ? nil : $1?.type }
    _ = try ElementAgreement.real(of: numbers, for: Self.name)
    let element = try ElementAgreement.common(of: [try inputs.required(0).type])
    let states = [TensorType](repeating: TensorType(element, shape.state), count: Self.hasCellState ? 2 : 1)
    return [TensorType(element, shape.sequence)] + states
  }

  func work(inputs: [TensorType?], outputs: [TensorType]) -> Work {
    guard let shape = try? shape(inputs.map { $0?.shape }) else { return Work() }
    let steps = shape.time * shape.batch * shape.directions
    let gates = Self.gates * shape.hidden
    return Work(
      multiplyAccumulates: steps * gates * (shape.features + shape.hidden),
      scalarOperations: steps * gates * (2 + Work.transcendental) + steps * shape.hidden * 4)
  }

  func form(inputs: [OperatorInput?], outputs: [TensorType]) -> Form { .host }

  func evaluate(_ inputs: [Tensor?], outputs: [TensorType]) throws -> [Tensor] {
    try layer(inputs, outputs, shape: try shape(inputs.map { $0?.shape }))
  }

  /// The whole layer.
  /// - Parameter quantized: the products of each direction where they take integers; nil where they take W and R.
  func layer(
    _ inputs: [Tensor?], _ outputs: [TensorType], shape: RecurrenceShape,
    quantized: [QuantizedRecurrence]? = nil
  ) throws -> [Tensor] {
    var sequence = [Float](repeating: 0, count: shape.sequence.reduce(1, *))
    var hidden = inputs.optional(5)?.floats ?? [Float](repeating: 0, count: shape.state.reduce(1, *))
    var cell = inputs.optional(6)?.floats ?? [Float](repeating: 0, count: hidden.count)
    let lengths = (0..<shape.batch).map { item in
      inputs.optional(4).map { min(max(0, Int($0.integers[item])), shape.time) } ?? shape.time
    }
    let data = try inputs.required(0).floats
    for direction in 0..<shape.directions {
      let isReversed = attributes.direction == .reverse || direction == 1
      let projected =
        try quantized?[direction].data.product(of: data, rows: shape.time * shape.batch)
        ?? project(data, try inputs.required(1), direction, shape)
      var steps = try firstSteps(
        inputs, direction, shape, hidden: hidden, cell: cell, hasFloatWeights: quantized == nil)
      for position in 0..<shape.time {
        try quantized?[direction].multiplyStates(of: &steps)
        for item in 0..<shape.batch where position < lengths[item] {
          let time = isReversed ? lengths[item] - 1 - position : position
          let row = shape.dataOffset(time: time, item: item) / max(1, shape.features)
          let width = Self.gates * shape.hidden
          steps[item].projected = Array(projected[row * width..<(row + 1) * width])
          advance(&steps[item])
          let target = shape.sequenceOffset(time: time, direction: direction, item: item)
          sequence.replaceSubrange(target..<target + shape.hidden, with: steps[item].hidden)
        }
      }
      for item in 0..<shape.batch {
        let first = shape.stateOffset(direction: direction, item: item)
        hidden.replaceSubrange(first..<first + shape.hidden, with: steps[item].hidden)
        cell.replaceSubrange(first..<first + shape.hidden, with: steps[item].cell)
      }
    }
    let results = [
      Tensor(TensorType(.float32, shape.sequence), floats: sequence),
      Tensor(TensorType(.float32, shape.state), floats: hidden),
      Tensor(TensorType(.float32, shape.state), floats: cell),
    ]
    return Array(results.prefix(min(outputs.count, Self.hasCellState ? 3 : 2)))
  }

  /// Every batch item before its first step.
  private func firstSteps(
    _ inputs: [Tensor?], _ direction: Int, _ shape: RecurrenceShape, hidden: [Float], cell: [Float],
    hasFloatWeights: Bool
  ) throws -> [RecurrenceStep] {
    let weights = try weights(inputs, direction, shape, hasFloatWeights: hasFloatWeights)
    let perDirection = attributes.activations.count / shape.directions
    return (0..<shape.batch).map { item in
      let first = shape.stateOffset(direction: direction, item: item)
      return RecurrenceStep(
        projected: [], recurrence: weights, hidden: Array(hidden[first..<first + shape.hidden]),
        cell: Array(cell[first..<first + shape.hidden]),
        activations: attributes.activations[direction * perDirection..<(direction + 1) * perDirection],
        clip: attributes.clip)
    }
  }

  private func weights(
    _ inputs: [Tensor?], _ direction: Int, _ shape: RecurrenceShape, hasFloatWeights: Bool
  ) throws -> RecurrenceWeights {
    func part(_ index: Int, _ length: Int) -> ArraySlice<Float>? {
      inputs.optional(index).map { $0.floats[direction * length..<(direction + 1) * length] }
    }
    let rows = Self.gates * shape.hidden
    return RecurrenceWeights(
      hidden: shape.hidden, recurrent: hasFloatWeights ? part(2, rows * shape.hidden) ?? [] : [],
      bias: part(3, 2 * rows),
      peephole: Self.hasCellState ? part(7, 3 * shape.hidden) : nil, gates: Self.gates)
  }

  /// `x·Wᵀ` of all steps at once, rows in the order of the data.
  private func project(_ data: [Float], _ weights: Tensor, _ direction: Int, _ shape: RecurrenceShape)
    -> [Float]
  {
    let rows = shape.time * shape.batch
    let width = Self.gates * shape.hidden
    var result = [Float](repeating: 0, count: rows * width)
    if result.isEmpty || data.isEmpty { return result }
    result.withUnsafeMutableBufferPointer { result in
      data.withUnsafeBufferPointer { data in
        weights.readingFloats { weights in
          MatrixProduct.accumulate(
            m: rows, n: width, k: shape.features, a: data.baseAddress!, lda: shape.features,
            b: weights + direction * width * shape.features, ldb: 1, bStep: shape.features,
            c: result.baseAddress!, ldc: width)
        }
      }
    }
    return result
  }
}
