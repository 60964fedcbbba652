import Tensors

/// Weights of one direction of a recurrent layer, cut out of the layer's tensors.
struct RecurrentWeights {
  /// [gates · H, I]
  var input: ValueIndex
  /// [gates · H, H]; the first two gates of a GRU whose reset comes before the product.
  var recurrent: ValueIndex
  /// [H, H], for such a GRU.
  var candidate: ValueIndex?
  /// Added to the projection: both biases, unless the recurrent one is added elsewhere.
  var inputBias: ValueIndex?
  var recurrentBias: ValueIndex?

  init(_ layer: RecurrentLayer, direction: Int, name: String, in graph: inout Graph) throws {
    let hidden = layer.hidden
    let rows = layer.kind.gates * hidden
    let (inputs, states) = (layer.node.inputs[1]!, layer.node.inputs[2]!)
    input = graph.part(of: inputs, "\(name).W", from: [direction, 0, 0], [rows, layer.inputLength])
    var sum = true
    switch layer.kind {
    case .gru(resetsAfterProduct: false):
      recurrent = graph.part(of: states, "\(name).R", from: [direction, 0, 0], [2 * hidden, hidden])
      candidate = graph.part(of: states, "\(name).Rn", from: [direction, 2 * hidden, 0], [hidden, hidden])
    case .gru(resetsAfterProduct: true):
      recurrent = graph.part(of: states, "\(name).R", from: [direction, 0, 0], [rows, hidden])
      sum = false
    case .lstm, .rnn:
      recurrent = graph.part(of: states, "\(name).R", from: [direction, 0, 0], [rows, hidden])
    }
    guard layer.node.inputs.count > 3, let bias = layer.node.inputs[3] else { return }
    let whole = try graph.constant(bias, box: Box(lower: [direction, 0], extent: [1, 2 * rows])).floats
    let (first, second) = (Array(whole[..<rows]), Array(whole[rows...]))
    let type = TensorType(.float32, [rows])
    let added = sum ? zip(first, second).map { $0 + $1 } : first
    inputBias = graph.addConstant("\(name).bias", Tensor(type, floats: added))
    if !sum { recurrentBias = graph.addConstant("\(name).recurrentBias", Tensor(type, floats: second)) }
  }
}

extension Graph {
  /// Appends a node whose output is a new value.
  mutating func append(
    _ name: String, _ operation: any Operator, _ inputs: [ValueIndex?]
  ) throws -> ValueIndex {
    var inputs = inputs
    while inputs.last == .some(nil) { inputs.removeLast() }
    let node = try makeNode(name, operation, inputs: inputs)
    nodes.append(node)
    return node.outputs[0]
  }

  /// A constant that is a part of another, with its leading axis dropped.
  mutating func part(of value: ValueIndex, _ name: String, from lower: [Int], _ shape: [Int]) -> ValueIndex {
    let whole = values[value]
    return addValue(
      name, whole.type.withShape(shape), .part(whole.initializer!, from: whole.type, lower: lower))
  }

  /// Tensors joined along an axis; the tensor itself where there is only one.
  mutating func joined(_ name: String, _ parts: [ValueIndex], axis: Int) throws -> ValueIndex {
    parts.count == 1 ? parts[0] : try append(name, Concat(axis: axis), parts)
  }

  /// Tensors joined along an axis into a value that is already there.
  mutating func join(_ parts: [ValueIndex], axis: Int, into output: ValueIndex, name: String) throws {
    let operation: any Operator = parts.count == 1 ? Identity() : Concat(axis: axis)
    nodes.append(Node(name: name, operation: operation, inputs: parts, outputs: [output]))
  }
}
