import Tensors

/// ONNX `Gemm`: `alpha · op(A) · op(B) + beta · C`, op being a transposition where `transA`, `transB` say so.
struct Gemm: Operator {
  static let name = "Gemm"
  static let inputCount = 2...3

  var alpha: Float
  var beta: Float
  var transposesA: Bool
  var transposesB: Bool

  init(alpha: Float = 1, beta: Float = 1, transposesA: Bool = false, transposesB: Bool = false) {
    self.alpha = alpha
    self.beta = beta
    self.transposesA = transposesA
    self.transposesB = transposesB
  }

  init(attributes: inout AttributeReader) throws {
    alpha = try attributes.float("alpha") ?? 1
    beta = try attributes.float("beta") ?? 1
    transposesA = try attributes.integer("transA") ?? 0 != 0
    transposesB = try attributes.integer("transB") ?? 0 != 0
    // Of opsets before 7, where the addend broadcast only on request.
    _ = try attributes.integer("broadcast")
  }

  private func contraction(_ a: [Int], _ b: [Int]) throws -> GemmContraction {
    guard a.count == 2, b.count == 2 else {
      throw GraphError(
        "Gemm needs two matrices and has shapes \(a) and \(b)", remedy: "use Flatten or MatMul")
    }
    let contraction = GemmContraction(
      rows: a[transposesA ? 1 : 0], columns: b[transposesB ? 0 : 1], reductionUnits: a[transposesA ? 0 : 1],
      transposesA: transposesA, transposesB: transposesB)
    guard b[transposesB ? 1 : 0] == contraction.reductionUnits else {
      throw GraphError(
        "shapes \(a)\(transposesA ? " transposed" : "") and \(b)\(transposesB ? " transposed" : "") "
          + "cannot be multiplied",
        remedy:
          "the reduced lengths \(contraction.reductionUnits) and \(b[transposesB ? 1 : 0]) must be equal")
    }
    return contraction
  }

  func outputTypes(for inputs: [OperatorInput?]) throws -> [TensorType] {
    let a = try inputs.required(0).type
    let b = try inputs.required(1).type
    let contraction = try contraction(a.shape, b.shape)
    let output = [contraction.rows, contraction.columns]
    if let addend = inputs.optional(2)?.type.shape {
      guard try Broadcasting.shape(addend, output) == output else {
        throw GraphError("addend \(addend) does not stretch to the product's shape \(output)")
      }
    }
    _ = try ElementAgreement.real(of: inputs.compactMap { $0?.type }, for: Self.name)
    return [TensorType(try ElementAgreement.common(of: [a, b]), output)]
  }

  func evaluate(_ inputs: [Tensor?], outputs: [TensorType]) throws -> [Tensor] {
    let a = try inputs.required(0)
    let b = try inputs.required(1)
    var result = Tensor(zeros: TensorType(.float32, outputs[0].shape))
    try contraction(a.shape, b.shape).evaluate(into: &result, a, b)
    if alpha != 1 {
      let factor = alpha
      result = ElementwiseLoop.map(result) { $0 * factor }
    }
    if let addend = inputs.optional(2) {
      let factor = beta
      let scaled = factor == 1 ? addend : ElementwiseLoop.map(addend) { $0 * factor }
      result = try Add().compute([result, scaled], shape: result.shape)
    }
    return [result]
  }

  func work(inputs: [TensorType?], outputs: [TensorType]) -> Work {
    let reduction = inputs[0]!.shape[transposesA ? 0 : 1]
    let count = outputs[0].elementCount
    let addend = inputs.count > 2 && inputs[2] != nil
    return Work(
      multiplyAccumulates: count * reduction,
      scalarOperations: (addend ? count : 0) + (alpha == 1 ? 0 : count))
  }

  func form(inputs: [OperatorInput?], outputs: [TensorType]) -> Form {
    guard let a = inputs[0]?.type, let b = inputs[1]?.type, a.isReal, b.isReal,
      let contraction = try? contraction(a.shape, b.shape)
    else { return .host }
    return .contraction(contraction)
  }
}

/// A plain matrix product of possibly transposed operands.
struct GemmContraction: Contraction, ContractionKernel {
  let rows: Int
  let columns: Int
  let reductionUnits: Int
  let transposesA: Bool
  let transposesB: Bool

  var reductionPerUnit: Int { 1 }
  var columnAxis: Int { 1 }
  var rowAxes: [Int] { [0] }
  var groupAxes: [Int] { [] }
  var columnsPerGroup: Int { columns }

  func inputBox(_ index: Int, for output: Box, reduction: Range<Int>) -> Box {
    let free = output.range(index)
    let isReductionFirst = index == 0 ? transposesA : !transposesB
    let ranges = isReductionFirst ? [reduction, free] : [free, reduction]
    return Box(lower: ranges.map(\.lowerBound), extent: ranges.map(\.count))
  }

  func accumulate(
    into accumulator: inout Tensor, a: Tensor, b: Tensor, output: Box, reduction: Range<Int>,
    aZeroPoint: Int32, bZeroPoint: Int32
  ) {
    if output.isEmpty { return }
    let part = GemmContraction(
      rows: output.extent(0), columns: output.extent(1), reductionUnits: reduction.count,
      transposesA: transposesA, transposesB: transposesB)
    part.accumulate(into: &accumulator, a: a, b: b, zeroPoints: ZeroPoints(a: aZeroPoint, b: bZeroPoint))
  }

  func run<Scalar: ProductScalar>(
    _ sums: UnsafeMutablePointer<Scalar.Sum>, _ a: UnsafePointer<Scalar>, _ b: UnsafePointer<Scalar>,
    _ zeroPoints: ZeroPoints
  ) {
    Scalar.multiply(
      m: rows, n: columns, k: reductionUnits,
      a: transposesA
        ? MatrixView(start: a, rowStep: 1, columnStep: rows)
        : MatrixView(start: a, rowStep: reductionUnits),
      b: transposesB
        ? MatrixView(start: b, rowStep: 1, columnStep: reductionUnits)
        : MatrixView(start: b, rowStep: columns),
      c: sums, ldc: columns, zeroPoints: zeroPoints)
  }
}
