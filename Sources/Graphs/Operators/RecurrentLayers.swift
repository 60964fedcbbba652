import Tensors

/// ONNX `LSTM`, gates in the order i, o, f, c; with peepholes, clipping, either direction or both.
struct LSTM: RecurrentOperator {
  static let name = "LSTM"
  static let inputCount = 3...8
  static let gates = 4
  static let hasCellState = true
  var attributes: RecurrenceAttributes
  /// Whether what the input gate lets in is what the forget gate drops.
  var couplesGates: Bool

  init(attributes reader: inout AttributeReader) throws {
    attributes = try RecurrenceAttributes(attributes: &reader, defaults: [.sigmoid, .tanh, .tanh])
    couplesGates = try reader.integer("input_forget") == 1
  }

  func advance(_ step: inout RecurrenceStep) {
    let weights = step.recurrence
    let sums = (0..<4).map { gate -> [Float] in
      let state = step.stateProduct(gate)
      return (0..<weights.hidden).map {
        step.projected[gate * weights.hidden + $0] + state[$0] + weights.inputBias(gate, $0)
          + weights.stateBias(gate, $0)
      }
    }
    let input = step.activate(0, peeped(sums[0], 0, step.cell, weights))
    let forget =
      couplesGates ? input.map { 1 - $0 } : step.activate(0, peeped(sums[2], 2, step.cell, weights))
    let candidate = step.activate(1, sums[3])
    step.cell = step.cell.indices.map { forget[$0] * step.cell[$0] + input[$0] * candidate[$0] }
    let output = step.activate(0, peeped(sums[1], 1, step.cell, weights))
    var squashed = step.cell
    step.activations[step.activations.startIndex + 2].apply(&squashed)
    step.hidden = squashed.indices.map { output[$0] * squashed[$0] }
  }

  private func peeped(_ sums: [Float], _ gate: Int, _ cell: [Float], _ weights: RecurrenceWeights) -> [Float]
  {
    weights.peephole == nil ? sums : sums.indices.map { sums[$0] + weights.peep(gate, $0) * cell[$0] }
  }
}

/// ONNX `GRU`, gates in the order z, r, h; the reset before or (with `linear_before_reset`) behind the product.
struct GRU: RecurrentOperator {
  static let name = "GRU"
  static let inputCount = 3...6
  static let gates = 3
  static let hasCellState = false
  var attributes: RecurrenceAttributes
  var isLinearBeforeReset: Bool

  init(attributes reader: inout AttributeReader) throws {
    attributes = try RecurrenceAttributes(attributes: &reader, defaults: [.sigmoid, .tanh])
    isLinearBeforeReset = try reader.integer("linear_before_reset") ?? 0 != 0
  }

  func advance(_ step: inout RecurrenceStep) {
    let weights = step.recurrence
    let hidden = weights.hidden
    let gates = (0..<2).map { gate -> [Float] in
      let state = step.stateProduct(gate)
      return step.activate(
        0,
        (0..<hidden).map {
          step.projected[gate * hidden + $0] + state[$0] + weights.inputBias(gate, $0)
            + weights.stateBias(gate, $0)
        })
    }
    let (update, reset) = (gates[0], gates[1])
    let share: [Float]
    if isLinearBeforeReset {
      let state = step.stateProduct(2)
      share = (0..<hidden).map { reset[$0] * (state[$0] + weights.stateBias(2, $0)) }
    } else {
      let state = weights.product(2, (0..<hidden).map { reset[$0] * step.hidden[$0] })
      share = (0..<hidden).map { state[$0] + weights.stateBias(2, $0) }
    }
    let candidate = step.activate(
      1, (0..<hidden).map { step.projected[2 * hidden + $0] + share[$0] + weights.inputBias(2, $0) })
    step.hidden = (0..<hidden).map { (1 - update[$0]) * candidate[$0] + update[$0] * step.hidden[$0] }
  }
}

/// ONNX `RNN`: `h = f(x·Wᵀ + h·Rᵀ + biases)`.
struct RNN: RecurrentOperator {
  static let name = "RNN"
  static let inputCount = 3...6
  static let gates = 1
  static let hasCellState = false
  var attributes: RecurrenceAttributes

  init(attributes reader: inout AttributeReader) throws {
    attributes = try RecurrenceAttributes(attributes: &reader, defaults: [.tanh])
  }

  func advance(_ step: inout RecurrenceStep) {
    let weights = step.recurrence
    let state = step.stateProduct(0)
    step.hidden = step.activate(
      0,
      (0..<weights.hidden).map {
        step.projected[$0] + state[$0] + weights.inputBias(0, $0) + weights.stateBias(0, $0)
      })
  }
}
