import Tensors

/// A batched matrix product. A batch axis along which the second operand does not vary merely adds rows.
struct MatMulContraction: Contraction {
  let shape: MatMulShape

  private var rank: Int { shape.batchRank }
  /// Axes of the output tensor: without the row axis when the first operand is a vector.
  var columnAxis: Int { shape.aIsVector ? rank : rank + 1 }
  var rowAxes: [Int] { (0..<rank).filter { shape.b[$0] == 1 } + (shape.aIsVector ? [] : [rank]) }
  var groupAxes: [Int] { (0..<rank).filter { shape.b[$0] != 1 } }
  var columnsPerGroup: Int { shape.columns }
  var reductionUnits: Int { shape.reduction }
  var reductionPerUnit: Int { 1 }

  func inputBox(_ index: Int, for output: Box, reduction: Range<Int>) -> Box {
    let full = index == 0 ? shape.a : shape.b
    var ranges = (0..<rank).map { full[$0] == 1 ? 0..<1 : output.range($0) }
    if index == 0 {
      ranges.append(shape.aIsVector ? 0..<1 : output.range(rank))
      ranges.append(reduction)
    } else {
      ranges.append(reduction)
      ranges.append(output.range(columnAxis))
    }
    // The operand as stored may have fewer axes than the output, and none for the row of a vector.
    ranges.removeFirst(ranges.count - (index == 0 ? max(shape.aRank, 2) : shape.bRank))
    if index == 0, shape.aIsVector { ranges.removeFirst() }
    return Box(lower: ranges.map(\.lowerBound), extent: ranges.map(\.count))
  }

  func accumulate(
    into accumulator: inout Tensor, a: Tensor, b: Tensor, output: Box, reduction: Range<Int>,
    aZeroPoint: Int32, bZeroPoint: Int32
  ) {
    if output.isEmpty { return }
    MatMulKernel(shape: shape, output: output, columnAxis: columnAxis, depth: reduction.count).accumulate(
      into: &accumulator, a: a, b: b, zeroPoints: ZeroPoints(a: aZeroPoint, b: bZeroPoint))
  }
}

/// One box of a batched matrix product.
struct MatMulKernel: ContractionKernel {
  let shape: MatMulShape
  let output: Box
  let columnAxis: Int
  let depth: Int

  func run<Scalar: ProductScalar>(
    _ sums: UnsafeMutablePointer<Scalar.Sum>, _ a: UnsafePointer<Scalar>, _ b: UnsafePointer<Scalar>,
    _ zeroPoints: ZeroPoints
  ) {
    let columns = output.extent(columnAxis)
    let rows = shape.aIsVector ? 1 : output.extent(shape.batchRank)
    let batches = (0..<shape.batchRank).map { output.extent($0) }
    let walk = BroadcastWalk(
      left: batches.indices.map { shape.a[$0] == 1 ? 1 : batches[$0] },
      right: batches.indices.map { shape.b[$0] == 1 ? 1 : batches[$0] }, output: batches)
    let last = walk.extents.count - 1
    // Where only the first operand varies, consecutive batch items are one taller matrix.
    let isTall = walk.rightStrides[last] == 0 && walk.leftStrides[last] == 1
    walk.forEachRow { leftBatch, rightBatch, outputBatch in
      for item in 0..<(isTall ? 1 : walk.extents[last]) {
        let left = (leftBatch + item * walk.leftStrides[last]) * rows * depth
        let right = (rightBatch + item * walk.rightStrides[last]) * depth * columns
        Scalar.multiply(
          m: isTall ? rows * walk.extents[last] : rows, n: columns, k: depth,
          a: MatrixView(start: a + left, rowStep: depth), b: MatrixView(start: b + right, rowStep: columns),
          c: sums + (outputBatch + item) * rows * columns, ldc: columns, zeroPoints: zeroPoints)
      }
    }
  }
}
