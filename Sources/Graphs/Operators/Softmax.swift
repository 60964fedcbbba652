import Foundation
import Tensors

/// ONNX `Softmax`: `e^(x − max) / Σ e^(x − max)`.
struct Softmax: TiledOperator {
  static let name = "Softmax"
  static let inputCount = 1...1
  static let kind = TiledKind.reduce
  var rows: RowAxes

  init(axis: Int = -1) { rows = RowAxes(axis: axis) }

  init(attributes: inout AttributeReader) throws { rows = try RowAxes(attributes: &attributes) }

  func outputTypes(for inputs: [OperatorInput?]) throws -> [TensorType] {
    try rows.outputTypes(inputs, name: Self.name)
  }

  func tile(inputs: [OperatorInput?], outputs: [TensorType]) throws -> (any TileableOperator)? {
    try rows.tile(
      rank: outputs[0].shape.count, operationsPerElement: Work.transcendental + 4
    ) { row in
      guard let base = row.baseAddress else { return }
      VectorMath.softmax(base, count: row.count)
    }
  }
}

/// ONNX `LogSoftmax`: `x − max − ln Σ e^(x − max)`.
struct LogSoftmax: TiledOperator {
  static let name = "LogSoftmax"
  static let inputCount = 1...1
  static let kind = TiledKind.reduce
  var rows: RowAxes

  init(attributes: inout AttributeReader) throws { rows = try RowAxes(attributes: &attributes) }

  func outputTypes(for inputs: [OperatorInput?]) throws -> [TensorType] {
    try rows.outputTypes(inputs, name: Self.name)
  }

  func tile(inputs: [OperatorInput?], outputs: [TensorType]) throws -> (any TileableOperator)? {
    try rows.tile(
      rank: outputs[0].shape.count, operationsPerElement: Work.transcendental + 4
    ) { row in
      guard let base = row.baseAddress else { return }
      let largest = ReduceKernel.largest(base, count: row.count)
      for index in row.indices { base[index] -= largest }
      var exponentials = Array(row)
      VectorMath.exp(&exponentials)
      let shift = log(
        exponentials.withUnsafeBufferPointer { ReduceKernel.sum($0.baseAddress!, count: row.count) })
      for index in row.indices { base[index] -= shift }
    }
  }
}

/// Which axes make the rows that Softmax and its like work on: one axis since opset 13, before it all axes from
/// the named one on, as if the tensor were a matrix.
struct RowAxes: Sendable {
  var axis: Int
  var joinsFollowing: Bool

  init(axis: Int) {
    self.axis = axis
    joinsFollowing = false
  }

  init(attributes: inout AttributeReader) throws {
    joinsFollowing = attributes.opset < 13
    axis = try attributes.integer("axis") ?? (joinsFollowing ? 1 : -1)
  }

  func outputTypes(_ inputs: [OperatorInput?], name: String) throws -> [TensorType] {
    let input = try inputs.required(0).type
    let element = try ElementAgreement.real(of: [input], for: name)
    _ = try Axes.normalized(axis, rank: input.shape.count)
    return [TensorType(element, input.shape)]
  }

  func tile(
    rank: Int, operationsPerElement: Int,
    apply: @escaping @Sendable (UnsafeMutableBufferPointer<Float>) -> Void
  ) throws -> RowTile {
    RowTile(
      rank: rank, axis: try Axes.normalized(axis, rank: rank), joinsFollowing: joinsFollowing,
      operationsPerElement: operationsPerElement, apply: apply)
  }
}
