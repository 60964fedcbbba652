import Tensors

/// ONNX `Det`: the determinants of square matrices, by elimination with the largest pivot of each column.
struct Det: HostOperator {
  static let name = "Det"
  static let inputCount = 1...1

  init(attributes: inout AttributeReader) throws {}

  func outputTypes(for inputs: [OperatorInput?]) throws -> [TensorType] {
    let input = try inputs.required(0).type
    let element = try ElementAgreement.real(of: [input], for: Self.name)
    guard input.shape.count >= 2, input.shape.suffix(2).first == input.shape.last else {
      throw GraphError("Det is given shape \(input.shape)", remedy: "its last two lengths must be equal")
    }
    return [TensorType(element, Array(input.shape.dropLast(2)))]
  }

  func evaluate(_ inputs: [Tensor?], outputs: [TensorType]) throws -> [Tensor] {
    let input = try inputs.required(0)
    let order = input.shape.last ?? 0
    let values = input.floats.map(Double.init)
    let count = order * order
    let determinants = (0..<outputs[0].elementCount).map { index in
      Float(Det.determinant(Array(values[index * count..<(index + 1) * count]), order: order))
    }
    return [Tensor(TensorType(.float32, outputs[0].shape), floats: determinants)]
  }

  private static func determinant(_ matrix: [Double], order: Int) -> Double {
    var rows = (0..<order).map { Array(matrix[$0 * order..<($0 + 1) * order]) }
    var result = 1.0
    for column in 0..<order {
      let pivot = (column..<order).max { abs(rows[$0][column]) < abs(rows[$1][column]) } ?? column
      if rows[pivot][column] == 0 { return 0 }
      if pivot != column {
        rows.swapAt(pivot, column)
        result = -result
      }
      result *= rows[column][column]
      for row in column + 1..<max(order, column + 1) {
        let factor = rows[row][column] / rows[column][column]
        for index in column..<order { rows[row][index] -= factor * rows[column][index] }
      }
    }
    return result
  }

  /// Elimination: n³ / 3 multiply-accumulates a matrix.
  func work(inputs: [TensorType?], outputs: [TensorType]) -> Work {
    let order = inputs[0]?.shape.last ?? 0
    let matrices = outputs[0].elementCount
    return Work(
      multiplyAccumulates: matrices * (order * order * order / 3),
      scalarOperations: matrices * order * (order + Work.transcendental))
  }
}
