import Documents
import Graphs
import Tensors

extension PrecisionRewriting {
  /// Brings the constant operand of a product, and its epilogue, into the product's format.
  /// - Parameter node: reads its first operand in that format already.
  mutating func store(_ node: inout Node, of index: NodeIndex, as format: NumberFormat) throws {
    guard node.inputs.count > 1, let weights = node.inputs[1], source.holdsConstant(weights),
      source.values[weights].type.isReal
    else { return }
    if case .integer(let format) = format {
      try store(&node, of: index, weights, as: format)
      return
    }
    if case .floating(let element) = format, element == source.values[weights].type.element { return }
    let tensor = try self.weights.tensor(of: weights, as: format) {
      try source.constant(weights).stored(as: format)
    }
    node.inputs[1] = addWeights(like: weights, format, tensor)
  }

  private func shape(_ value: ValueIndex) -> [Int] { source.values[value].type.shape }

  private mutating func addWeights(
    like weights: ValueIndex, _ format: NumberFormat, _ tensor: Tensor
  ) -> ValueIndex {
    graph.addConstant("\(source.values[weights].name).\(format.name)", tensor, isLearnable: true)
  }

  private mutating func store(
    _ node: inout Node, of index: NodeIndex, _ weights: ValueIndex, as format: IntegerFormat
  ) throws {
    let product = source.weightedProduct(of: node)
    var format = format
    // Operators whose weights have no known axis of output channels, or that add what is no constant, share one scale.
    let bias = node.inputs.count > 2 ? node.inputs[2] : nil
    if product == nil || bias.map({ !source.holdsConstant($0) }) ?? false { format.isPerChannel = false }
    let axis = product?.outputAxis ?? 0
    let shape = shape(weights)
    let quantized = try self.weights.codes(of: weights, as: format, axis: axis) {
      try QuantizedWeights(source.constant(weights), format: format, axis: axis)
    }
    guard format.fitsBytes else {
      node.inputs[1] = addWeights(like: weights, .integer(format), quantized.dequantized(axis: axis))
      return
    }
    if let product, let operation = product.integerOperation, case .contraction = try source.form(of: index) {
      try checkSums(of: node, weights: shape, outputs: shape[product.outputAxis], format)
      try makeIntegers(&node, operation, product, quantized, weights, format)
      return
    }
    let isShared = quantized.scales.count == 1
    let type = TensorType(
      quantized.codes.type.element, shape,
      quantization: Quantization(scale: isShared ? quantized.scales[0] : 1, zeroPoint: quantized.zeroPoint))
    node.inputs[1] = addWeights(
      like: weights, .integer(format), Tensor(type: type, bytes: quantized.codes.bytes))
    guard !isShared else { return }
    // Sums of codes get their scales before anything is added to them.
    var steps = [try step("Mul", "\(node.name).scale", addFactors(quantized.scales, of: node))]
    if let bias {
      node.inputs.removeLast()
      let tensor = try source.constant(bias)
      let shape = channelShape(tensor.elementCount, of: node)
      let constant = graph.addConstant("\(node.name).bias", tensor.reshaped(to: shape), isLearnable: true)
      steps.append(try step("Add", "\(node.name).bias", constant))
    }
    node.epilogue = steps + node.epilogue
  }

  /// - Throws: `InputError` where sums of that many products of codes may leave 31 bits.
  private func checkSums(
    of node: Node, weights: [Int], outputs: Int, _ format: IntegerFormat
  ) throws {
    let terms = weights.reduce(1, *) / max(1, outputs)
    let largest = Double(terms) * Double(1 << format.weightBits) * Double(1 << format.activationBits) / 2
    guard largest < 0x1p31 else {
      throw InputError(
        at: source.place(of: node),
        "sums \(terms) products of \(format.weightBits) by \(format.activationBits) bits, which may not fit "
          + "32 bits", remedy: "give it a format of fewer bits, or floating point")
    }
  }

