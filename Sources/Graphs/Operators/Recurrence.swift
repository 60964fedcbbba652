import Tensors

/// What LSTM, GRU and RNN are told alike.
struct RecurrenceAttributes: Sendable {
  enum Direction: String, CaseIterable, Sendable {
    case forward, reverse, bidirectional
  }

  var direction: Direction
  var hidden: Int?
  /// Cell activations, those of one direction behind the other.
  var activations: [CellActivation]
  var clip: Float?
  /// Batch before time.
  var isBatchFirst: Bool

  var directions: Int { direction == .bidirectional ? 2 : 1 }

  init(attributes: inout AttributeReader, defaults: [CellActivation]) throws {
    let text = try attributes.string("direction") ?? "forward"
    guard let direction = Direction(rawValue: text) else {
      throw GraphError("direction “\(text)” is unknown", remedy: "forward, reverse or bidirectional")
    }
    self.direction = direction
    hidden = try attributes.integer("hidden_size")
    clip = try attributes.float("clip")
    isBatchFirst = try attributes.integer("layout") == 1
    let alphas = try attributes.floats("activation_alpha") ?? []
    let betas = try attributes.floats("activation_beta") ?? []
    let count = direction == .bidirectional ? 2 : 1
    guard let names = try attributes.strings("activations") else {
      activations = (0..<count).flatMap { _ in defaults }
      return
    }
    guard names.count == defaults.count * count else {
      throw GraphError("activations has \(names.count) names", remedy: "\(defaults.count * count) are needed")
    }
    activations = try CellActivation.list(named: names, alphas: alphas, betas: betas)
  }
}

/// The lengths of a recurrent layer.
struct RecurrenceShape: Sendable {
  var time: Int
  var batch: Int
  var features: Int
  var hidden: Int
  var directions: Int
  var isBatchFirst: Bool

  /// - Throws: `GraphError` naming the shapes that do not fit.
  init(_ attributes: RecurrenceAttributes, gates: Int, inputs: [[Int]?]) throws {
    guard inputs.count >= 3, let data = inputs[0], let weights = inputs[1], let recurrent = inputs[2],
      data.count == 3, weights.count == 3, recurrent.count == 3
    else { throw GraphError("a recurrent layer needs data, W and R of rank 3") }
    hidden = attributes.hidden ?? recurrent[2]
    directions = attributes.directions
    isBatchFirst = attributes.isBatchFirst
    time = data[isBatchFirst ? 1 : 0]
    batch = data[isBatchFirst ? 0 : 1]
    features = data[2]
    let wantedWeights = [directions, gates * hidden, features]
    let wantedRecurrent = [directions, gates * hidden, hidden]
    guard weights == wantedWeights, recurrent == wantedRecurrent else {
      throw GraphError(
        "data \(data), W \(weights) and R \(recurrent) do not fit together",
        remedy: "W needs \(wantedWeights) and R \(wantedRecurrent)")
    }
    if inputs.count > 3, let bias = inputs[3], bias != [directions, 2 * gates * hidden] {
      throw GraphError(
        "B \(bias) does not fit W \(weights)", remedy: "it needs \([directions, 2 * gates * hidden])")
    }
    for (index, wanted) in [(4, [batch]), (5, state), (6, state), (7, [directions, 3 * hidden])] {
      if index < inputs.count, let given = inputs[index], given != wanted {
        throw GraphError(
          "input \(index) of a recurrent layer has shape \(given)", remedy: "it needs \(wanted)")
      }
    }
  }

  /// Of all hidden states.
  var sequence: [Int] {
    isBatchFirst ? [batch, time, directions, hidden] : [time, directions, batch, hidden]
  }

  /// Of the last state.
  var state: [Int] { isBatchFirst ? [batch, directions, hidden] : [directions, batch, hidden] }

  /// Where the state of a batch item begins in the sequence.
  func sequenceOffset(time step: Int, direction: Int, item: Int) -> Int {
    let row =
      isBatchFirst
      ? (item * time + step) * directions + direction : (step * directions + direction) * batch + item
    return row * hidden
  }

  func stateOffset(direction: Int, item: Int) -> Int {
    (isBatchFirst ? item * directions + direction : direction * batch + item) * hidden
  }

  /// Where the features of a batch item begin in the data.
  func dataOffset(time step: Int, item: Int) -> Int {
    (isBatchFirst ? item * time + step : step * batch + item) * features
  }
}

/// A recurrent layer: an operator whose cell turns the previous state and a step's inputs into the next state.
protocol RecurrentOperator: Operator {
  static var gates: Int { get }
  /// Whether there is a cell state beside the hidden state, and a third output with its last value.
  static var hasCellState: Bool { get }
  var attributes: RecurrenceAttributes { get }

  /// Advances one batch item by one step in place.
  func advance(_ step: inout RecurrenceStep)
}

/// One step of one batch item of one direction.
struct RecurrenceStep {
  /// `x·Wᵀ`, gate after gate.
  var projected: [Float]
  let recurrence: RecurrenceWeights
  var hidden: [Float]
  /// `h·Rᵀ` gate after gate, where it was computed for all batch items together.
  var stateProducts: [Float]?
  var cell: [Float]
  let activations: ArraySlice<CellActivation>
  let clip: Float?

  /// `h·Rᵀ` of one gate.
  func stateProduct(_ gate: Int) -> [Float] {
    guard let stateProducts else { return recurrence.product(gate, hidden) }
    return Array(stateProducts[gate * hidden.count..<(gate + 1) * hidden.count])
  }

  /// `function(clip(values))`, the activation with this number.
  func activate(_ number: Int, _ values: [Float]) -> [Float] {
    var result = values
    if let clip { for index in result.indices { result[index] = min(max(result[index], -clip), clip) } }
    activations[activations.startIndex + number].apply(&result)
    return result
  }
}

/// R, B and P of one direction.
struct RecurrenceWeights {
  let hidden: Int
  /// [gates · H, H]
  let recurrent: ArraySlice<Float>
  /// Biases of the input's share, then of the state's; nil when there are none.
  let bias: ArraySlice<Float>?
  /// Peephole weights i, o, f of an LSTM.
  let peephole: ArraySlice<Float>?
  let gates: Int

  /// `state · R[gate]ᵀ`, sums in index order.
  func product(_ gate: Int, _ state: [Float]) -> [Float] {
    recurrent.withUnsafeBufferPointer { weights in
      (0..<hidden).map { row in
        let line = weights.baseAddress! + (gate * hidden + row) * hidden
        return state.withUnsafeBufferPointer { state in
          var sum: Float = 0
          for index in 0..<hidden { sum += line[index] * state[index] }
          return sum
        }
      }
    }
  }

  func inputBias(_ gate: Int, _ index: Int) -> Float {
    bias.map { $0[$0.startIndex + gate * hidden + index] } ?? 0
  }

  func stateBias(_ gate: Int, _ index: Int) -> Float {
    bias.map { $0[$0.startIndex + (gates + gate) * hidden + index] } ?? 0
  }

  func peep(_ gate: Int, _ index: Int) -> Float {
    peephole.map { $0[$0.startIndex + gate * hidden + index] } ?? 0
  }
}
