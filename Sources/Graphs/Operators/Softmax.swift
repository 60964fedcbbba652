import Foundation
import Tensors

/// ONNX `Softmax` (opset 13: along one axis): `e^(x − max) / Σ e^(x − max)`.
struct Softmax: TiledOperator {
  static let name = "Softmax"
  static let inputCount = 1...1
  static let kind = TiledKind.reduce
  var axis: Int

  init(axis: Int = -1) { self.axis = axis }

  init(attributes: inout AttributeReader) throws { axis = try attributes.integer("axis") ?? -1 }

  func outputTypes(for inputs: [OperatorInput?]) throws -> [TensorType] {
    try RowShape.outputTypes(inputs, axis: axis, name: Self.name)
  }

  func tile(inputs: [OperatorInput?], outputs: [TensorType]) throws -> (any TileableOperator)? {
    let rank = outputs[0].shape.count
    return RowTile(
      rank: rank, axis: try Axes.normalized(axis, rank: rank), operationsPerElement: Work.transcendental + 4
    ) { row in
      guard let base = row.baseAddress else { return }
      VectorMath.softmax(base, count: row.count)
    }
  }
}

/// ONNX `LogSoftmax` (opset 13): `x − max − ln Σ e^(x − max)`.
struct LogSoftmax: TiledOperator {
  static let name = "LogSoftmax"
  static let inputCount = 1...1
  static let kind = TiledKind.reduce
  var axis: Int

  init(attributes: inout AttributeReader) throws { axis = try attributes.integer("axis") ?? -1 }

  func outputTypes(for inputs: [OperatorInput?]) throws -> [TensorType] {
    try RowShape.outputTypes(inputs, axis: axis, name: Self.name)
  }

  func tile(inputs: [OperatorInput?], outputs: [TensorType]) throws -> (any TileableOperator)? {
    let rank = outputs[0].shape.count
    return RowTile(
      rank: rank, axis: try Axes.normalized(axis, rank: rank), operationsPerElement: Work.transcendental + 4
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

/// Shape inference of operators along one axis of real numbers.
enum RowShape {
  static func outputTypes(_ inputs: [OperatorInput?], axis: Int, name: String) throws -> [TensorType] {
    let input = try inputs.required(0).type
    let element = try ElementAgreement.real(of: [input], for: name)
    _ = try Axes.normalized(axis, rank: input.shape.count)
    return [TensorType(element, input.shape)]
  }
}
