/// PEs that get the right operand from the left: what they compute matters to where the two are not alike.
enum ReversedArithmetic<Base: ArrayArithmetic>: ArrayArithmetic {
  typealias Word = Base.Word
  typealias Sum = Base.Sum

  static var zeroWord: Word { Base.zeroWord }
  static var zeroSum: Sum { Base.zeroSum }

  @inline(__always)
  static func multiplyAccumulate(_ sum: Sum, _ left: Word, _ right: Word) -> Sum {
    Base.multiplyAccumulate(sum, right, left)
  }

  @inline(__always)
  static func multiply(_ left: Word, _ right: Word) -> Sum { Base.multiply(right, left) }

  @inline(__always)
  static func add(_ first: Sum, _ second: Sum) -> Sum { Base.add(first, second) }

  static func isFinite(_ word: Word) -> Bool { Base.isFinite(word) }

  static func clockRow(
    sums: UnsafeMutablePointer<Sum>, above: UnsafePointer<Sum>, left: UnsafePointer<Word>,
    right: UnsafePointer<Word>, count: Int
  ) -> Int {
    Base.clockRow(sums: sums, above: above, left: right, right: left, count: count)
  }
}
