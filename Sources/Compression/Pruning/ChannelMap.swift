import Graphs
import Tensors

/// Which channel every position along one axis of a tensor belongs to, over a whole graph: what has to be cut where when a
/// channel goes.
///
/// Every product makes new channels along its output axis; operators tie the channels of their inputs and outputs (a residual
/// Add position by position, Concat one behind the other, Flatten each channel's elements in a row). An operator that
/// nothing is known of anchors the channels it reads: they have to stay.
struct ChannelMap {
  struct Axis {
    var axis: Int
    /// A channel for each position.
    var channels: [Int]
  }

  let graph: Graph
  /// Of computed values and of constants that are cut along.
  private(set) var axes: [ValueIndex: Axis] = [:]
  /// Constants that are cut along a second axis: weights by input and by output channels.
  private(set) var inputAxes: [ValueIndex: Axis] = [:]
  private(set) var ties = ChannelTies()
  /// Depthwise convolutions: their group count is their channel count.
  private(set) var depthwise: Set<NodeIndex> = []

  init(_ graph: Graph) {
    self.graph = graph
    for index in graph.nodes.indices { follow(index) }
    for output in graph.outputs {
      if let axis = axes[output] { ties.anchor(axis.channels, by: "they are the model's output") }
    }
  }

  private func shape(_ value: ValueIndex) -> [Int] { graph.values[value].type.shape }

  private mutating func follow(_ index: NodeIndex) {
    let node = graph.nodes[index]
    guard let output = node.outputs.first, node.outputs.count == 1, node.epilogue.isEmpty else {
      anchorInputs(of: node)
      return
    }
    if let product = graph.weightedProduct(of: node) {
      follow(product, index, node, output)
      return
    }
    switch node.operatorName {
    case "BatchNormalization": follow(normalization: node, output)
    case "MaxPool", "AveragePool", "GlobalAveragePool", "GlobalMaxPool", "Dropout", "Identity", "LpPool":
      passOn(node, output)
    // Sizes would name the number of channels, scales do not.
    case "Resize" where node.inputs.count < 4: passOn(node, output)
    case "Flatten", "Reshape", "Squeeze", "Unsqueeze": reshape(node, output)
    case "Concat": concatenate(node, output)
    case let name where ChannelMap.elementwise.contains(name): combine(node, output)
    default: anchorInputs(of: node)
    }
  }

  /// Operators that compute element by element, with broadcasting.
  private static let elementwise: Set<String> = [
    "Add", "Sub", "Mul", "Div", "Max", "Min", "Pow", "Relu", "LeakyRelu", "PRelu", "Elu", "Selu", "Celu",
    "Gelu",
    "Sigmoid", "Tanh", "HardSigmoid", "HardSwish", "Mish", "Softplus", "Softsign", "Clip", "Abs", "Neg",
    "Exp", "Log",
    "Sqrt", "Reciprocal", "Erf", "Ceil", "Floor", "Round", "Cast", "Sum", "Mean", "ThresholdedRelu",
  ]

  private mutating func anchorInputs(of node: Node) {
    for value in node.inputs.compactMap({ $0 }) + node.epilogueOperands {
      if let axis = axes[value] {
        ties.anchor(axis.channels, by: "“\(node.name)” (\(node.operatorName)) needs all of them")
      }
    }
  }

  private mutating func follow(
    _ product: WeightedProduct, _ index: NodeIndex, _ node: Node, _ output: ValueIndex
  ) {
    guard let input = node.inputs[0], let weights = node.inputs[1], axes[weights] == nil else {
      // Weights that several nodes share: cutting them for one would cut them for all.
      anchorInputs(of: node)
      if let weights = node.inputs[1], let axis = axes[weights] {
        ties.anchor(axis.channels, by: "“\(node.name)” shares their weights")
      }
      if let weights = node.inputs[1], let axis = inputAxes[weights] {
        ties.anchor(axis.channels, by: "“\(node.name)” shares their weights")
      }
      return
    }
    let channelAxis = node.operatorName == "Conv" ? 1 : shape(output).count - 1
    let count = shape(weights)[product.outputAxis]
    let made = ties.make(count)
    let known = axes[input].flatMap { isChannelAxis($0, of: input, node) ? $0.channels : nil }
    if known == nil { anchorInputs(of: node) }
    if product.groups > 1 {
      follow(groups: product.groups, index, node, made: made, known: known)
    } else if let known {
      inputAxes[weights] = Axis(axis: product.inputAxis, channels: known)
    }
    axes[weights] = Axis(axis: product.outputAxis, channels: made)
    axes[output] = Axis(axis: channelAxis, channels: made)
    if node.inputs.count > 2, let bias = node.inputs[2] { follow(addend: bias, made, of: node) }
  }

  /// Whether the tracked axis of an input is the one that a product sums over.
  private func isChannelAxis(_ axis: Axis, of value: ValueIndex, _ node: Node) -> Bool {
    axis.axis == (node.operatorName == "Conv" ? 1 : shape(value).count - 1)
  }

