/// Sobol's low-discrepancy sequence: the first 2ⁿ points lie one in each of 2ⁿ equal slices of every axis.
///
/// Direction numbers of Joe and Kuo, "Constructing Sobol sequences with better two-dimensional projections" (2008),
/// table new-joe-kuo-6; points in the order of Gray codes (Antonov and Saleev, 1979).
struct SobolSequence {
  /// By dimension from the second on: coefficients of the primitive polynomial (without its ends), and m₁, m₂, ….
  private static let table: [(coefficients: Int, initial: [UInt32])] = [
    (0, [1]), (1, [1, 3]), (1, [1, 3, 1]), (2, [1, 1, 1]), (1, [1, 1, 3, 3]), (4, [1, 3, 5, 13]),
    (2, [1, 1, 5, 5, 17]), (4, [1, 1, 5, 5, 5]), (7, [1, 1, 7, 11, 19]), (11, [1, 1, 5, 1, 1]),
    (13, [1, 1, 1, 3, 11]), (14, [1, 3, 5, 5, 31]), (1, [1, 3, 3, 9, 7, 49]), (13, [1, 1, 1, 15, 21, 21]),
    (16, [1, 3, 1, 13, 27, 49]), (19, [1, 1, 1, 15, 7, 5]), (22, [1, 3, 1, 15, 13, 25]),
    (25, [1, 1, 5, 5, 19, 61]), (1, [1, 3, 7, 11, 23, 15, 103]), (4, [1, 3, 7, 13, 13, 15, 69]),
  ]

  static let maximumDimensions = table.count + 1
  private static let bits = 32

  private let directions: [[UInt32]]
  private var current: [UInt32]
  private var count: UInt32 = 0

  /// - Precondition: `dimensions` ≤ `maximumDimensions`.
  init(dimensions: Int) {
    precondition(dimensions <= Self.maximumDimensions)
    directions = (0..<dimensions).map { Self.directions(of: $0) }
    current = [UInt32](repeating: 0, count: dimensions)
  }

  private static func directions(of dimension: Int) -> [UInt32] {
    guard dimension > 0 else { return (0..<bits).map { 1 << UInt32(bits - 1 - $0) } }
    let (coefficients, initial) = table[dimension - 1]
    let degree = initial.count
    var result = initial.enumerated().map { $1 << UInt32(bits - 1 - $0) }
    for index in degree..<bits {
      var direction = result[index - degree] ^ (result[index - degree] >> UInt32(degree))
      for term in 1..<max(1, degree) where (coefficients >> (degree - 1 - term)) & 1 == 1 {
        direction ^= result[index - term]
      }
      result.append(direction)
    }
    return result
  }

  /// The next point, each coordinate as a fraction of 2³²; the first one is the origin.
  mutating func next() -> [UInt32] {
    defer {
      let bit = min((~count).trailingZeroBitCount, Self.bits - 1)
      for dimension in current.indices { current[dimension] ^= directions[dimension][bit] }
      count &+= 1
    }
    return current
  }
}
