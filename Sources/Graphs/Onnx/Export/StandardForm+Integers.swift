import Tensors

// Products of integers as passes leave them, in the operators that ONNX has.
extension StandardForm {
  /// A zero point that a pass made part of a product, as an input again.
  mutating func zeroPoint(_ point: Int32, of operand: ValueIndex, name: String) -> ValueIndex {
    let type = TensorType(assembly.graph.values[operand].type.element, [])
    return constant(Tensor(type, integers: [Int64(point)]), name: name)
  }

  /// `saturate(round(sum · factor) + zero point)`: a quantisation with scale 1.
  mutating func appendRequantization(
    name: String, _ inputs: [ValueIndex], output: String
  ) throws -> ValueIndex {
    let types = inputs.map { assembly.graph.values[$0].type }
    guard types[2].shape.count <= 1, types[2].elementCount == 1, types[1].element == .float32 else {
      throw GraphError(
        "requantises with \(types[1].element.rawValue) factors and zero points \(types[2].shape)",
        remedy: "only fp32 factors and one zero point have an ONNX form")
    }
    let real = TensorType(.float32, [])
    let one = constant(Tensor(real, floats: [1]), name: "\(name).one")
    let sums = try append(
      "Cast", name: "\(name)/sums", [inputs[0]], ["to": .integer(ElementType.float32.onnx.rawValue)],
      outputs: [freshName("\(name)/sums")])[0]
    let steps = try append(
      "Mul", name: "\(name)/steps", [sums, inputs[1]], outputs: [freshName("\(name)/steps")])[0]
    return try append("QuantizeLinear", name: name, [steps, one, inputs[2]], outputs: [output])[0]
  }
}
