import Chips
import Tensors

/// A weight that is stored, and its place in its group.
public struct StoredWeight<Word: Sendable>: Sendable {
  public var value: Word
  public var place: Int

  public init(_ value: Word, place: Int) {
    self.value = value
    self.place = place
  }
}

extension ArrayProduct {
  /// A sparse product: groups of activations for every stored weight.
  /// - Parameters:
  ///   - shape: of the product with all its weights.
  ///   - left: `groups × rows × reduction`.
  ///   - stored: `groups × stored × columns`, where `stored` is what the sparsity keeps of the reduction.
  public init<Base: SelectableArithmetic>(
    _ shape: MatrixProductShape, keeping sparsity: StructuredSparsity, left: [Base.Word],
    stored: [StoredWeight<Base.Word>]
  ) where Arithmetic == SelectingArithmetic<Base> {
    precondition(sparsity.of <= 16, "a group of at most 16")
    var sparse = shape
    sparse.reduction = sparsity.stored(of: shape.reduction)
    var groups: [SIMD16<Base.Word>] = []
    groups.reserveCapacity(shape.groups * shape.rows * sparse.reduction)
    for row in 0..<shape.groups * shape.rows {
      for slot in 0..<sparse.reduction {
        let first = slot / sparsity.kept * sparsity.of
        var group = Arithmetic.zeroWord
        for place in 0..<min(sparsity.of, shape.reduction - first) {
          group[place] = left[row * shape.reduction + first + place]
        }
        groups.append(group)
      }
    }
    self.init(
      sparse, left: groups,
      right: stored.map { SelectingArithmetic<Base>.weight($0.value, place: $0.place) })
  }
}

extension ArrayProduct {
  /// The same words for PEs to whose left the right operand comes.
  var reversed: ArrayProduct<ReversedArithmetic<Arithmetic>> {
    ArrayProduct<ReversedArithmetic<Arithmetic>>(shape, left: left, right: right)
  }
}
