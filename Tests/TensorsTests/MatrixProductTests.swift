import Testing

@testable import Tensors

@Suite("Matrix product")
struct MatrixProductTests {
  struct Size: Sendable, CustomTestStringConvertible {
    var m: Int
    var n: Int
    var k: Int
    var testDescription: String { "\(m)×\(n)×\(k)" }
  }

  static let sizes = [
    Size(m: 1, n: 1, k: 1), Size(m: 6, n: 16, k: 8), Size(m: 7, n: 17, k: 3), Size(m: 1, n: 150, k: 9),
    Size(m: 13, n: 5, k: 300), Size(m: 5, n: 250, k: 20), Size(m: 100, n: 18, k: 4), Size(m: 2, n: 3, k: 0),
    Size(m: 0, n: 3, k: 2), Size(m: 200, n: 66, k: 3), Size(m: 3, n: 1041, k: 5), Size(m: 5, n: 7, k: 1301),
  ]

  /// The definition: a chain of fused multiply-adds for each element.
  private static func chain(_ s: Size, _ a: [Float], _ b: [Float], _ c: [Float]) -> [Float] {
    var result = c
    for i in 0..<s.m {
      for j in 0..<s.n {
        for p in 0..<s.k {
          result[i * s.n + j] = result[i * s.n + j].addingProduct(a[i * s.k + p], b[p * s.n + j])
        }
      }
    }
    return result
  }

  @Test("is the chain of fused multiply-adds, bit for bit", arguments: sizes)
  func definition(size: Size) {
    var dice = Dice(seed: 1)
    let a = dice.floats(size.m * size.k)
    let b = dice.floats(size.k * size.n)
    let c = dice.floats(size.m * size.n)
    let expected = Self.chain(size, a, b, c)
    for kernel in [ProductKernel.best, .portable] {
      var result = c
      MatrixProduct.accumulate(
        m: size.m, n: size.n, k: size.k, a: a, lda: size.k, aStep: 1, b: b, ldb: size.n, bStep: 1,
        c: &result, ldc: size.n, kernel: kernel)
      #expect(result == expected, "\(kernel)")
    }
  }

  @Test("reads transposed operands", arguments: sizes)
  func transposed(size: Size) {
    var dice = Dice(seed: 2)
    let a = dice.floats(size.m * size.k)
    let b = dice.floats(size.k * size.n)
    let c = dice.floats(size.m * size.n)
    let aTurned = (0..<size.k * size.m).map { a[$0 % size.m * size.k + $0 / size.m] }
    let bTurned = (0..<size.k * size.n).map { b[$0 % size.k * size.n + $0 / size.k] }
    var result = c
    MatrixProduct.accumulate(
      m: size.m, n: size.n, k: size.k, a: aTurned, lda: 1, aStep: size.m, b: bTurned, ldb: 1,
      bStep: size.k, c: &result, ldc: size.n)
    #expect(result == Self.chain(size, a, b, c))
  }

  @Test("gives the same bits when rows, columns and depth are cut anywhere")
  func cuts() {
    let size = Size(m: 11, n: 37, k: 29)
    var dice = Dice(seed: 3)
    let a = dice.floats(size.m * size.k)
    let b = dice.floats(size.k * size.n)
    var whole = [Float](repeating: 0, count: size.m * size.n)
    MatrixProduct.accumulate(
      m: size.m, n: size.n, k: size.k, a: a, lda: size.k, b: b, ldb: size.n, c: &whole, ldc: size.n)
    var pieces = [Float](repeating: 0, count: size.m * size.n)
    for rows in [0..<4, 4..<11] {
      for columns in [0..<20, 20..<21, 21..<37] {
        for depth in [0..<10, 10..<11, 11..<29] {
          a.withUnsafeBufferPointer { a in
            b.withUnsafeBufferPointer { b in
              pieces.withUnsafeMutableBufferPointer { c in
                MatrixProduct.accumulate(
                  m: rows.count, n: columns.count, k: depth.count,
                  a: a.baseAddress! + rows.lowerBound * size.k + depth.lowerBound, lda: size.k,
                  b: b.baseAddress! + depth.lowerBound * size.n + columns.lowerBound, ldb: size.n,
                  c: c.baseAddress! + rows.lowerBound * size.n + columns.lowerBound, ldc: size.n)
              }
            }
          }
        }
      }
    }
    #expect(pieces == whole)
  }

  @Test("integers are exact, with and without zero points, for every mix of types", arguments: sizes)
  func integers(size: Size) {
    check(size, Int8.self, 0, Int8.self, 0)
    check(size, Int8.self, -128, Int8.self, 127)
    check(size, UInt8.self, 255, Int8.self, -3)
    check(size, UInt8.self, 0, UInt8.self, 128)
    check(size, Int16.self, 0, Int16.self, 0)
    check(size, Int16.self, -7, Int8.self, 0)
    check(size, UInt16.self, 9, Int32.self, 1)
  }

  private func check<A: ProductInteger, B: ProductInteger>(
    _ size: Size, _: A.Type, _ aZero: Int32, _: B.Type, _ bZero: Int32
  ) {
    var dice = Dice(seed: 4)
    let a = dice.integers(size.m * size.k, as: A.self)
    let b = dice.integers(size.k * size.n, as: B.self)
    let c = dice.integers(size.m * size.n, as: Int32.self)
    var expected = c
    for i in 0..<size.m {
      for j in 0..<size.n {
        for p in 0..<size.k {
          let x = Int32(truncatingIfNeeded: a[i * size.k + p]) &- aZero
          expected[i * size.n + j] &+= x &* (Int32(truncatingIfNeeded: b[p * size.n + j]) &- bZero)
        }
      }
    }
    var result = c
    MatrixProduct.accumulate(
      m: size.m, n: size.n, k: size.k, a: a, lda: size.k, aZeroPoint: aZero, b: b, ldb: size.n,
      bZeroPoint: bZero, c: &result, ldc: size.n)
    #expect(result == expected, "\(A.self) less \(aZero) by \(B.self) less \(bZero)")
    let bTurned = (0..<size.k * size.n).map { b[$0 % size.k * size.n + $0 / size.k] }
    result = c
    MatrixProduct.accumulate(
      m: size.m, n: size.n, k: size.k, a: a, lda: size.k, aZeroPoint: aZero, b: bTurned, ldb: 1,
      bStep: size.k, bZeroPoint: bZero, c: &result, ldc: size.n)
    #expect(result == expected, "transposed \(B.self)")
  }

  @Test("16-bit loops of the processor and of plain Swift agree, at the ends of the range too")
  func integerKernels() {
    let ends: [Int16] = [.min, .max, -1, 0, 1, .min, .min]
    let size = Size(m: 7, n: 18, k: 12)
    let a = (0..<size.m * size.k).map { ends[$0 % 7] }
    let b = (0..<size.k * size.n).map { ends[$0 % 5] }
    var results: [[Int32]] = []
    for kernel in [ProductKernel.best, .portable] {
      var c = [Int32](repeating: 5, count: size.m * size.n)
      a.withUnsafeBufferPointer { a in
        b.withUnsafeBufferPointer { b in
          MatrixProduct.accumulate16(
            m: size.m, n: size.n, k: size.k,
            a: IntegerLines(base: a.baseAddress!, lineStep: size.k, depthStep: 1, zeroPoint: 0),
            b: IntegerLines(base: b.baseAddress!, lineStep: 1, depthStep: size.n, zeroPoint: 0), c: &c,
            ldc: size.n, kernel: kernel)
        }
      }
      results.append(c)
    }
    #expect(results[0] == results[1])
  }
}
