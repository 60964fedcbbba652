import Arrays
import Chips
import Documents
import Graphs
import Tensors

/// The matrices that a matrix engine is given for a command, word by word: implicit im2col made explicit.
///
/// Where a word of the left matrix comes from is the operator's own knowledge: its kernel is asked, with a right
/// matrix of zeros and a single one.
public struct ProductOperands {
  public enum Words {
    /// 8-bit words. The PEs multiply them as they are stored, unsigned ones less 128; what the zero points, less
    /// that, contribute is taken off behind the array.
    case integers(ArrayProduct<IntegerArithmetic>, leftOffset: Int32, rightOffset: Int32)
    case floats(ArrayProduct<FloatArithmetic>)
  }

  public let words: Words
  public let shape: MatrixProductShape
  /// The boxes of the output that the groups compute, one after the other.
  private let boxes: [Box]
  private let output: Box
  private let columnAxis: Int
  /// Which weights a sparse engine is given; nil where it is given all.
  private let places: StoredPlaces?

  /// - Parameters:
  ///   - a, b: the boxes that the contraction's `inputBox` names, in storage types.
  /// - Throws: `InputError` when the numbers are none that a PE multiplies.
  public init(
    _ evaluator: NodeEvaluator, a: Tensor, b stored: Tensor, output: Box, reduction blocks: Range<Int>
  ) throws {
    guard case .contraction(let form) = evaluator.form else {
      preconditionFailure("node “\(evaluator.node.name)” is not a contraction")
    }
    // Packed weights become words where they enter the array.
    let packed = form as? PackedContraction
    let contraction = packed?.dense ?? form
    let reduction = packed?.packing.units(ofBlocks: blocks) ?? blocks
    let b = packed?.packing.unpacked(stored, blocks: blocks) ?? stored
    let isExact = evaluator.accumulatorElement == .int32
    let gather = OperandGather(
      contraction: contraction, output: output, reduction: reduction,
      a: isExact ? a : Tensor(TensorType(.float32, a.shape), floats: a.floats),
      b: isExact ? b : Tensor(TensorType(.float32, b.shape), floats: b.floats))
    boxes = contraction.groupBoxes(of: output)
    self.output = output
    columnAxis = contraction.columnAxis
    let product = contraction.productShape(of: output, reduction: reduction)
    let shape = MatrixProductShape(
      groups: product.groups, rows: product.rows, columns: product.columns, reduction: product.reduction)
    self.shape = shape
    precondition(boxes.count == shape.groups, "a box for each group")
    let right = try boxes.flatMap(gather.right)
    guard isExact else {
      words = .floats(
        ArrayProduct(
          shape, left: boxes.flatMap { gather.left($0, zeroPoint: 0).floats }, right: right.flatMap(\.floats))
      )
      places = packed.flatMap { StoredPlaces($0.packing, stored, blocks: blocks, groups: shape.groups) }
      return
    }
    let (leftOffset, rightOffset) = (a.type.wordOffset, b.type.wordOffset)
    let zeroPoint = a.type.quantization?.zeroPoint ?? 0
    let left = boxes.flatMap { gather.left($0, zeroPoint: zeroPoint).integers.map { $0 + Int64(leftOffset) } }
    let rightZero = b.type.quantization?.zeroPoint ?? 0
    words = .integers(
      ArrayProduct(
        shape, left: try left.map(Self.word),
        right: try right.flatMap(\.integers).map { try Self.word($0 - Int64(rightZero) + Int64(rightOffset)) }
      ),
      leftOffset: leftOffset, rightOffset: rightOffset)
    places = packed.flatMap { StoredPlaces($0.packing, stored, blocks: blocks, groups: shape.groups) }
  }

  private static func word(_ value: Int64) throws -> Int8 {
    guard let word = Int8(exactly: value) else {
      throw InputError(
        at: "matrix engine", "would multiply \(value) register by register: its words have 8 bits",
        remedy: "use --fidelity matrix=tile")
    }
    return word
  }

  /// Steps the engine through the product and adds its sums.
  /// - Parameter sums: partial sums of the output box.
  public func accumulate(on engine: MatrixEngine, into sums: inout Tensor) {
    switch words {
    case .floats(let product):
      let sparse = places.map { engine.runRegisters($0.product(product)).results }
      let results = sparse ?? engine.runRegisters(product).results
      var floats = sums.floats
      forEachResult { place, index in floats[place] += results[index] }
      sums = Tensor(sums.type, floats: floats)
    case .integers(let product, let leftOffset, let rightOffset):
      let sparse = places.map { engine.runRegisters($0.product(product)).results }
      let results = sparse ?? engine.runRegisters(product).results
      let correction = ZeroPointCorrection(product, leftOffset: leftOffset, rightOffset: rightOffset)
      var integers = sums.integers
      forEachResult { place, index in
        let sum = Int32(truncatingIfNeeded: integers[place])
        integers[place] = Int64(sum &+ results[index] &+ correction.term(index))
      }
      sums = Tensor(sums.type, integers: integers)
    }
  }

