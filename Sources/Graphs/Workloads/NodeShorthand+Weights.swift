import Documents
import Tensors

extension NodeShorthand {
  /// Weights that follow from the operator and the shape of its data, by input position.
  func impliedWeights(
    _ inputs: [TensorType?], attributes: [String: AttributeValue]
  ) throws -> [Int: Value] {
    guard let data = inputs.first ?? nil else { return [:] }
    switch operation {
    case "Conv", "ConvTranspose": return try convolution(data, attributes)
    case "Gemm", "MatMul": return try product(data, attributes)
    case "LSTM": return try recurrent(data, attributes, gates: 4)
    case "GRU": return try recurrent(data, attributes, gates: 3)
    case "RNN": return try recurrent(data, attributes, gates: 1)
    case "BatchNormalization": return channelwise(data, statistics: true)
    case "InstanceNormalization": return channelwise(data, statistics: false)
    case "LayerNormalization": return try normalization(data, attributes)
    case "PRelu":
      guard data.shape.count > 1 else { return [:] }
      let shape = [data.shape[1]] + [Int](repeating: 1, count: data.shape.count - 2)
      return [1: weights.filled("\(name).slope", TensorType(data.element, shape), scale: 0.1, offset: 0.25)]
    default: return [:]
    }
  }

  private var hasBias: Bool { members["bias"]?.value != .bool(false) }

  private func count(_ word: String, _ meaning: String) throws -> Int {
    guard let member = members[word] else {
      throw GraphError(
        "“\(word)” is missing", remedy: "\(operation) needs \(meaning), or its weights as an input")
    }
    return try member.integer(in: 1...Int(Int32.max))
  }

  private func convolution(
    _ data: TensorType, _ attributes: [String: AttributeValue]
  ) throws -> [Int: Value] {
    if members["channels"] == nil, members["W"] != nil { return [:] }
    let channels = try count("channels", "the number of its output channels")
    guard data.shape.count > 2 else {
      throw GraphError(
        "\(operation) is given shape \(data.shape)",
        remedy: "it needs a batch, channels and at least one spatial axis")
    }
    guard case .integers(let kernel)? = attributes["kernel_shape"] else {
      throw GraphError("“kernel” is missing", remedy: "\(operation) needs the size of its kernel")
    }
    var groups = 1
    if case .integer(let given)? = attributes["group"] { groups = given }
    let inputs = data.shape[1]
    let positions = kernel.reduce(1, *)
    guard groups > 0, inputs % groups == 0, channels % groups == 0 else {
      throw GraphError(
        "\(inputs) input and \(channels) output channels cannot be cut into \(groups) groups",
        remedy: "groups must divide both")
    }
    let transposed = operation == "ConvTranspose"
    let shape = (transposed ? [inputs, channels / groups] : [channels, inputs / groups]) + kernel
    let fanIn = inputs / groups * positions
    var result = [
      1: weights.filled("\(name).W", TensorType(data.element, shape), scale: weights.scale(fanIn: fanIn))
    ]
    if hasBias {
      result[2] = weights.filled(
        "\(name).B", TensorType(data.element, [channels]), scale: weights.scale(fanIn: fanIn, gain: 1))
    }
    return result
  }

  private func product(
    _ data: TensorType, _ attributes: [String: AttributeValue]
  ) throws -> [Int: Value] {
    guard members["features"] != nil || members["bias"] != nil else { return [:] }
    let features = try count("features", "the number of its output features")
    guard let last = data.shape.last else { throw GraphError("\(operation) is given a scalar") }
    if operation == "MatMul" {
      let type = TensorType(data.element, [last, features])
      return [1: weights.filled("\(name).B", type, scale: weights.scale(fanIn: last, gain: weights.gain / 2))]
    }
    let inputs = attributes["transA"] == .integer(1) ? data.shape[0] : last
    let shape = attributes["transB"] == .integer(1) ? [features, inputs] : [inputs, features]
    var result = [
      1: weights.filled("\(name).B", TensorType(data.element, shape), scale: weights.scale(fanIn: inputs))
    ]
    if hasBias {
      result[2] = weights.filled(
        "\(name).C", TensorType(data.element, [features]), scale: weights.scale(fanIn: inputs, gain: 1))
    }
    return result
  }

  /// The bounds are those PyTorch draws recurrent weights from: `±1/sqrt(hidden)`.
  private func recurrent(
    _ data: TensorType, _ attributes: [String: AttributeValue], gates: Int
  ) throws -> [Int: Value] {
    guard case .integer(let hidden)? = attributes["hidden_size"], hidden > 0 else {
      throw GraphError("“hidden” is missing", remedy: "\(operation) needs the size of its state")
    }
    let directions = attributes["direction"] == .string("bidirectional") ? 2 : 1
    let scale = weights.scale(fanIn: hidden, gain: 1)
    let rows = gates * hidden
    func weight(_ slot: String, _ shape: [Int]) -> Value {
      weights.filled("\(name).\(slot)", TensorType(data.element, shape), scale: scale)
    }
    var result = [
      1: weight("W", [directions, rows, data.shape.last ?? 1]), 2: weight("R", [directions, rows, hidden]),
    ]
    if hasBias { result[3] = weight("B", [directions, 2 * rows]) }
    return result
  }

  /// Per-channel scale around 1, bias around 0 and, for batch normalisation, mean around 0 and variance around 1.
  private func channelwise(_ data: TensorType, statistics: Bool) -> [Int: Value] {
    guard data.shape.count > 1 else { return [:] }
    let type = TensorType(data.element, [data.shape[1]])
    var result = [
      1: weights.filled("\(name).scale", type, scale: 0.25, offset: 1),
      2: weights.filled("\(name).B", type, scale: 0.1),
    ]
    if statistics {
      result[3] = weights.filled("\(name).input_mean", type, scale: 0.1)
      result[4] = weights.filled("\(name).input_var", type, scale: 0.25, offset: 1)
    }
    return result
  }

  private func normalization(
    _ data: TensorType, _ attributes: [String: AttributeValue]
  ) throws -> [Int: Value] {
    var axis = data.shape.count - 1
    if case .integer(let given)? = attributes["axis"] { axis = given < 0 ? given + data.shape.count : given }
    guard data.shape.indices.contains(axis) else { return [:] }
    let type = TensorType(data.element, Array(data.shape[axis...]))
    var result = [1: weights.filled("\(name).Scale", type, scale: 0.25, offset: 1)]
    if hasBias { result[2] = weights.filled("\(name).B", type, scale: 0.1) }
    return result
  }
}
