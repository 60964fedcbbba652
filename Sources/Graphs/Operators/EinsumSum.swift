import Tensors

/// The sums of one Einsum equation.
struct EinsumSum<Number: EinsumNumber> {
  private struct Operand {
    var labels: [EinsumLabel]
    var shape: [Int]
    var values: [Number]
  }

  private let equation: EinsumEquation
  /// In the order of the equation's output.
  private(set) var result: [Number] = []

  init(_ equation: EinsumEquation, _ operands: [(shape: [Int], values: [Number])]) {
    self.equation = equation
    var rest = zip(equation.operands, operands).map {
      Operand(labels: $0, shape: $1.shape, values: $1.values)
    }[...]
    var product = rest.removeFirst()
    while let next = rest.popFirst() {
      product = multiply(product, next, needed: Set(equation.output).union(rest.flatMap(\.labels)))
    }
    result = summed(product, keeping: equation.output).values
  }

  /// The labels along which an operand varies, each once.
  private func varying(_ operand: Operand) -> [EinsumLabel] {
    var found: [EinsumLabel] = []
    for (label, length) in zip(operand.labels, operand.shape)
    where length == equation.lengths[label] && !found.contains(label) {
      found.append(label)
    }
    return found
  }

  /// The operand's elements, dense in the order of these labels; a label that stands twice gives the diagonal.
  private func arranged(_ operand: Operand, by labels: [EinsumLabel]) -> Operand {
    if labels == operand.labels { return operand }
    let own = Axes.strides(of: operand.shape)
    let strides = labels.map { label in
      operand.labels.indices.reduce(0) { $0 + (operand.labels[$1] == label ? own[$1] : 0) }
    }
    let shape = equation.shape(labels)
    let offsets = Axes.offsets(of: shape, strides: strides)
    return Operand(labels: labels, shape: shape, values: offsets.map { operand.values[$0] })
  }

  /// Adds up what the kept labels do not tell apart.
  private func summed(_ operand: Operand, keeping labels: [EinsumLabel]) -> Operand {
    let kept = labels.filter { operand.labels.contains($0) }
    let gone = varying(operand).filter { !labels.contains($0) }
    let rows = arranged(operand, by: kept + gone)
    if gone.isEmpty { return rows }
    let length = equation.shape(gone).reduce(1, *)
    let shape = equation.shape(kept)
    let sums = (0..<shape.reduce(1, *)).map { row in
      rows.values[row * length..<(row + 1) * length].reduce(Number.nothing, Number.plus)
    }
    return Operand(labels: kept, shape: shape, values: sums)
  }

  /// The product of two operands as a batch of matrices: labels of both that are still needed are the batch, the other
  /// labels of both are summed.
  private func multiply(_ left: Operand, _ right: Operand, needed: Set<EinsumLabel>) -> Operand {
    let (mine, theirs) = (varying(left), varying(right))
    let common = mine.filter { theirs.contains($0) }
    let batch = common.filter { needed.contains($0) }
    let inner = common.filter { !needed.contains($0) }
    let rows = mine.filter { !common.contains($0) && needed.contains($0) }
    let columns = theirs.filter { !common.contains($0) && needed.contains($0) }
    let a = arranged(summed(left, keeping: batch + rows + inner), by: batch + rows + inner).values
    let b = arranged(summed(right, keeping: batch + inner + columns), by: batch + inner + columns).values
    let (m, n) = (equation.shape(rows).reduce(1, *), equation.shape(columns).reduce(1, *))
    let k = equation.shape(inner).reduce(1, *)
    let count = equation.shape(batch).reduce(1, *)
    var products = [Number](repeating: .nothing, count: count * m * n)
    if !products.isEmpty, k > 0 {
      a.withUnsafeBufferPointer { a in
        b.withUnsafeBufferPointer { b in
          products.withUnsafeMutableBufferPointer { c in
            for item in 0..<count {
              Number.multiply(
                m: m, n: n, k: k, a: a.baseAddress! + item * m * k, b: b.baseAddress! + item * k * n,
                c: c.baseAddress! + item * m * n)
            }
          }
        }
      }
    }
    let labels = batch + rows + columns
    return Operand(labels: labels, shape: equation.shape(labels), values: products)
  }
}

/// Numbers that Einsum multiplies and adds.
protocol EinsumNumber: BitwiseCopyable {
  static var nothing: Self { get }
  static func plus(_ left: Self, _ right: Self) -> Self
  /// `c[m×n] += a[m×k] · b[k×n]`, all dense.
  static func multiply(
    m: Int, n: Int, k: Int, a: UnsafePointer<Self>, b: UnsafePointer<Self>, c: UnsafeMutablePointer<Self>)
}

extension Float: EinsumNumber {
  static var nothing: Float { 0 }
  static func plus(_ left: Float, _ right: Float) -> Float { left + right }
  static func multiply(
    m: Int, n: Int, k: Int, a: UnsafePointer<Float>, b: UnsafePointer<Float>,
    c: UnsafeMutablePointer<Float>
  ) {
    MatrixProduct.accumulate(m: m, n: n, k: k, a: a, lda: k, b: b, ldb: n, c: c, ldc: n)
  }
}

/// Whole numbers wrap.
extension Int64: EinsumNumber {
  static var nothing: Int64 { 0 }
  static func plus(_ left: Int64, _ right: Int64) -> Int64 { left &+ right }
  static func multiply(
    m: Int, n: Int, k: Int, a: UnsafePointer<Int64>, b: UnsafePointer<Int64>,
    c: UnsafeMutablePointer<Int64>
  ) {
    for row in 0..<m {
      for index in 0..<k {
        let factor = a[row * k + index]
        for column in 0..<n { c[row * n + column] &+= factor &* b[index * n + column] }
      }
    }
  }
}
