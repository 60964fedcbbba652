import Tensors

// The element-wise rest of one time step of a recurrent layer. These operators have no ONNX counterpart: only the
// recurrent lowering makes them.

/// Input 0 is `projected` [T, B, gates · H], the input's share of all steps; input 1 `recurrent` [B, gates · H], the
/// state's share of this one; further inputs are states [B, H], the last of them that of the output's type.
protocol RecurrentCell: TiledOperator {
  var step: Int { get }
  /// Length of the state.
  var hidden: Int { get }
  /// Computes one box of the new state. Gates are given whole, states only as far as the box.
  func cell(_ inputs: [Tensor], output: Box, result: UnsafeMutablePointer<Float>) throws
  var operationsPerElement: Int { get }
}

extension RecurrentCell {
  static var kind: TiledKind { .map }

  init(attributes: inout AttributeReader) throws {
    throw GraphError("\(Self.name) is not an ONNX operator", remedy: "write LSTM, GRU or RNN")
  }

  func tile(inputs: [OperatorInput?], outputs: [TensorType]) throws -> (any TileableOperator)? {
    let shapes = try inputs.indices.map { try inputs.required($0).type.shape }
    return RecurrentCellTile(cell: self, inputShapes: shapes)
  }

  func outputTypes(for inputs: [OperatorInput?]) throws -> [TensorType] {
    let projected = try inputs.required(0).type
    return [TensorType(projected.element, [projected.shape[1], hidden])]
  }
}

/// Boxes of a cell.
struct RecurrentCellTile: TileableOperator {
  let cell: any RecurrentCell
  let inputShapes: [[Int]]

  var splittableAxes: [Int] { [0, 1] }

  func inputBox(_ index: Int, for output: Box) -> Box? {
    let shape = inputShapes[index]
    switch index {
    case 0: return Box(lower: [cell.step, output.lower(0), 0], extent: [1, output.extent(0), shape[2]])
    case 1: return output.replacing(1, with: 0..<shape[1])
    default: return output
    }
  }

  func evaluateTile(_ inputs: [Tensor?], output: Box) throws -> Tensor {
    let given = try inputs.indices.map { try inputs.required($0) }
    return try .buildingFloats(output.shape) { try cell.cell(given, output: output, result: $0) }
  }

  func scalarOperations(for output: Box) -> Int { output.elementCount * cell.operationsPerElement }
}

/// Sums of the input's and the state's share of the gates, for one box of a state.
struct GateSums {
  let projected: [Float]
  let recurrent: [Float]
  let output: Box
  let hidden: Int

  /// - Parameter hidden: length of the state.
  init(_ projected: Tensor, _ recurrent: Tensor, output: Box, hidden: Int) {
    self.projected = projected.floats
    self.recurrent = recurrent.floats
    self.output = output
    self.hidden = hidden
  }

  /// `function(projected + recurrent)` of one gate, dense in the shape of the box.
  func gate(_ number: Int, _ function: (UnsafeMutableBufferPointer<Float>) -> Void) -> [Float] {
    var sums = part(number, of: projected)
    let state = part(number, of: recurrent)
    for index in sums.indices { sums[index] += state[index] }
    sums.withUnsafeMutableBufferPointer { function($0) }
    return sums
  }

  func part(_ number: Int, of rows: [Float]) -> [Float] {
    let width = rows.count / output.extent(0)
    let first = number * hidden + output.lower(1)
    return (0..<output.extent(0)).flatMap { rows[$0 * width + first..<$0 * width + first + output.extent(1)] }
  }
}
