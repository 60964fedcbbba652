@testable import Arrays
@testable import Chips

/// SplitMix64 (Steele, Lea and Flood, OOPSLA 2014): the same seed makes the same case everywhere.
struct Generator {
  private var state: UInt64

  init(seed: Int) { state = UInt64(bitPattern: Int64(seed)) &* 0x2545_F491_4F6C_DD1D }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var word = state
    word = (word ^ word >> 30) &* 0xBF58_476D_1CE4_E5B9
    word = (word ^ word >> 27) &* 0x94D0_49BB_1331_11EB
    return word ^ word >> 31
  }

  mutating func integer(in range: ClosedRange<Int>) -> Int {
    range.lowerBound + Int(next().multipliedFullWidth(by: UInt64(range.count)).high)
  }

  mutating func choice<Element>(_ elements: [Element]) -> Element {
    elements[integer(in: 0...elements.count - 1)]
  }
}

/// A random array, product and operands.
struct ArrayCase: CustomStringConvertible {
  var systolic: Systolic
  var rows: Int
  var columns: Int
  var shape: MatrixProductShape
  var seed: Int

  init(seed: Int, largestArray: Int = 6) {
    var random = Generator(seed: seed)
    systolic = Systolic(
      dataflow: random.choice(Dataflow.allCases), outputDrain: random.choice(OutputDrain.allCases),
      stationaryLoading: random.choice(StationaryLoading.allCases),
      trimsEdgeTiles: random.integer(in: 0...1) == 1)
    rows = random.integer(in: 1...largestArray)
    columns = random.integer(in: 1...largestArray)
    // Around one, two and three tiles, and small ones often.
    func extent(_ side: Int) -> Int { random.integer(in: 1...random.choice([2, side + 1, 3 * side + 1])) }
    shape = MatrixProductShape(
      groups: random.choice([1, 1, 1, 2, 3]), rows: extent(rows), columns: extent(columns),
      reduction: extent(random.choice([rows, 2 * rows, 12])))
    self.seed = seed
  }

  var description: String { "seed \(seed): \(rows)×\(columns) \(systolic) \(shape)" }

  /// Operands with a fair share of zeros.
  func integers() -> ArrayProduct<IntegerArithmetic> {
    var random = Generator(seed: seed &+ 1)
    return product { random.integer(in: 0...3) == 0 ? 0 : Int8(random.integer(in: -128...127)) }
  }

  /// Numbers whose sums round, so that the order of additions shows.
  func floats() -> ArrayProduct<FloatArithmetic> {
    var random = Generator(seed: seed &+ 2)
    return product {
      random.integer(in: 0...5) == 0
        ? 0 : Float(random.integer(in: -1023...1023)) * (random.integer(in: 0...1) == 0 ? 1 : 0x1p-9)
    }
  }

  private func product<Arithmetic>(_ word: () -> Arithmetic.Word) -> ArrayProduct<Arithmetic> {
    ArrayProduct(
      shape, left: (0..<shape.groups * shape.rows * shape.reduction).map { _ in word() },
      right: (0..<shape.groups * shape.reduction * shape.columns).map { _ in word() })
  }
}

extension ArrayProduct {
  /// By definition: sums over parts of the reduction of so many products, in order, then of the parts.
  func results(part: Int) -> [Arithmetic.Sum] {
    var results: [Arithmetic.Sum] = []
    for group in 0..<shape.groups {
      for row in 0..<shape.rows {
        for column in 0..<shape.columns {
          var total = Arithmetic.zeroSum
          for start in stride(from: 0, to: shape.reduction, by: part) {
            var sum = Arithmetic.zeroSum
            for index in start..<min(start + part, shape.reduction) {
              sum = Arithmetic.multiplyAccumulate(
                sum, left[(group * shape.rows + row) * shape.reduction + index],
                right[(group * shape.reduction + index) * shape.columns + column])
            }
            total = Arithmetic.add(total, sum)
          }
          results.append(total)
        }
      }
    }
    return results
  }

  /// Products with a word that is zero.
  var zeroProducts: Int {
    var count = 0
    for group in 0..<shape.groups {
      for index in 0..<shape.reduction {
        let rows = (0..<shape.rows).count(where: {
          left[(group * shape.rows + $0) * shape.reduction + index] == Arithmetic.zeroWord
        })
        let columns = (0..<shape.columns).count(where: {
          right[(group * shape.reduction + index) * shape.columns + $0] == Arithmetic.zeroWord
        })
        count += rows * shape.columns + columns * shape.rows - rows * columns
      }
    }
    return count
  }
}
