import Tensors

/// Output of a GRU step: `h = (1 − z) ⊙ n + z ⊙ h'`, gates in ONNX order: z, r, n.
///
/// With the reset after the product (`linear_before_reset`), inputs are projected, recurrent (three gates) and the
/// previous state, and `n = tanh(x_n + r ⊙ recurrent_n)`. With the reset before it, they are projected, recurrent
/// (two gates), the product of the reset state, and the previous state.
struct GRUCell: RecurrentCell {
  static let name = "GRUCell"
  static let inputCount = 3...4
  let step: Int
  let hidden: Int

  var operationsPerElement: Int { 3 * Work.transcendental + 8 }

  func cell(_ inputs: [Tensor], output: Box, result: UnsafeMutablePointer<Float>) throws {
    let sums = GateSums(inputs[0], inputs[1], output: output, hidden: hidden)
    let update = sums.gate(0, VectorMath.sigmoid)
    var candidate = sums.part(2, of: sums.projected)
    if inputs.count == 4 {
      let product = inputs[2].floats
      for index in candidate.indices { candidate[index] += product[index] }
    } else {
      let reset = sums.gate(1, VectorMath.sigmoid)
      let product = sums.part(2, of: sums.recurrent)
      for index in candidate.indices { candidate[index] += reset[index] * product[index] }
    }
    candidate.withUnsafeMutableBufferPointer { VectorMath.tanh($0) }
    inputs[inputs.count - 1].readingFloats { previous in
      for index in candidate.indices {
        result[index] = (1 - update[index]) * candidate[index] + update[index] * previous[index]
      }
    }
  }
}

/// The state that a GRU step multiplies when the reset comes first: `σ(r) ⊙ h'`. Inputs: projected, recurrent,
/// previous state.
struct GRUReset: RecurrentCell {
  static let name = "GRUReset"
  static let inputCount = 3...3
  let step: Int
  let hidden: Int

  var operationsPerElement: Int { Work.transcendental + 2 }

  func cell(_ inputs: [Tensor], output: Box, result: UnsafeMutablePointer<Float>) throws {
    let reset = GateSums(inputs[0], inputs[1], output: output, hidden: hidden).gate(1, VectorMath.sigmoid)
    inputs[2].readingFloats { previous in
      for index in reset.indices { result[index] = reset[index] * previous[index] }
    }
  }
}

/// Output of a step of a plain RNN: `h = tanh(projected + recurrent)`.
struct RNNCell: RecurrentCell {
  static let name = "RNNCell"
  static let inputCount = 2...2
  let step: Int
  let hidden: Int

  var operationsPerElement: Int { Work.transcendental + 1 }

  func cell(_ inputs: [Tensor], output: Box, result: UnsafeMutablePointer<Float>) throws {
    let state = GateSums(inputs[0], inputs[1], output: output, hidden: hidden).gate(0, VectorMath.tanh)
    for index in state.indices { result[index] = state[index] }
  }
}
