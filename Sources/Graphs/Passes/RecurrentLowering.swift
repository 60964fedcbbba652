import Tensors

extension Graph {
  /// Unrolls LSTM, GRU and RNN over time: one product projects the input of all steps, then each step is a product
  /// with the state and one or two element-wise cells.
  ///
  /// Layers with constant weights, the default activations, time-major data and no clipping, peepholes or sequence
  /// lengths are lowered; others keep their operator and run on the host.
  public func applyingRecurrentLowering() throws -> Graph {
    var graph = self
    graph.nodes = []
    for node in nodes {
      if let layer = try RecurrentLayer(node, in: graph) {
        try layer.unroll(into: &graph)
      } else {
        graph.nodes.append(node)
      }
    }
    return graph.applyingDeadNodeRemoval()
  }
}

/// A recurrent layer that can be unrolled.
struct RecurrentLayer {
  enum Kind {
    case lstm, rnn
    case gru(resetsAfterProduct: Bool)

    var gates: Int {
      switch self {
      case .lstm: 4
      case .gru: 3
      case .rnn: 1
      }
    }
  }

  let kind: Kind
  let node: Node
  let hidden: Int
  let isReversed: [Bool]
  let steps: Int
  let batch: Int
  let inputLength: Int

  init?(_ node: Node, in graph: Graph) throws {
    let usual: [CellActivation]
    switch node.operation {
    case let lstm as LSTM where !lstm.couplesGates: (kind, usual) = (.lstm, [.sigmoid, .tanh, .tanh])
    case let gru as GRU:
      (kind, usual) = (.gru(resetsAfterProduct: gru.isLinearBeforeReset), [.sigmoid, .tanh])
    case is RNN: (kind, usual) = (.rnn, [.tanh])
    default: return nil
    }
    guard let attributes = (node.operation as? any RecurrentOperator)?.attributes else { return nil }
    let directions = attributes.directions
    guard !attributes.isBatchFirst, attributes.clip == nil, node.epilogue.isEmpty,
      attributes.activations == (0..<directions).flatMap({ _ in usual }),
      let input = node.inputs[0], RecurrentLayer.hasPlainInputs(node, in: graph)
    else { return nil }
    self.node = node
    isReversed = attributes.direction == .bidirectional ? [false, true] : [attributes.direction == .reverse]
    let shape = graph.values[input].type.shape
    hidden = graph.values[node.inputs[2]!].type.shape[2]
    (steps, batch, inputLength) = (shape[0], shape[1], shape[2])
  }

  /// Whether weights and biases are constants, and there are no sequence lengths and no peepholes.
  private static func hasPlainInputs(_ node: Node, in graph: Graph) -> Bool {
    node.inputs.enumerated().allSatisfy { position, value in
      switch position {
      case 1...3: value.map(graph.isConstant) ?? true
      case 4, 7: value == nil
      default: true
      }
    }
  }

  /// Replaces the layer's outputs: Y [T, D, B, H] and the last states [D, B, H].
  func unroll(into graph: inout Graph) throws {
    let rows = try graph.append(
      "\(node.name).rows", Reshape(shape: [steps * batch, inputLength]), [node.inputs[0]])
    var outputs: [ValueIndex] = []
    var states: [ValueIndex] = []
    var cells: [ValueIndex] = []
    for direction in isReversed.indices {
      let trace = try unroll(direction, rows: rows, into: &graph)
      let joined = try graph.joined("\(node.name).\(direction).all", trace.outputs, axis: 0)
      let shape = [steps, 1, batch, hidden]
      outputs.append(try graph.append("\(node.name).\(direction).sequence", Reshape(shape: shape), [joined]))
      for (last, list) in [(trace.lastState, 0), (trace.lastCell, 1)] {
        guard let last else { continue }
        let shaped = try graph.append(
          "\(node.name).\(direction).last\(list)", Reshape(shape: [1, batch, hidden]), [last])
        if list == 0 { states.append(shaped) } else { cells.append(shaped) }
      }
    }
    for (position, parts) in [outputs, states, cells].enumerated() where position < node.outputs.count {
      try graph.join(parts, axis: position == 0 ? 1 : 0, into: node.outputs[position], name: node.name)
    }
  }

  struct Trace {
    /// In order of time.
    var outputs: [ValueIndex]
    var lastState: ValueIndex?
    var lastCell: ValueIndex?
  }

  private func unroll(_ direction: Int, rows: ValueIndex, into graph: inout Graph) throws -> Trace {
    let name = "\(node.name).\(isReversed[direction] ? "backward" : "forward")"
    let weights = try RecurrentWeights(self, direction: direction, name: name, in: &graph)
    let product = try graph.append(
      "\(name).projection", Gemm(transposesB: true), [rows, weights.input, weights.inputBias])
    let projected = try graph.append(
      "\(name).projected", Reshape(shape: [steps, batch, kind.gates * hidden]), [product])
    var state = try initialState(5, direction, "\(name).state", in: &graph)
    var cell: ValueIndex?
    if case .lstm = kind { cell = try initialState(6, direction, "\(name).cell", in: &graph) }
    var outputs = [ValueIndex](repeating: 0, count: steps)
    for turn in 0..<steps {
      let step = isReversed[direction] ? steps - 1 - turn : turn
      let place = "\(name).\(step)"
      let recurrent = try graph.append(
        "\(place).product", Gemm(transposesB: true), [state, weights.recurrent, weights.recurrentBias])
      switch kind {
      case .lstm:
        cell = try graph.append(
          "\(place).cell", LSTMCellState(step: step, hidden: hidden), [projected, recurrent, cell])
        state = try graph.append(
          "\(place).output", LSTMCellOutput(step: step, hidden: hidden), [projected, recurrent, cell])
      case .gru(resetsAfterProduct: true):
        state = try graph.append(
          "\(place).output", GRUCell(step: step, hidden: hidden), [projected, recurrent, state])
      case .gru(resetsAfterProduct: false):
        let reset = try graph.append(
          "\(place).reset", GRUReset(step: step, hidden: hidden), [projected, recurrent, state])
        let candidate = try graph.append(
          "\(place).candidate", Gemm(transposesB: true), [reset, weights.candidate])
        state = try graph.append(
          "\(place).output", GRUCell(step: step, hidden: hidden), [projected, recurrent, candidate, state])
      case .rnn:
        state = try graph.append(
          "\(place).output", RNNCell(step: step, hidden: hidden), [projected, recurrent])
      }
      outputs[step] = state
    }
    return Trace(outputs: outputs, lastState: state, lastCell: cell)
  }

  /// The first state [B, H] of a direction: zeros unless the layer is given one.
  private func initialState(
    _ input: Int, _ direction: Int, _ name: String, in graph: inout Graph
  ) throws -> ValueIndex {
    guard input < node.inputs.count, let given = node.inputs[input] else {
      return graph.addConstant("\(name).zero", Tensor(zeros: TensorType(.float32, [batch, hidden])))
    }
    if graph.isConstant(given) {
      return graph.part(of: given, "\(name).first", from: [direction, 0, 0], [batch, hidden])
    }
    let slice = try graph.append(
      "\(name).slice", Slice(starts: [direction], ends: [direction + 1], axes: [0]), [given])
    return try graph.append("\(name).first", Reshape(shape: [batch, hidden]), [slice])
  }
}