  /// Calls `body` with the place of each result in the output box and its index in the array's results.
  private func forEachResult(_ body: (_ place: Int, _ index: Int) -> Void) {
    var strides = Array(repeating: 1, count: output.rank)
    for axis in (0..<max(0, output.rank - 1)).reversed() {
      strides[axis] = strides[axis + 1] * output.extent(axis + 1)
    }
    for (group, box) in boxes.enumerated() {
      let rows = box.replacing(columnAxis, with: box.lower(columnAxis)..<box.lower(columnAxis) + 1)
      for (row, place) in rows.places(in: output).enumerated() {
        let first = (group * shape.rows + row) * shape.columns
        for column in 0..<shape.columns { body(place + column * strides[columnAxis], first + column) }
      }
    }
  }
}

/// The weights of a sparse product that are stored, by their position along the reduction.
private struct StoredPlaces {
  private let sparsity: StructuredSparsity
  /// `groups × stored × columns`; empty where a group has fewer.
  private let slots: [Slot]

  private struct Slot {
    var isEmpty = true
    var position = 0
    var place = 0
  }

  /// - Returns: nil for a packing that leaves nothing out.
  init?(_ packing: WeightPacking, _ stored: Tensor, blocks: Range<Int>, groups: Int) {
    guard let sparsity = packing.sparsity else { return nil }
    self.sparsity = sparsity
    let columns = stored.shape[0] / groups
    let depth = packing.stored(of: packing.units(ofBlocks: blocks).count * packing.placesPerUnit)
    var slots = [Slot](repeating: Slot(), count: groups * depth * columns)
    var (column, slot) = (-1, 0)
    packing.forEachStored(stored, blocks: blocks) { current, entry in
      slot = current == column ? slot + 1 : 0
      column = current
      slots[(column / columns * depth + slot) * columns + column % columns] = Slot(
        isEmpty: entry.raw == 0, position: entry.position, place: entry.place)
    }
    self.slots = slots
  }

  /// Groups of activations and stored weights, out of the whole product.
  func product<Base: SelectableArithmetic>(
    _ whole: ArrayProduct<Base>
  ) -> ArrayProduct<SelectingArithmetic<Base>> {
    let shape = whole.shape
    let depth = sparsity.stored(of: shape.reduction)
    let stored = slots.enumerated().map { index, slot in
      let (row, column) = index.quotientAndRemainder(dividingBy: shape.columns)
      let word = whole.right[(row / depth * shape.reduction + slot.position) * shape.columns + column]
      return StoredWeight(slot.isEmpty ? Base.zeroWord : word, place: slot.place)
    }
    return ArrayProduct(shape, keeping: sparsity, left: whole.left, stored: stored)
  }
}

/// What words that are stored with offsets add to their sums of products: with words `l + α` and `r + β`, a sum of
/// `l · r` is that of the words' products less `β Σ (l + α)` less `α Σ (r + β)` plus `K α β`.
private struct ZeroPointCorrection {
  private let shape: MatrixProductShape
  private let leftSums: [Int32]
  private let rightSums: [Int32]
  private let constant: Int32

  init(_ product: ArrayProduct<IntegerArithmetic>, leftOffset: Int32, rightOffset: Int32) {
    let shape = product.shape
    self.shape = shape
    leftSums = (0..<shape.groups * shape.rows).map { row in
      product.left[row * shape.reduction..<(row + 1) * shape.reduction].reduce(0) { $0 &+ Int32($1) }
        &* rightOffset
    }
    var columns = [Int32](repeating: 0, count: shape.groups * shape.columns)
    for (index, word) in product.right.enumerated() {
      let group = index / (shape.reduction * shape.columns)
      columns[group * shape.columns + index % shape.columns] &+= Int32(word) &* leftOffset
    }
    rightSums = columns
    constant = Int32(truncatingIfNeeded: shape.reduction) &* leftOffset &* rightOffset
  }

  /// To be added to a result.
  func term(_ index: Int) -> Int32 {
    let (row, column) = index.quotientAndRemainder(dividingBy: shape.columns)
    return constant &- leftSums[row] &- rightSums[row / shape.rows * shape.columns + column]
  }
}

/// Words of the matrices of one group.
private struct OperandGather {
  let contraction: any Contraction
  let output: Box
  let reduction: Range<Int>
  let a: Tensor
  let b: Tensor

