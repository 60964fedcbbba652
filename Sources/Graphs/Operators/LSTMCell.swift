import Tensors

/// New cell state of an LSTM step: `c = σ(f) ⊙ c' + σ(i) ⊙ tanh(g)`.
/// Inputs: projected, recurrent, previous cell state. Gates in ONNX order: i, o, f, g.
struct LSTMCellState: RecurrentCell {
  static let name = "LSTMCellState"
  static let inputCount = 3...3
  let step: Int
  let hidden: Int

  var operationsPerElement: Int { 3 * Work.transcendental + 6 }

  func cell(_ inputs: [Tensor], output: Box, result: UnsafeMutablePointer<Float>) throws {
    let sums = GateSums(inputs[0], inputs[1], output: output, hidden: hidden)
    let input = sums.gate(0, VectorMath.sigmoid)
    let forget = sums.gate(2, VectorMath.sigmoid)
    let candidate = sums.gate(3, VectorMath.tanh)
    inputs[2].readingFloats { previous in
      for index in input.indices {
        result[index] = forget[index] * previous[index] + input[index] * candidate[index]
      }
    }
  }
}

/// Output of an LSTM step: `h = σ(o) ⊙ tanh(c)`. Inputs: projected, recurrent, the new cell state.
struct LSTMCellOutput: RecurrentCell {
  static let name = "LSTMCellOutput"
  static let inputCount = 3...3
  let step: Int
  let hidden: Int

  var operationsPerElement: Int { 2 * Work.transcendental + 2 }

  func cell(_ inputs: [Tensor], output: Box, result: UnsafeMutablePointer<Float>) throws {
    let gate = GateSums(inputs[0], inputs[1], output: output, hidden: hidden).gate(1, VectorMath.sigmoid)
    var state = inputs[2].floats
    state.withUnsafeMutableBufferPointer { VectorMath.tanh($0) }
    for index in gate.indices { result[index] = gate[index] * state[index] }
  }
}
