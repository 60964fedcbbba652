import Tensors

// The steps of unrolled recurrent layers, in the operators that ONNX has, in the order in which the cells compute.
extension StandardForm {
  /// - Parameter inputs: in fp32.
  /// - Returns: the cell's result in fp32.
  mutating func append(
    _ cell: any RecurrentCell, name: String, _ inputs: [ValueIndex]
  ) throws -> ValueIndex {
    var body = CellBody(name: name, hidden: cell.hidden, form: self)
    let result = try body.append(cell, inputs)
    self = body.form
    return result
  }
}

private struct CellBody {
  let name: String
  let hidden: Int
  var form: StandardForm
  private var count = 0

  init(name: String, hidden: Int, form: StandardForm) {
    (self.name, self.hidden, self.form) = (name, hidden, form)
  }

  mutating func append(_ cell: any RecurrentCell, _ inputs: [ValueIndex]) throws -> ValueIndex {
    let rows = try step(cell.step, of: inputs[0])
    let state = inputs[inputs.count - 1]
    switch cell {
    case is LSTMCellState:
      let input = try gate(0, "Sigmoid", rows, inputs[1])
      let forget = try gate(2, "Sigmoid", rows, inputs[1])
      let candidate = try gate(3, "Tanh", rows, inputs[1])
      return try add("Add", [add("Mul", [forget, state]), add("Mul", [input, candidate])])
    case is LSTMCellOutput:
      let output = try gate(1, "Sigmoid", rows, inputs[1])
      return try add("Mul", [output, add("Tanh", [state])])
    case is GRUReset: return try add("Mul", [gate(1, "Sigmoid", rows, inputs[1]), state])
    case is RNNCell: return try gate(0, "Tanh", rows, inputs[1])
    case is GRUCell:
      let update = try gate(0, "Sigmoid", rows, inputs[1])
      var product = inputs[2]
      if inputs.count == 3 {
        product = try add("Mul", [gate(1, "Sigmoid", rows, inputs[1]), part(2, of: inputs[1])])
      }
      let candidate = try add("Tanh", [add("Add", [part(2, of: rows), product])])
      let one = form.constant(.scalar(Float(1)), name: "\(name)/one")
      let kept = try add("Mul", [add("Sub", [one, update]), candidate])
      return try add("Add", [kept, add("Mul", [update, state])])
    default: throw GraphError("\(type(of: cell).name) has no ONNX form", remedy: "export before the pass")
    }
  }

  /// One step of [T, B, gates · H], as [B, gates · H].
  private mutating func step(_ step: Int, of projected: ValueIndex) throws -> ValueIndex {
    let shape = Array(form.assembly.graph.values[projected].type.shape.dropFirst())
    return try add("Reshape", [slice(projected, axis: 0, step..<step + 1), integers(shape, "shape")])
  }

  private mutating func gate(
    _ number: Int, _ function: String, _ projected: ValueIndex, _ recurrent: ValueIndex
  ) throws -> ValueIndex {
    try add(function, [add("Add", [part(number, of: projected), part(number, of: recurrent)])])
  }

  private mutating func part(_ number: Int, of rows: ValueIndex) throws -> ValueIndex {
    try slice(rows, axis: 1, number * hidden..<(number + 1) * hidden)
  }

  private mutating func slice(_ value: ValueIndex, axis: Int, _ range: Range<Int>) throws -> ValueIndex {
    try add(
      "Slice",
      [
        value, integers([range.lowerBound], "starts"), integers([range.upperBound], "ends"),
        integers([axis], "axes"),
      ])
  }

  private mutating func integers(_ numbers: [Int], _ slot: String) -> ValueIndex {
    let type = TensorType(.int64, [numbers.count])
    return form.constant(Tensor(type, integers: numbers.map { Int64($0) }), name: "\(name)/\(slot)")
  }

  private mutating func add(_ operation: String, _ inputs: [ValueIndex]) throws -> ValueIndex {
    count += 1
    let part = "\(name)/\(operation)_\(count)"
    return try form.append(operation, name: part, inputs, outputs: [form.freshName(part)])[0]
  }
}
