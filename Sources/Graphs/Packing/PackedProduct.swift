import Tensors

/// A product whose second input is packed weights.
public protocol PackedOperation: Operator {
  /// The operator with its weights element by element.
  var dense: any Operator { get }
  var packing: WeightPacking { get }
}

/// A product with packed weights; it goes by the name of what it is a packed form of.
struct PackedProduct<Dense: Operator>: PackedOperation {
  static var name: String { Dense.name }
  static var inputCount: ClosedRange<Int> { Dense.inputCount }

  let product: Dense
  let packing: WeightPacking

  var dense: any Operator { product }

  init(_ product: Dense, packing: WeightPacking) {
    self.product = product
    self.packing = packing
  }

  init(attributes: inout AttributeReader) throws {
    throw GraphError("packed weights are made by a pass", remedy: "name the operator \(Dense.name)")
  }

  func outputTypes(for inputs: [OperatorInput?]) throws -> [TensorType] {
    try product.outputTypes(for: unpacked(inputs))
  }

  func evaluate(_ inputs: [Tensor?], outputs: [TensorType]) throws -> [Tensor] {
    var inputs = inputs
    inputs[1] = inputs[1].map { packing.unpacked($0, blocks: 0..<packing.blocks).computing }
    return try product.evaluate(inputs, outputs: outputs)
  }

  /// Products with stored weights.
  func work(inputs: [TensorType?], outputs: [TensorType]) -> Work {
    var types = inputs
    types[1] = packing.dense
    var work = product.work(inputs: types, outputs: outputs)
    let weights = packing.units * packing.placesPerUnit
    work.multiplyAccumulates = work.multiplyAccumulates / max(1, weights) * packing.stored(of: weights)
    return work
  }

  func form(inputs: [OperatorInput?], outputs: [TensorType]) -> Form {
    guard case .contraction(let contraction) = product.form(inputs: unpacked(inputs), outputs: outputs)
    else { return .host }
    return .contraction(PackedContraction(dense: contraction, packing: packing))
  }

  private func unpacked(_ inputs: [OperatorInput?]) -> [OperatorInput?] {
    var inputs = inputs
    inputs[1] = OperatorInput(type: packing.dense)
    return inputs
  }
}
