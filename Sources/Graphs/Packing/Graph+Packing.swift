import Documents
import Tensors

extension Graph {
  /// How the weights of a product would be packed; nil where they cannot be: the node is no product of one matrix of
  /// constants, or its elements are no whole bytes.
  /// - Parameters:
  ///   - valueBits: of a stored value; nil for as many as now.
  ///   - sparsity: what is left out; nil for nothing.
  public func weightPacking(
    of node: Node, valueBits: Int? = nil, sparsity: StructuredSparsity?
  ) throws -> WeightPacking? {
    guard node.inputs.count == 2, let weights = node.inputs[1], isConstant(weights) else { return nil }
    let form = try NodeEvaluator(node, in: self).form
    let (contraction, type, bits): (any Contraction, TensorType, Int)
    switch form {
    case .contraction(let packed as PackedContraction):
      (contraction, type, bits) = (packed.dense, packed.packing.dense, packed.packing.valueBits)
    case .contraction(let plain):
      (contraction, type, bits) = (plain, values[weights].type, values[weights].type.element.bitWidth)
    default: return nil
    }
    guard [8, 16, 32].contains(type.element.bitWidth),
      let axes = contraction.weightAxes(
        type.shape, output: Box(shape: values[node.outputs[0]].type.shape))
    else { return nil }
    // What is left out is the code 0, as signed multipliers have it.
    let zeroPoint = type.quantization?.zeroPoint ?? 0
    if sparsity != nil, zeroPoint != 0 || !type.element.isSigned { return nil }
    return WeightPacking(
      type, valueBits: valueBits ?? bits, sparsity: sparsity, columnAxis: axes.column, unitAxis: axes.unit)
  }

  /// Stores the weights of a product packed, in place of what they were. No other node may read them.
  /// - Returns: false, with nothing changed, where they have more numbers than the packing keeps.
  /// - Throws: `InputError` when they cannot be read.
  public mutating func pack(weightsOf node: inout Node, as packing: WeightPacking) throws -> Bool {
    guard let weights = node.inputs[1] else { return false }
    let old = node.operation as? any PackedOperation
    if let sparsity = packing.sparsity, old == nil,
      try !mayKeep(sparsity, of: weights, packing)
    {
      return false
    }
    let stored = try constant(weights)
    let dense = old.map { $0.packing.unpacked(stored, blocks: 0..<$0.packing.blocks) } ?? stored
    guard let packed = packing.packed(dense) else { return false }
    values[weights].type = packed.type
    values[weights].initializer = .dense(packed)
    let product: any Operator = old?.dense ?? node.operation
    node.operation = Graph.packed(product, packing)
    return true
  }

  private static func packed<Product: Operator>(
    _ product: Product, _ packing: WeightPacking
  ) -> any Operator {
    PackedProduct(product, packing: packing)
  }

  /// Whether weights may keep a sparsity: codes without a scale, as runs without numerics have them, are all zero, so that
  /// what they were made from is asked.
  private func mayKeep(
    _ sparsity: StructuredSparsity, of value: ValueIndex, _ packing: WeightPacking
  ) throws -> Bool {
    guard case .converted(let base, let type)? = values[value].initializer else { return true }
    let places = WeightPlaces(packing, shape: type.shape)
    let floats = try source(base, of: type, value).floats
    let count = packing.units * packing.placesPerUnit
    for column in 0..<packing.columns {
      for group in stride(from: 0, to: count, by: sparsity.of) {
        let members = group..<min(count, group + sparsity.of)
        if members.count(where: { floats[places.index(column, $0)] != 0 }) > sparsity.kept { return false }
      }
    }
    return true
  }

  private func source(_ base: Initializer, of type: TensorType, _ value: ValueIndex) throws -> Tensor {
    do {
      return try base.tensor(of: type, box: Box(shape: type.shape))
    } catch let error as GraphError {
      throw InputError(
        at: "\(name): value “\(values[value].name)”", error.reason, remedy: error.remedy)
    }
  }
}

extension Contraction {
  /// Axes of the second operand along which the product's columns and the units of its reduction run; nil where it is not
  /// one matrix whose other axes are places of one unit.
  fileprivate func weightAxes(_ shape: [Int], output: Box) -> (column: Int, unit: Int)? {
    guard groupAxes.isEmpty, shape.count >= 2, reductionUnits > 0, !output.isEmpty else { return nil }
    let all = 0..<reductionUnits
    let whole = inputBox(1, for: output, reduction: all)
    guard whole == Box(shape: shape) else { return nil }
    let first = output.replacing(columnAxis, with: output.lower(columnAxis)..<output.lower(columnAxis) + 1)
    let oneColumn = inputBox(1, for: first, reduction: all)
    let oneUnit = inputBox(1, for: output, reduction: 0..<1)
    let column = shape.indices.first { oneColumn.extent($0) != shape[$0] }
    let unit = shape.indices.first { oneUnit.extent($0) != shape[$0] }
    // Axes of length 1 do not show; the two axes of a matrix are the first two of all weights there are.
    guard let found = column ?? unit.map({ $0 == 0 ? 1 : 0 }) else { return nil }
    let other = unit ?? (found == 0 ? 1 : 0)
    let places = shape.indices.reduce(1) { $1 == found || $1 == other ? $0 : $0 * shape[$1] }
    guard found != other, shape[found] == output.extent(columnAxis), shape[other] == reductionUnits,
      places == reductionPerUnit
    else { return nil }
    return (found, other)
  }
}