  /// Rows × reduction.
  func left(_ box: Box, zeroPoint: Int32) -> Tensor {
    let column = oneColumn(box, 0)
    let rows = column.elementCount
    let isReal = b.type.element == .float32
    var words = [Int64](repeating: 0, count: isReal ? 0 : rows * depth)
    var floats = [Float](repeating: 0, count: isReal ? rows * depth : 0)
    for unit in reduction {
      let (part, shape) = (part(of: a, 0, column, unit), inputBox(1, column, unit).shape)
      for place in 0..<contraction.reductionPerUnit {
        let index = (unit - reduction.lowerBound) * contraction.reductionPerUnit + place
        var one = [Int64](repeating: 0, count: contraction.reductionPerUnit)
        one[place] = 1
        var sums = Tensor(zeros: TensorType(isReal ? .float32 : .int32, column.shape))
        contraction.accumulate(
          into: &sums, a: part, b: Tensor(TensorType(b.type.element, shape), integers: one), output: column,
          reduction: unit..<unit + 1, aZeroPoint: zeroPoint, bZeroPoint: 0)
        if isReal {
          for (row, word) in sums.floats.enumerated() { floats[row * depth + index] = word }
        } else {
          for (row, word) in sums.integers.enumerated() { words[row * depth + index] = word }
        }
      }
    }
    let shape = [rows, depth]
    return isReal
      ? Tensor(TensorType(.float32, shape), floats: floats)
      : Tensor(TensorType(.int32, shape), integers: words)
  }

  /// Reduction × columns, as they are stored.
  func right(_ box: Box) throws -> [Tensor] {
    let columns = box.extent(contraction.columnAxis)
    var units: [Tensor] = []
    for unit in reduction {
      let parts = (0..<columns).map { part(of: b, 1, oneColumn(box, $0), unit) }
      precondition(
        parts.allSatisfy { $0.elementCount == contraction.reductionPerUnit }, "a word for each position")
      let shape = [contraction.reductionPerUnit, columns]
      if b.type.element == .float32 {
        let words = parts.map(\.floats)
        let turned = (0..<shape[0]).flatMap { place in words.map { $0[place] } }
        units.append(Tensor(TensorType(.float32, shape), floats: turned))
      } else {
        let words = parts.map(\.integers)
        let turned = (0..<shape[0]).flatMap { place in words.map { $0[place] } }
        units.append(Tensor(TensorType(.int32, shape), integers: turned))
      }
    }
    return units
  }

  private var depth: Int { reduction.count * contraction.reductionPerUnit }

  private func oneColumn(_ box: Box, _ column: Int) -> Box {
    let first = box.lower(contraction.columnAxis) + column
    return box.replacing(contraction.columnAxis, with: first..<first + 1)
  }

  private func inputBox(_ index: Int, _ box: Box, _ unit: Int) -> Box {
    contraction.inputBox(index, for: box, reduction: unit..<unit + 1)
  }

  /// What a box needs of an operand, of which the whole command's part is there.
  private func part(of operand: Tensor, _ index: Int, _ box: Box, _ unit: Int) -> Tensor {
    let whole = contraction.inputBox(index, for: output, reduction: reduction)
    let part = inputBox(index, box, unit)
    return operand[
      Box(lower: zip(part.lowerBounds, whole.lowerBounds).map { $0 - $1 }, extent: part.shape)]
  }
}

extension Contraction {
  /// The parts of an output box that are matrix products of their own.
  fileprivate func groupBoxes(of output: Box) -> [Box] {
    var boxes = [output]
    for axis in groupAxes {
      boxes = boxes.flatMap { box in box.range(axis).map { box.replacing(axis, with: $0..<$0 + 1) } }
    }
    let groups = max(1, output.extent(columnAxis) / columnsPerGroup)
    let width = output.extent(columnAxis) / groups
    return boxes.flatMap { box in
      (0..<groups).map { group in
        let first = box.lower(columnAxis) + group * width
        return box.replacing(columnAxis, with: first..<first + width)
      }
    }
  }
}

extension Box {
  /// Where the elements of this box stand in one that holds it, row-major.
  fileprivate func places(in whole: Box) -> [Int] {
    var places = [0]
    for axis in 0..<rank {
      let offsets = range(axis).map { $0 - whole.lower(axis) }
      places = places.flatMap { place in offsets.map { place * whole.extent(axis) + $0 } }
    }
    return places
  }
}

extension TensorType {
  /// What is added to a real value in units of the scale so that it fits a signed byte: the zero point, less 128
  /// for unsigned types.
  fileprivate var wordOffset: Int32 { (quantization?.zeroPoint ?? 0) - (element == .uint8 ? 128 : 0) }
}
