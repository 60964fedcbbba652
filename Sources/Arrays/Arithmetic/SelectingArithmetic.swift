/// Arithmetic whose words can stand in a group, and tell a place in one.
public protocol SelectableArithmetic: ArrayArithmetic
where Word: SIMDScalar, Word.SIMD16Storage: BitwiseCopyable {
  static func word(forPlace place: Int) -> Word
  static func place(_ word: Word) -> Int
}

extension IntegerArithmetic: SelectableArithmetic {
  public static func word(forPlace place: Int) -> Int8 { Int8(place) }
  @inline(__always)
  public static func place(_ word: Int8) -> Int { Int(word) }
}

extension FloatArithmetic: SelectableArithmetic {
  public static func word(forPlace place: Int) -> Float { Float(place) }
  @inline(__always)
  public static func place(_ word: Float) -> Int { Int(word) }
}

/// PEs of a sparse engine: from one side comes a whole group of activations, from the other a stored weight with its
/// place in the group; the PE multiplies the weight by the activation at that place.
///
/// Times and wires are those of any other array: only the words are wider. A group has at most 16 activations. Of a weight's
/// word the first lane is its value, the second its place. As in VEGETA (Jeong et al., HPCA 2023) and Ampere's sparse tensor
/// cores (NVIDIA A100 Tensor Core GPU Architecture, 2020), the selection is made at each multiplier.
public enum SelectingArithmetic<Base: SelectableArithmetic>: ArrayArithmetic {
  public typealias Word = SIMD16<Base.Word>
  public typealias Sum = Base.Sum

  public static var zeroWord: Word { Word(repeating: Base.zeroWord) }
  public static var zeroSum: Sum { Base.zeroSum }

  /// A stored weight as it travels.
  static func weight(_ value: Base.Word, place: Int) -> Word {
    var word = zeroWord
    word[0] = value
    word[1] = Base.word(forPlace: place)
    return word
  }

  @inline(__always)
  public static func multiplyAccumulate(_ sum: Sum, _ left: Word, _ right: Word) -> Sum {
    Base.multiplyAccumulate(sum, left[Base.place(right[1]) & 15], right[0])
  }

  @inline(__always)
  public static func multiply(_ left: Word, _ right: Word) -> Sum {
    Base.multiply(left[Base.place(right[1]) & 15], right[0])
  }

  @inline(__always)
  public static func add(_ first: Sum, _ second: Sum) -> Sum { Base.add(first, second) }

  public static func isFinite(_ word: Word) -> Bool { (0..<16).allSatisfy { Base.isFinite(word[$0]) } }

  public static func clockRow(
    sums: UnsafeMutablePointer<Sum>, above: UnsafePointer<Sum>, left: UnsafePointer<Word>,
    right: UnsafePointer<Word>, count: Int
  ) -> Int {
    var nonzero = 0
    for column in 0..<count {
      let weight = right[column]
      let selected = left[column][Base.place(weight[1]) & 15]
      sums[column] = Base.multiplyAccumulate(above[column], selected, weight[0])
      if selected != Base.zeroWord, weight[0] != Base.zeroWord { nonzero &+= 1 }
    }
    return nonzero
  }
}
