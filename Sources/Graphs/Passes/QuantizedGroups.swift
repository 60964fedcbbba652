import Tensors

extension Graph {
  /// Turns what models quantised with pairs of QuantizeLinear and DequantizeLinear mean into products of integers: a Conv,
  /// MatMul or Gemm of dequantised data and weights whose result is quantised again becomes an integer product with
  /// bias and requantisation, which fusion makes its epilogue.
  ///
  /// The sums are exact where the dequantised product rounds each step to fp32, and a code is the nearest to the exact result
  /// of what the file says, unless that lies within 2⁻²² of itself from a tie. So a code may differ by one from the
  /// dequantised product's where the two lie on different sides of a tie, and nowhere else: a chip with integer engines
  /// computes these codes, a runtime that dequantises computes those.
  public func applyingQuantizedGroups() throws -> Graph {
    var graph = self
    graph.nodes = []
    let uses = useCounts
    var makers: [ValueIndex: Node] = [:]
    for node in nodes { for output in node.outputs { makers[output] = node } }
    for node in nodes {
      if let group = try QuantizedGroup(endingWith: node, in: self, makers: makers, uses: uses) {
        try group.append(to: &graph)
      } else {
        graph.nodes.append(node)
      }
    }
    return graph.applyingDeadNodeRemoval()
  }
}

/// A product between dequantised operands and a quantisation of its result.
struct QuantizedGroup {
  private let name: String
  private let output: ValueIndex
  private let product: Node
  private let data: Codes
  private let weights: Codes
  /// `int32`, in steps of the scales of data and weights.
  private let bias: Tensor?
  private let result: (scale: Float, zeroPoint: Tensor)
  private let isRectified: Bool

  /// A dequantised tensor.
  private struct Codes {
    var value: ValueIndex
    var scales: [Float]
    var zeroPoint: Int32
    var axis: Int
  }

  /// nil where the node does not end such a group.
  init?(
    endingWith node: Node, in graph: Graph, makers: [ValueIndex: Node], uses: [Int]
  ) throws {
    guard let quantize = node.operation as? QuantizeLinear, quantize.blockSize == 0,
      quantize.precision == nil,
      let result = try QuantizedGroup.result(of: node, in: graph), let input = node.inputs[0],
      uses[input] == 1, var product = makers[input], product.epilogue.isEmpty
    else { return nil }
    isRectified = product.operation is Relu
    if isRectified {
      guard let source = product.inputs[0], uses[source] == 1, let maker = makers[source],
        maker.epilogue.isEmpty
      else { return nil }
      product = maker
    }
    guard let axis = QuantizedGroup.channelAxis(of: product, in: graph),
      let data = try QuantizedGroup.codes(product.inputs[0], in: graph, makers), data.scales.count == 1,
      let weights = try QuantizedGroup.codes(product.inputs[1], in: graph, makers),
      graph.isConstant(weights.value), weights.scales.count == 1 || weights.axis == axis
    else { return nil }
    if product.inputs.count > 2, let addend = product.inputs[2] {
      guard let bias = try QuantizedGroup.bias(addend, data, weights, in: graph, makers) else { return nil }
      self.bias = bias
    } else {
      bias = nil
    }
    (name, output, self.product) = (node.name, node.outputs[0], product)
    (self.data, self.weights, self.result) = (data, weights, result)
  }

  private static func result(
    of node: Node, in graph: Graph
  ) throws -> (scale: Float, zeroPoint: Tensor)? {
    let type = graph.values[node.outputs[0]].type
    guard [.int8, .uint8].contains(type.element), let scale = node.inputs[1], graph.isConstant(scale),
      graph.values[scale].type.elementCount == 1
    else { return nil }
    guard node.inputs.count > 2, let point = node.inputs[2] else {
      return (try graph.constant(scale).floats[0], Tensor(zeros: TensorType(type.element, [])))
    }
    guard graph.isConstant(point) else { return nil }
    return (try graph.constant(scale).floats[0], try graph.constant(point).reshaped(to: []))
  }

  /// The axis of the weights along which output channels run; nil where the node is no product that is known here.
  private static func channelAxis(of node: Node, in graph: Graph) -> Int? {
    switch node.operation {
    case is Conv: return 0
    case let gemm as Gemm where gemm.alpha == 1 && gemm.beta == 1 && !gemm.transposesA:
      return gemm.transposesB ? 0 : 1
    case is MatMul:
      let rank = node.inputs[1].map { graph.values[$0].type.shape.count }
      return rank == 2 ? 1 : nil
    default: return nil
    }
  }

