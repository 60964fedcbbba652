import Tensors

/// How an operator can be laid out on a chip. The mapper and the machine know forms, never operators.
public enum Form: Sendable {
  /// The output is the input's bytes under another shape: no work, no movement (Reshape, Flatten, Identity).
  case alias
  /// Sums of products, on the matrix engine.
  case contraction(any Contraction)
  /// Any box of output 0 can be computed from boxes of the inputs, on the vector engine (or the DMA engine
  /// when `kind` is `.move`).
  case tiled(TiledKind, any TileableOperator)
  /// Whole tensors on the host core, by the reference kernel.
  case host
}

/// Which engine a tiled operator asks for, and what it does there.
public enum TiledKind: String, Sendable {
  case map, window, reduce, move
}

/// An operator with one output that can be computed box by box.
public protocol TileableOperator: Sendable {
  /// Axes of the output that may be cut. A reduced or normalised axis is never among them.
  var splittableAxes: [Int] { get }

  /// The part of an input that a box of the output needs, clipped to the input's shape.
  /// nil when this box needs nothing of that input (Concat). Inputs are numbered as the node's.
  func inputBox(_ index: Int, for output: Box) -> Box?

  /// Computes one box of the output from exactly the boxes that `inputBox` names (computing types, see `Operator`).
  /// Cutting an output into boxes never changes a bit of the result.
  func evaluateTile(_ inputs: [Tensor?], output: Box) throws -> Tensor

  /// Scalar operations for this box, counted as in `Work`.
  func scalarOperations(for output: Box) -> Int
}

/// Sums of products with implicit im2col: `out[g, m, n] = Σ_k a[g, m, k] · b[g, k, n]`, where `a` is input 0
/// (activations: rows of the matrix product) and `b` is input 1 (weights, or the second matrix).
///
/// Output boxes are boxes of the output tensor; the reduction is cut in units that the operator chooses
/// (input channels of a convolution, so that all kernel positions of a channel stay together).
public protocol Contraction: Sendable {
  /// Length of the reduction in units: input channels per group for Conv, K for MatMul and Gemm.
  var reductionUnits: Int { get }
  /// Array rows that one unit fills: kernel positions for Conv, 1 for MatMul.
  var reductionPerUnit: Int { get }
  /// Axis of the output along which `b` varies and `a` does not (output channels; columns).
  var columnAxis: Int { get }
  /// Axes of the output along which `a` varies and `b` does not (batch and positions of Conv; rows of MatMul).
  var rowAxes: [Int] { get }
  /// Axes along which both vary (batch axes of MatMul that neither side broadcasts).
  var groupAxes: [Int] { get }
  /// Output channels that share their input channels: the whole column axis unless a Conv is grouped. A box is
  /// cut at multiples of it, or inside one group.
  var columnsPerGroup: Int { get }

  /// The part of input 0 (`a`) or 1 (`b`) that a box of the output needs for some units of the reduction.
  func inputBox(_ index: Int, for output: Box, reduction: Range<Int>) -> Box

  /// The matrix product that the array sees for a box of the output and some units of the reduction.
  func productShape(of output: Box, reduction: Range<Int>) -> ProductShape

  /// `accumulator += a · b` for one box of the output and a range of reduction units.
  ///
  /// The accumulator is `fp32` when `a` and `b` are `fp32`, and `int32` when they are int8/uint8/int16 (zero
  /// points given by `aZeroPoint`, `bZeroPoint` and subtracted before multiplying). Padding contributes real zero.
  /// - Parameters:
  ///   - a, b: exactly the boxes that `inputBox` names.
  ///   - accumulator: shape of `output`, row-major.
  func accumulate(
    into accumulator: inout Tensor, a: Tensor, b: Tensor, output: Box, reduction: Range<Int>,
    aZeroPoint: Int32, bZeroPoint: Int32)
}

extension Contraction {
  public func productShape(of output: Box, reduction: Range<Int>) -> ProductShape {
    let columns = output.extent(columnAxis)
    let groups = groupAxes.reduce(1) { $0 * output.extent($1) }
    let channelGroups = max(1, columns / columnsPerGroup)
    return ProductShape(
      groups: groups * channelGroups,
      rows: rowAxes.reduce(1) { $0 * output.extent($1) },
      columns: columns / channelGroups,
      reduction: reduction.count * reductionPerUnit)
  }
}

/// `groups` independent products of an M×K by a K×N matrix.
public struct ProductShape: Sendable, Hashable {
  public var groups: Int
  /// M
  public var rows: Int
  /// N
  public var columns: Int
  /// K
  public var reduction: Int

  public init(groups: Int, rows: Int, columns: Int, reduction: Int) {
    self.groups = groups
    self.rows = rows
    self.columns = columns
    self.reduction = reduction
  }

  public var multiplyAccumulates: Int { groups * rows * columns * reduction }
}