  private mutating func follow(groups: Int, _ index: NodeIndex, _ node: Node, made: [Int], known: [Int]?) {
    guard let known, known.count == groups, made.count % groups == 0 else {
      if let known { ties.anchor(known, by: "“\(node.name)” takes them in \(groups) groups") }
      ties.anchor(made, by: "“\(node.name)” makes them in \(groups) groups")
      return
    }
    depthwise.insert(index)
    let multiplier = made.count / groups
    for (position, channel) in made.enumerated() { ties.tie(channel, known[position / multiplier]) }
  }

  private mutating func follow(addend bias: ValueIndex, _ channels: [Int], of node: Node) {
    let shape = shape(bias)
    guard graph.holdsConstant(bias), axes[bias] == nil else {
      ties.anchor(channels, by: "“\(node.name)” adds what is no constant of its own")
      return
    }
    // A number that is added to all of them needs no cut.
    if let axis = shape.indices.last, shape[axis] == channels.count, channels.count > 1 {
      axes[bias] = Axis(axis: axis, channels: channels)
    } else if shape.reduce(1, *) != 1 {
      ties.anchor(channels, by: "“\(node.name)” adds \(shape)")
    }
  }

  private mutating func follow(normalization node: Node, _ output: ValueIndex) {
    guard let input = node.inputs[0], let axis = axes[input], axis.axis == 1 else {
      anchorInputs(of: node)
      return
    }
    axes[output] = axis
    for value in node.inputs.dropFirst().compactMap({ $0 }) {
      guard graph.holdsConstant(value), axes[value] == nil else {
        ties.anchor(axis.channels, by: "“\(node.name)” has statistics that are no constants of its own")
        continue
      }
      axes[value] = Axis(axis: 0, channels: axis.channels)
    }
  }

  /// Operators that treat every channel alike.
  private mutating func passOn(_ node: Node, _ output: ValueIndex) {
    guard let input = node.inputs[0], let axis = axes[input], axis.axis <= 1,
      shape(output).count == shape(input).count, shape(output)[axis.axis] == axis.channels.count
    else {
      anchorInputs(of: node)
      return
    }
    axes[output] = axis
  }

  /// The same elements under another shape: the axis stays, or is merged with those behind it.
  private mutating func reshape(_ node: Node, _ output: ValueIndex) {
    guard let input = node.inputs[0], let axis = axes[input] else { return }
    let (from, to) = (shape(input), shape(output))
    let before = from[..<axis.axis].reduce(1, *)
    let length = axis.channels.count
    var ahead = 1
    for (position, extent) in to.enumerated() {
      if ahead == before, extent >= length, extent % length == 0, extent > 1 || length == 1 {
        let inner = extent / length
        let behind = from[(axis.axis + 1)...].reduce(1, *)
        if inner == 1 || behind % inner == 0 {
          axes[output] = Axis(
            axis: position, channels: axis.channels.flatMap { [Int](repeating: $0, count: inner) })
          return
        }
      }
      ahead *= extent
    }
    anchorInputs(of: node)
  }

  private mutating func concatenate(_ node: Node, _ output: ValueIndex) {
    let inputs = node.inputs.compactMap { $0 }
    guard inputs.contains(where: { axes[$0] != nil }) else { return }
    let cut = inputs.indices.first { shape(inputs[$0]) != shape(output) }.flatMap { different in
      shape(output).indices.first { shape(inputs[different])[$0] != shape(output)[$0] }
    }
    guard let tracked = inputs.compactMap({ axes[$0]?.axis }).first,
      inputs.allSatisfy({ !graph.holdsConstant($0) && (axes[$0]?.axis ?? tracked) == tracked })
    else {
      anchorInputs(of: node)
      return
    }
    guard cut == nil || cut == tracked else {
      combine(node, output)
      return
    }
    var channels: [Int] = []
    for value in inputs {
      if let axis = axes[value] {
        channels += axis.channels
      } else {
        let fixed = ties.make(shape(value)[tracked])
        ties.anchor(fixed, by: "“\(graph.values[value].name)” is no product's result")
        channels += fixed
      }
    }
    axes[output] = Axis(axis: tracked, channels: channels)
  }

  /// Element by element: what broadcasts to one position belongs to one channel.
  private mutating func combine(_ node: Node, _ output: ValueIndex) {
    let values = node.inputs.compactMap { $0 }
    let rank = shape(output).count
    let places = values.compactMap { value in axes[value].map { $0.axis + rank - shape(value).count } }
    guard let place = places.first else { return }
    guard places.allSatisfy({ $0 == place }) else {
      anchorInputs(of: node)
      return
    }
    let count = shape(output)[place]
    let channels = ties.make(count)
    for value in values {
      let axis = place - (rank - shape(value).count)
      guard axis >= 0, shape(value)[axis] != 1 || count == 1 else { continue }
      if let known = axes[value], !graph.holdsConstant(value) {
        ties.tie(channels, known.channels)
      } else if graph.holdsConstant(value), axes[value] == nil {
        axes[value] = Axis(axis: axis, channels: channels)
      } else {
        ties.anchor(channels, by: "“\(node.name)” (\(node.operatorName)) combines them with others")
      }
    }
    axes[output] = Axis(axis: place, channels: channels)
  }
}
