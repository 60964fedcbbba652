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

  /// One clock edge of a row of PEs: `sums[c] = above[c] + left[c] · right[c]`.
  ///
  /// `count` is a multiple of `rowMultiple`. `sums` may be `above`.
  /// - Returns: how many PEs multiply two words that are not zero.
  static func clockRow(
    sums: UnsafeMutablePointer<Sum>, above: UnsafePointer<Sum>, left: UnsafePointer<Word>,
    right: UnsafePointer<Word>, count: Int
  ) -> Int
}

/// Rows of registers are padded to a multiple of this many, so that they can be clocked many at a time.
let rowMultiple = 16
