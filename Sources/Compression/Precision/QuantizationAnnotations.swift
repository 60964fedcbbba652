import Documents
import Graphs
import Tensors

extension Graph {
  /// The graph with pairs of QuantizeLinear and DequantizeLinear before the operands of its products, and weights as codes:
  /// how quantised models are exchanged (ONNX). It computes in fp32; whoever runs it brings the pairs to integers.
  /// - Parameters:
  ///   - self: before fusion, so that biases are still inputs of their products.
  ///   - calibration: of this graph.
  /// - Throws: `InputError` for a format that has no such pair, or a value that no sample reached.
  public func annotated(as plan: PrecisionPlan, calibration: Calibration?) throws -> Graph {
    var annotation = QuantizationAnnotation(self, calibration)
    for node in nodes { try annotation.append(node, plan) }
    return annotation.graph.applyingDeadNodeRemoval()
  }

  /// The graph as `annotated` takes it: constants folded and BatchNormalization in the products before it.
  public func readyForAnnotation() throws -> Graph {
    try applyingConstantFolding().applyingBatchNormalizationFolding()
  }
}

private struct QuantizationAnnotation {
  let source: Graph
  let calibration: Calibration?
  var graph: Graph
  /// Dequantised values by what they were made from.
  private var dequantized: [Key: ValueIndex] = [:]

  private struct Key: Hashable {
    var value: ValueIndex
    var format: NumberFormat
  }

  init(_ graph: Graph, _ calibration: Calibration?) {
    source = graph
    self.calibration = calibration
    self.graph = graph
    self.graph.nodes = []
  }

  mutating func append(_ node: Node, _ plan: PrecisionPlan) throws {
    let format = plan.format(of: node)
    guard format != .floating(.float32), let product = source.weightedProduct(of: node),
      let input = node.inputs[0], let weights = node.inputs[1]
    else {
      graph.nodes.append(node)
      return
    }
    var result = node
    let scale: Float
    (result.inputs[0], scale) = try activation(input, format.storage)
    switch format {
    case .integer(let format):
      let codes = QuantizedWeights(try source.constant(weights), format: format, axis: product.outputAxis)
      result.inputs[1] = try dequantize(
        codes.codes, scales: codes.scales, zeroPoint: codes.zeroPoint, axis: product.outputAxis,
        "\(source.values[weights].name)")
      if format.fitsBytes, node.inputs.count > 2, let bias = node.inputs[2], source.holdsConstant(bias) {
        result.inputs[2] = try addBias(bias, scales: codes.scales.map { scale * $0 })
      }
    case .floating(let element), .scaled(let element):
      let tensor = try source.constant(weights)
      let wanted = format.scale(for: ValueRange(tensor.floats), element)
      result.inputs[1] = try dequantize(
        Tensor(TensorType(element, tensor.shape), floats: tensor.floats.map { $0 / wanted }),
        scales: [wanted],
        zeroPoint: nil, axis: 0, source.values[weights].name)
    case .tensorFloat32: break
    }
    graph.nodes.append(result)
  }

  /// A value behind its pair, and its scale.
  private mutating func activation(
    _ value: ValueIndex, _ format: NumberFormat
  ) throws -> (value: ValueIndex, scale: Float) {
    let name = source.values[value].name
    guard format.needsCalibration == false || calibration?[value] != nil else {
      throw InputError(
        at: "\(source.name): value “\(name)”", "was not reached by any sample",
        remedy: "calibrate with at least one sample")
    }
    let range = calibration?[value] ?? ValueRange([0])
    var stored = value
    let element: ElementType
    let scale: Float
    var zeroPoint: Int32?
    switch format {
    case .integer(let format):
      let codes = format.codes(for: range)
      (element, scale, zeroPoint) = (codes.element, codes.scale, codes.zeroPoint)
      if !codes.fillsElement, dequantized[Key(value: value, format: .integer(format))] == nil {
        stored = try append(
          "Clip", "\(name).reach", [value],
          ["min": .float(codes.reach.lowerBound), "max": .float(codes.reach.upperBound)], .float32)
      }
    case .floating(let eight) where eight.bitWidth == 8, .scaled(let eight):
      (element, scale) = (eight, format.scale(for: range, eight))
    default:
      throw InputError(
        .usage, at: source.name, "\(format.name) has no pair of QuantizeLinear and DequantizeLinear",
        remedy: "integers or 8-bit floating point have; write fp16 and bf16 with --prepared")
    }
    let key = Key(value: value, format: format)
    if let known = dequantized[key] { return (known, scale) }
    let step = graph.addConstant("\(name).scale", Tensor([], [scale]))
    let point = graph.addConstant("\(name).zeroPoint", QuantizationAnnotation.point(element, zeroPoint))
    let codes = try append("QuantizeLinear", "\(name).codes", [stored, step, point], [:], element)
    let real = try append("DequantizeLinear", "\(name).dequantized", [codes, step, point], [:], .float32)
    dequantized[key] = real
    return (real, scale)
  }

  private static func point(_ element: ElementType, _ zeroPoint: Int32?) -> Tensor {
    let type = TensorType(element, [])
    return zeroPoint.map { Tensor(type, integers: [Int64($0)]) } ?? Tensor(zeros: type)
  }

  /// An operator that keeps the shape of its first input.
  private mutating func append(
    _ operation: String, _ name: String, _ inputs: [ValueIndex], _ attributes: [String: AttributeValue],
    _ element: ElementType, shape: [Int]? = nil
  ) throws -> ValueIndex {
    let output = graph.addValue(name, TensorType(element, shape ?? graph.values[inputs[0]].type.shape))
    graph.nodes.append(
      try Node(name: name, operation: operation, attributes: attributes, inputs: inputs, outputs: [output]))
    return output
  }

  private mutating func dequantize(
    _ codes: Tensor, scales: [Float], zeroPoint: Int32?, axis: Int, _ name: String
  ) throws -> ValueIndex {
    let shape = scales.count == 1 ? [] : [scales.count]
    var inputs = [
      graph.addConstant("\(name).codes", codes, isLearnable: true),
      graph.addConstant("\(name).scale", Tensor(shape, scales)),
    ]
    if let zeroPoint, zeroPoint != 0 {
      inputs.append(
        graph.addConstant("\(name).zeroPoint", QuantizationAnnotation.point(codes.type.element, zeroPoint)))
    }
    return try append(
      "DequantizeLinear", "\(name).dequantized", inputs, ["axis": .integer(axis)], .float32)
  }

  /// A bias in whole steps of the sums.
  private mutating func addBias(_ bias: ValueIndex, scales: [Float]) throws -> ValueIndex {
    let tensor = try source.constant(bias)
    guard tensor.shape.count == 1, scales.count == 1 || scales.count == tensor.elementCount else {
      return bias
    }
    let codes = tensor.floats.enumerated().map { channel, value -> Int64 in
      let steps = (value / scales[scales.count == 1 ? 0 : channel]).rounded(.toNearestOrEven)
      return Int64(min(max(steps.isNaN ? 0 : steps, -0x1p30), 0x1p30))
    }
    return try dequantize(
      Tensor(TensorType(.int32, tensor.shape), integers: codes), scales: scales, zeroPoint: nil, axis: 0,
      source.values[bias].name)
  }
}

extension NumberFormat {
  /// The scale of 8-bit floating point: 1, or a power of two.
  fileprivate func scale(for range: ValueRange, _ element: ElementType) -> Float {
    guard case .scaled = self else { return 1 }
    return PowerOfTwo.scale(for: range.largestMagnitude, in: element)?.scale ?? 1
  }
}
