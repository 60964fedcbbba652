/// What the PEs of an array compute with: the words that travel and the sums they add up.
public protocol ArrayArithmetic: Sendable {
  /// An operand register.
  associatedtype Word: BitwiseCopyable, Equatable, Sendable
  /// An accumulator, or a partial sum on its way.
  associatedtype Sum: BitwiseCopyable, Equatable, Sendable

  static var zeroWord: Word { get }
  static var zeroSum: Sum { get }

  /// One PE: `sum + left · right`, rounded or wrapped as its adder does.
  static func multiplyAccumulate(_ sum: Sum, _ left: Word, _ right: Word) -> Sum
  static func multiply(_ left: Word, _ right: Word) -> Sum
  static func add(_ first: Sum, _ second: Sum) -> Sum
  /// Whether the word times zero is zero: not so for infinity and NaN.
  static func isFinite(_ word: Word) -> Bool

  /// One clock edge of a row of PEs whose second operand stays (or comes from above):
  /// `sums[c] = above[c] + left[c] · right[c]`, and every left word moves one PE on: `left[c + 1] = left[c]`.
  ///
  /// `left[0]` is the word at the edge of the array. `count` is a multiple of `rowMultiple`; `left` has room
  /// for `count + rowMultiple` words. `sums` may be `above`.
  static func clockRow(
    sums: UnsafeMutablePointer<Sum>, above: UnsafePointer<Sum>, left: UnsafeMutablePointer<Word>,
    right: UnsafePointer<Word>, count: Int)
}

/// Rows of registers are padded to a multiple of this many, so that they can be clocked many at a time.
let rowMultiple = 16
