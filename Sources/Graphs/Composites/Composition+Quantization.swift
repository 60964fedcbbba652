import Tensors

extension Composition {
  /// A vector for the channels as it stretches over batch, channels and spatial axes; a scalar stays.
  mutating func perChannel(_ operand: Operand, spatialRank: Int) throws -> Operand {
    let shape = self.shape(of: operand)
    if shape.reduce(1, *) == 1 { return try reshaped(operand, to: []) }
    return try reshaped(operand, to: shape + [Int](repeating: 1, count: spatialRank))
  }

  mutating func reshaped(_ operand: Operand, to shape: [Int]) throws -> Operand {
    if self.shape(of: operand) == shape { return operand }
    return try add("Reshape", [operand, integers(shape)])
  }

  /// A scale or zero point of an operand of a matrix product as it stretches over the product.
  mutating func stretched(_ parameter: Operand, over operand: Operand, operand index: Int) throws -> Operand {
    let shape = try MatMulParameters.shape(
      index, operand: self.shape(of: operand), parameter: self.shape(of: parameter))
    return try reshaped(parameter, to: shape)
  }

  /// `a · b / y` in fp32.
  mutating func requantizingFactor(_ a: Operand, _ b: Operand, _ y: Operand) throws -> Operand {
    let product = try add("Mul", [try inFloat32(a), try inFloat32(b)])
    return try add("Div", [product, try inFloat32(y)])
  }

  mutating func inFloat32(_ operand: Operand) throws -> Operand {
    type(of: operand).element == .float32 ? operand : try add("Cast", [operand], ["to": .integer(1)])
  }
}
