import Tensors

/// ONNX `MatMul`: numpy's matrix product. Leading axes broadcast; a 1-D operand becomes a row or a column that
/// vanishes again.
struct MatMul: Operator {
  static let name = "MatMul"
  static let inputCount = 2...2

  init() {}

  init(attributes: inout AttributeReader) throws {}

  func outputTypes(for inputs: [OperatorInput?]) throws -> [TensorType] {
    let a = try inputs.required(0).type
    let b = try inputs.required(1).type
    let shape = try MatMulShape(a: a.shape, b: b.shape)
    return [TensorType(try ElementAgreement.common(of: [a, b]), shape.visibleOutput)]
  }

  func evaluate(_ inputs: [Tensor?], outputs: [TensorType]) throws -> [Tensor] {
    let a = try inputs.required(0)
    var b = try inputs.required(1)
    if a.type.element != .float32 {
      return [try MatMulShape(a: a.shape, b: b.shape).multiplyIntegers(a, b)]
    }
    if b.shape.count == 1 { b = b.reshaped(to: b.shape + [1]) }
    let shape = try MatMulShape(a: a.shape, b: b.shape)
    var result = Tensor(zeros: TensorType(.float32, shape.visibleOutput))
    try MatMulContraction(shape: shape).evaluate(into: &result, a, b)
    return [result.reshaped(to: outputs[0].shape)]
  }

  func work(inputs: [TensorType?], outputs: [TensorType]) -> Work {
    Work(multiplyAccumulates: outputs[0].elementCount * (inputs[0]!.shape.last ?? 1))
  }

  /// Products with a vector on the right have no axis for the columns of a matrix engine and stay on the host.
  func form(inputs: [OperatorInput?], outputs: [TensorType]) -> Form {
    guard let a = inputs[0]?.type, let b = inputs[1]?.type, a.isReal, b.isReal, b.shape.count >= 2,
      let shape = try? MatMulShape(a: a.shape, b: b.shape)
    else { return .host }
    return .contraction(MatMulContraction(shape: shape))
  }
}

/// The shapes of a matrix product, both operands given the rank of the output and 1-D operands their second axis.
struct MatMulShape: Sendable {
  /// [batch…, M, K]
  var a: [Int]
  /// [batch…, K, N]
  var b: [Int]
  /// [batch…, M, N]
  var output: [Int]
  var aIsVector: Bool
  var bIsVector: Bool
  /// Batch axes that the stored operands have themselves.
  var aRank: Int
  var bRank: Int

  /// - Throws: `GraphError` naming both shapes when they do not fit.
  init(a: [Int], b: [Int]) throws {
    guard !a.isEmpty, !b.isEmpty else {
      throw GraphError(
        "shapes \(a) and \(b) cannot be multiplied", remedy: "MatMul takes no scalars; use Mul")
    }
    aIsVector = a.count == 1
    bIsVector = b.count == 1
    aRank = a.count
    bRank = b.count
    let left = aIsVector ? [1] + a : a
    let right = bIsVector ? b + [1] : b
    guard left[left.count - 1] == right[right.count - 2] else {
      throw GraphError(
        "shapes \(a) and \(b) cannot be multiplied",
        remedy: "the last length of the first (\(left[left.count - 1])) must equal "
          + "the \(bIsVector ? "length" : "last but one") of the second (\(right[right.count - 2]))")
    }
    let batch: [Int]
    do {
      batch = try Broadcasting.shape(Array(left.dropLast(2)), Array(right.dropLast(2)))
    } catch {
      throw GraphError(
        "batch axes of shapes \(a) and \(b) cannot be broadcast together",
        remedy: "all axes but the last two must be equal or 1")
    }
    self.a = [Int](repeating: 1, count: batch.count + 2 - left.count) + left
    self.b = [Int](repeating: 1, count: batch.count + 2 - right.count) + right
    output = batch + [left[left.count - 2], right[right.count - 1]]
  }

  var batchRank: Int { output.count - 2 }
  var rows: Int { output[batchRank] }
  var columns: Int { output[batchRank + 1] }
  var reduction: Int { a[batchRank + 1] }

  var visibleOutput: [Int] {
    Array(output.prefix(batchRank)) + (aIsVector ? [] : [rows]) + (bIsVector ? [] : [columns])
  }

  /// Plain integers (no scale), wrapped to their element type.
  func multiplyIntegers(_ left: Tensor, _ right: Tensor) throws -> Tensor {
    let a = left.integers
    let b = right.integers
    let walk = BroadcastWalk(
      left: Array(self.a.dropLast(2)) + [1], right: Array(self.b.dropLast(2)) + [1],
      output: Array(output.dropLast(2)) + [1])
    var result = [Int64](repeating: 0, count: output.reduce(1, *))
    let last = walk.extents.count - 1
    walk.forEachRow { leftBatch, rightBatch, outputBatch in
      for item in 0..<walk.extents[last] {
        let leftStart = (leftBatch + item * walk.leftStrides[last]) * rows * reduction
        let rightStart = (rightBatch + item * walk.rightStrides[last]) * reduction * columns
        let start = (outputBatch + item) * rows * columns
        for row in 0..<rows {
          for index in 0..<reduction {
            let factor = a[leftStart + row * reduction + index]
            for column in 0..<columns {
              result[start + row * columns + column] &+= factor &* b[rightStart + index * columns + column]
            }
          }
        }
      }
    }
    return Tensor(TensorType(left.type.element, visibleOutput), integers: result)
  }
}
