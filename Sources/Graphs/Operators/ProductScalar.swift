import Tensors

/// An element type that contractions multiply, with its sums.
protocol ProductScalar: BitwiseCopyable {
  associatedtype Sum: BitwiseCopyable & AdditiveArithmetic

  static func add(_ left: Sum, _ right: Sum) -> Sum

  /// `c += (a − za) · (b − zb)`, m×k by k×n.
  static func multiply(
    m: Int, n: Int, k: Int, a: MatrixView<Self>, b: MatrixView<Self>, c: UnsafeMutablePointer<Sum>, ldc: Int,
    zeroPoints: ZeroPoints)

  /// `output += weights * (input − zero point)`.
  static func convolve(
    _ convolution: Convolution, input: UnsafePointer<Self>, weights: UnsafePointer<Self>,
    output: UnsafeMutablePointer<Sum>, inputZeroPoint: Int32, weightZeroPoint: Int32)
}

/// A matrix in memory: distances between neighbours down a column and along a row.
struct MatrixView<Scalar> {
  var start: UnsafePointer<Scalar>
  var rowStep: Int
  var columnStep = 1

  func advanced(by count: Int) -> MatrixView {
    MatrixView(start: start + count, rowStep: rowStep, columnStep: columnStep)
  }
}

/// Zero points of the left (`a`) and right (`b`) operand of an integer product; zero for real numbers.
struct ZeroPoints: Sendable {
  var a: Int32 = 0
  var b: Int32 = 0
}

extension Float: ProductScalar {
  static func add(_ left: Float, _ right: Float) -> Float { left + right }

  static func multiply(
    m: Int, n: Int, k: Int, a: MatrixView<Float>, b: MatrixView<Float>, c: UnsafeMutablePointer<Float>,
    ldc: Int, zeroPoints: ZeroPoints
  ) {
    MatrixProduct.accumulate(
      m: m, n: n, k: k, a: a.start, lda: a.rowStep, aStep: a.columnStep, b: b.start, ldb: b.rowStep,
      bStep: b.columnStep, c: c, ldc: ldc)
  }

  static func convolve(
    _ convolution: Convolution, input: UnsafePointer<Float>, weights: UnsafePointer<Float>,
    output: UnsafeMutablePointer<Float>, inputZeroPoint: Int32, weightZeroPoint: Int32
  ) {
    convolution.accumulate(input: input, weights: weights, output: output)
  }
}

extension ProductScalar where Self: ProductInteger {
  static func add(_ left: Int32, _ right: Int32) -> Int32 { left &+ right }

  static func multiply(
    m: Int, n: Int, k: Int, a: MatrixView<Self>, b: MatrixView<Self>, c: UnsafeMutablePointer<Int32>,
    ldc: Int, zeroPoints: ZeroPoints
  ) {
    MatrixProduct.accumulate(
      m: m, n: n, k: k, a: a.start, lda: a.rowStep, aStep: a.columnStep, aZeroPoint: zeroPoints.a,
      b: b.start, ldb: b.rowStep, bStep: b.columnStep, bZeroPoint: zeroPoints.b, c: c, ldc: ldc)
  }

  static func convolve(
    _ convolution: Convolution, input: UnsafePointer<Self>, weights: UnsafePointer<Self>,
    output: UnsafeMutablePointer<Int32>, inputZeroPoint: Int32, weightZeroPoint: Int32
  ) {
    convolution.accumulate(
      input: input, inputZeroPoint: inputZeroPoint, weights: weights, weightZeroPoint: weightZeroPoint,
      output: output)
  }
}

extension Int8: ProductScalar { typealias Sum = Int32 }
extension UInt8: ProductScalar { typealias Sum = Int32 }
extension Int16: ProductScalar { typealias Sum = Int32 }

/// A contraction's kernel, for whichever element type the operands turn out to have.
protocol ContractionKernel {
  func run<Scalar: ProductScalar>(
    _ sums: UnsafeMutablePointer<Scalar.Sum>, _ a: UnsafePointer<Scalar>, _ b: UnsafePointer<Scalar>,
    _ zeroPoints: ZeroPoints)
}

extension ContractionKernel {
  /// Picks the element type. 8-bit operands of one type stay as they are; others are widened to int16, their
  /// zero points taken out.
  func accumulate(into accumulator: inout Tensor, a: Tensor, b: Tensor, zeroPoints: ZeroPoints) {
    switch (a.type.element, b.type.element) {
    case (.float32, .float32): run(Float.self, &accumulator, a, b, ZeroPoints())
    case (.int8, .int8): run(Int8.self, &accumulator, a, b, zeroPoints)
    case (.uint8, .uint8): run(UInt8.self, &accumulator, a, b, zeroPoints)
    default:
      run(
        Int16.self, &accumulator, widened(a, zeroPoints.a), widened(b, zeroPoints.b), ZeroPoints())
    }
  }

  private func run<Scalar: ProductScalar>(
    _ scalar: Scalar.Type, _ accumulator: inout Tensor, _ a: Tensor, _ b: Tensor, _ zeroPoints: ZeroPoints
  ) {
    accumulator.withMutableElements(as: Scalar.Sum.self) { sums in
      guard let sums = sums.baseAddress else { return }
      a.reading(as: Scalar.self) { a in
        b.reading(as: Scalar.self) { b in self.run(sums, a, b, zeroPoints) }
      }
    }
  }

  private func widened(_ tensor: Tensor, _ zeroPoint: Int32) -> Tensor {
    if tensor.type.element == .int16, zeroPoint == 0 { return tensor }
    let count = tensor.elementCount
    return .building(.int16, tensor.shape, as: Int16.self) { target in
      switch tensor.type.element {
      case .int8:
        tensor.reading(as: Int8.self) { source in
          for index in 0..<count {
            target[index] = Int16(truncatingIfNeeded: Int32(source[index]) - zeroPoint)
          }
        }
      case .uint8:
        tensor.reading(as: UInt8.self) { source in
          for index in 0..<count {
            target[index] = Int16(truncatingIfNeeded: Int32(source[index]) - zeroPoint)
          }
        }
      default:
        let values = tensor.integers
        for index in 0..<count { target[index] = Int16(truncatingIfNeeded: values[index] - Int64(zeroPoint)) }
      }
    }
  }
}