  /// Sums of codes, the bias in steps of them, and back to real numbers.
  private mutating func makeIntegers(
    _ node: inout Node, _ operation: any Operator, _ product: WeightedProduct,
    _ quantized: QuantizedWeights, _ weights: ValueIndex, _ format: IntegerFormat
  ) throws {
    guard let input = node.inputs[0], let inputScale = graph.values[input].type.quantization?.scale else {
      preconditionFailure("an integer product reads codes")
    }
    var codes = quantized.codes
    if product.integerOperationTransposesWeights { codes = codes.transposed }
    let zeroPoint = quantized.zeroPoint
    let type = TensorType(
      codes.type.element, codes.shape,
      quantization: zeroPoint == 0 ? nil : Quantization(scale: 1, zeroPoint: zeroPoint))
    node.operation = operation
    node.inputs = [
      input,
      graph.addConstant(
        "\(source.values[weights].name).codes", Tensor(type: type, bytes: codes.bytes), isLearnable: true),
    ]
    let factors = quantized.scales.map { inputScale * $0 }
    var operands: [ValueIndex?] = [nil, addFactors(factors, of: node)]
    if let bias = try channelBias(of: node, outputs: shape(weights)[product.outputAxis]) {
      let sums = bias.floats.enumerated().map { channel, value -> Int64 in
        let steps = (value / factors[factors.count == 1 ? 0 : channel]).rounded(.toNearestOrEven)
        return Int64(min(max(steps.isNaN ? 0 : steps, -0x1p30), 0x1p30))
      }
      let shape = channelShape(sums.count, of: node)
      operands.append(
        graph.addConstant(
          "\(node.name).bias.codes", Tensor(TensorType(.int32, shape), integers: sums), isLearnable: true))
      node.epilogue.removeFirst()
    }
    node.epilogue.insert(
      EpilogueStep(name: "\(node.name).sums", operation: ScaledSums(), inputs: operands, position: 0), at: 0)
    try packCodes(of: &node, bits: format.weightBits)
  }

  /// Codes of fewer bits than a byte lie side by side, each in as many as it has.
  private mutating func packCodes(of node: inout Node, bits: Int) throws {
    guard bits < 8,
      let packing = try graph.weightPacking(of: node, valueBits: bits, sparsity: nil)
    else { return }
    _ = try graph.pack(weightsOf: &node, as: packing)
  }

  private func step(_ operation: String, _ name: String, _ operand: ValueIndex) throws -> EpilogueStep {
    EpilogueStep(
      name: name, operation: try OperatorRegistry.make(operation), inputs: [nil, operand], position: 0)
  }

  /// One factor, or one for each output channel.
  private mutating func addFactors(_ factors: [Float], of node: Node) -> ValueIndex {
    let shape = factors.count == 1 ? [] : channelShape(factors.count, of: node)
    return graph.addConstant("\(node.name).scale", Tensor(shape, factors))
  }

  /// The shape of one number for each output channel that broadcasts to a node's result.
  private func channelShape(_ count: Int, of node: Node) -> [Int] {
    let trailing =
      node.operatorName.hasPrefix("Conv") ? source.values[node.outputs[0]].type.shape.count - 2 : 0
    return [count] + [Int](repeating: 1, count: trailing)
  }

  /// The constant that the first step of the epilogue adds to every output channel.
  private func channelBias(of node: Node, outputs: Int) throws -> Tensor? {
    guard let step = node.epilogue.first, step.operatorName == "Add",
      let value = step.inputs[1 - step.position], source.holdsConstant(value)
    else { return nil }
    let rank = source.values[node.outputs[0]].type.shape.count
    let channelAxis = node.operatorName.hasPrefix("Conv") ? 1 : rank - 1
    let shape = source.values[value].type.shape
    let place = channelAxis - (rank - shape.count)
    guard shape.indices.contains(place), shape[place] == outputs, shape.reduce(1, *) == outputs else {
      return nil
    }
    return try source.constant(value)
  }
}

extension EpilogueStep {
  fileprivate var operatorName: String { type(of: operation).name }
}

extension Tensor {
  /// Weights in a format that is no integer.
  fileprivate func stored(as format: NumberFormat) -> Tensor {
    switch format {
    case .floating(let element): return converted(to: TensorType(element, shape))
    case .scaled(let element):
      let scale = PowerOfTwo.scale(for: ValueRange(floats).largestMagnitude, in: element)
      return Tensor(TensorType(element, shape, quantization: scale), floats: floats)
    case .tensorFloat32: return Tensor(shape, floats.map(RoundFraction.rounded))
    case .integer: preconditionFailure("codes have scales beside them")
    }
  }

  /// A matrix of bytes with rows and columns exchanged.
  fileprivate var transposed: Tensor {
    let (rows, columns) = (shape[0], shape[1])
    var result = [UInt8](repeating: 0, count: bytes.count)
    for row in 0..<rows {
      for column in 0..<columns { result[column * rows + row] = bytes[row * columns + column] }
    }
    return Tensor(type: TensorType(type.element, [columns, rows]), bytes: result)
  }
}