  private static func codes(
    _ value: ValueIndex?, in graph: Graph, _ makers: [ValueIndex: Node]
  ) throws -> Codes? {
    guard let value, let node = makers[value], node.epilogue.isEmpty,
      let dequantize = node.operation as? DequantizeLinear, dequantize.blockSize == 0,
      let stored = node.inputs[0], let scale = node.inputs[1], graph.isConstant(scale)
    else { return nil }
    let type = graph.values[stored].type
    guard [.int8, .uint8, .int32].contains(type.element), type.quantization == nil else { return nil }
    var zeroPoint: Int32 = 0
    if node.inputs.count > 2, let point = node.inputs[2] {
      guard graph.isConstant(point) else { return nil }
      let points = Set(try graph.constant(point).integers)
      guard points.count == 1, let only = points.first else { return nil }
      zeroPoint = Int32(only)
    }
    let scales = try graph.constant(scale).floats
    let axis = scales.count == 1 ? 0 : try Axes.normalized(dequantize.axis, rank: type.shape.count)
    return Codes(value: stored, scales: scales, zeroPoint: zeroPoint, axis: axis)
  }

  /// A bias in steps of the sums; nil where it is no constant in whole steps.
  private static func bias(
    _ value: ValueIndex, _ data: Codes, _ weights: Codes, in graph: Graph, _ makers: [ValueIndex: Node]
  ) throws -> Tensor? {
    guard graph.values[value].type.shape.count == 1 else { return nil }
    let reals: [Float]
    if graph.isConstant(value) {
      reals = try graph.constant(value).floats
    } else if let node = makers[value], node.operation is DequantizeLinear, node.epilogue.isEmpty,
      node.inputs.allSatisfy({ $0.map(graph.isConstant) ?? true })
    {
      let inputs = try node.inputs.map { try $0.map { try graph.constant($0) } }
      reals = try NodeEvaluator(node, in: graph).evaluate(inputs: inputs)[0].floats
    } else {
      return nil
    }
    var codes: [Int64] = []
    for (index, real) in reals.enumerated() {
      let step = weights.scales[weights.scales.count == 1 ? 0 : index % weights.scales.count] * data.scales[0]
      let code = (Double(real) / Double(step)).rounded()
      // fp32 holds the product of code and scale to one part in 2²³ or so.
      guard abs(code) < 0x1p31, abs(Double(real) - code * Double(step)) <= abs(Double(real)) * 0x1p-21 else {
        return nil
      }
      codes.append(Int64(code))
    }
    return Tensor(TensorType(.int32, [codes.count]), integers: codes)
  }

  /// The group as integer product, bias, requantisation and, where it was rectified above the least code, a limit.
  func append(to graph: inout Graph) throws {
    let points = ZeroPoints(a: data.zeroPoint, b: weights.zeroPoint)
    let isConvolution = product.operation is Conv
    let trailing = isConvolution ? graph.values[output].type.shape.count - 2 : 0
    func perChannel(_ tensor: Tensor) -> Tensor {
      tensor.elementCount == 1
        ? tensor.reshaped(to: []) : tensor.reshaped(to: tensor.shape + [Int](repeating: 1, count: trailing))
    }
    var operation: any IntegerProduct = MatMulInteger()
    var right = weights.value
    if let convolution = product.operation as? Conv {
      operation = ConvInteger(convolution: convolution)
    } else if let gemm = product.operation as? Gemm, gemm.transposesB {
      right = try graph.appendFolded(
        "\(name).weights", Transpose(permutation: [1, 0]), [weights.value])
    }
    operation.bound = points
    var running = try graph.append("\(name).product", operation, [data.value, right])
    if let bias {
      let addend = graph.addConstant("\(name).bias", perChannel(bias))
      running = try graph.append("\(name).sum", Add(), [running, addend])
    }
    let factors = weights.scales.map { data.scales[0] * $0 / result.scale }
    let factor = graph.addConstant(
      "\(name).factor", perChannel(Tensor(TensorType(.float32, [factors.count]), floats: factors)))
    let point = graph.addConstant("\(name).zeroPoint", result.zeroPoint)
    let least = result.zeroPoint.type.element.integerRange?.lowerBound ?? 0
    var last = Node(
      name: name, operation: Requantize(), inputs: [running, factor, point], outputs: [output])
    if isRectified, result.zeroPoint.integers[0] > least {
      let codes = try graph.append("\(name).codes", Requantize(), last.inputs)
      last = Node(name: name, operation: Max(), inputs: [codes, point], outputs: [output])
    }
    graph.nodes.append(last)
  }
}
