import Arrays
import Chips
import Graphs
import Mapping
import Tensors

/// Commands on the matrix and vector engines: their cycles, and the scratchpad slots they want.
extension ProgramLoader {
  mutating func loadProduct(
    _ loaded: inout LoadedCommand, _ index: Int, a: View, b: View, accumulator: View,
    reduction: Range<Int32>, clears: Bool, core: Int
  ) throws {
    guard case .contraction(let contraction) = evaluators[Int(loaded.node)].form else {
      throw impossible(index, "its operator is no contraction")
    }
    guard let matrix = chip.cores[core].matrix else {
      throw impossible(index, "core \(core) has no matrix engine")
    }
    try checkNextToCore(index, [a, b, accumulator], core: core)
    guard accumulator.memory == .accumulator(core: core) else {
      throw impossible(index, "its partial sums are in the \(accumulator.memory.words)")
    }
    let shape = contraction.productShape(
      of: accumulator.box, reduction: Int(reduction.lowerBound)..<Int(reduction.upperBound))
    let timing = try timing(of: shape, element: a.element, matrix, core: core)
    let words = matrix.operandWords(shape, tiles: timing.tiles)
    let operands = OperandBytes(words, element: a.element, (contraction as? PackedContraction)?.packing)
    let streamed = operands.left + operands.right
    count(bytes: streamed, in: a.memory, node: loaded.node, core: core, isWrite: false)
    // Sums leave the array after each of its tiles along the reduction, and are added to those that lie there.
    let passes = matrix.accumulatorPasses(reduction: shape.reduction)
    let sums = accumulator.byteCount
    count(bytes: passes * sums, in: accumulator.memory, node: loaded.node, core: core, isWrite: true)
    count(
      bytes: (clears ? passes - 1 : passes) * sums, in: accumulator.memory, node: loaded.node, core: core,
      isWrite: false)
    loaded.kind = .compute
    loaded.detail = addComputation(
      Computation(
        preloadCycles: timing.preloadCycles, streamCycles: timing.streamCycles,
        overlapCycles: timing.lastTileCycles,
        drainCycles: timing.drainCycles,
        conflictShare: conflictShare(
          bytes: streamed, cycles: timing.streamCycles, core: core)))
    multiplyAccumulates[a.element.rawValue, default: 0] += shape.multiplyAccumulates
    activity.count(node: Int(loaded.node), core: core) {
      $0.multiplyAccumulates[a.element, default: 0] += shape.multiplyAccumulates
      $0.selectedBits +=
        operands.unpackedBits + operands.selectedBitsPerProduct * shape.multiplyAccumulates
    }
  }

  private mutating func timing(
    of shape: ProductShape, element: ElementType, _ matrix: MatrixEngine, core: Int
  ) throws -> ProductTiming {
    let key = ProductKey(core: core, shape: shape, element: element)
    if let timing = products[key] { return timing }
    let product = MatrixProductShape(
      groups: shape.groups, rows: shape.rows, columns: shape.columns, reduction: shape.reduction)
    let timing =
      try stepsMatrixRegisters
      ? matrix.registerTiming(of: product, element: element) : matrix.timing(of: product, element: element)
    products[key] = timing
    return timing
  }

  /// Vector engine: operations over lanes, but not faster than the bytes come through the scratchpad's ports.
  mutating func loadVector(
    _ loaded: inout LoadedCommand, _ index: Int, reads: [View], output: View, core: Int
  ) throws {
    guard let vector = chip.cores[core].vector else {
      throw impossible(index, "core \(core) has no vector engine")
    }
    try checkNextToCore(index, reads + [output], core: core)
    let operations = try scalarOperations(index, output: output.box)
    var bytes = 0
    for view in reads + [output] {
      if case .scratchpad = view.memory { bytes += view.byteCount }
    }
    for read in reads { count(read, node: loaded.node, core: core, isWrite: false) }
    count(output, node: loaded.node, core: core, isWrite: true)
    let perCycle = chip.cores[core].scratchpad.bytesPerCycle
    let cycles = max(
      1, (operations + vector.lanes - 1) / vector.lanes, (bytes + perCycle - 1) / perCycle)
    loaded.kind = .compute
    loaded.detail = addComputation(
      Computation(
        streamCycles: cycles, drainCycles: vector.pipelineDepthCycles,
        conflictShare: conflictShare(bytes: bytes, cycles: cycles, core: core)))
    nodes[Int(loaded.node)].vectorOperations += operations
    activity.count(node: Int(loaded.node), core: core) { $0.vectorOperations += operations }
    if case .compute = program.commands[index].action, let first = reads.first {
      let products = multiplyAccumulatesPerElement[Int(loaded.node)] * output.box.elementCount
      if products > 0 { vectorMultiplyAccumulates[first.element.rawValue, default: 0] += products }
    }
  }

  private func scalarOperations(_ index: Int, output: Box) throws -> Int {
    let node = Int(program.commands[index].node)
    let epilogue = epilogueOperations[node] * output.elementCount
    switch (program.commands[index].action, evaluators[node].form) {
    case (.finish, .contraction): return output.elementCount + epilogue
    case (.compute, .tiled(_, let tile)): return tile.scalarOperations(for: output) + epilogue
    default: throw impossible(index, "its operator has no such form")
    }
  }

  /// How likely a slot that a DMA beat takes was wanted by a stream of `bytes` over `cycles`, in 1 / 65536.
  ///
  /// Consecutive words lie in consecutive banks, so a stream uses all banks alike, and a port slot is in use with
  /// probability `u = bytes / (cycles · banks · width · ports)`. A beat delays the stream by a cycle when all ports
  /// of its bank are in use: `u ^ ports`.
  private func conflictShare(bytes: Int, cycles: Int, core: Int) -> Int {
    let scratchpad = chip.cores[core].scratchpad
    let use = min(1, Double(bytes) / Double(max(1, cycles) * scratchpad.bytesPerCycle))
    let share = (0..<scratchpad.portsPerBank).reduce(1.0) { product, _ in product * use }
    return Int((share * 65536).rounded())
  }
}

extension MatrixEngine {
  /// How often the sums of a product of this reduction go to the accumulator: once where they stay in the PEs.
  func accumulatorPasses(reduction: Int) -> Int {
    if case .systolic(let array) = array, array.dataflow == .outputStationary { return 1 }
    return (reduction + rows - 1) / rows
  }

  /// Words that come from the scratchpad for a product: the streamed operand once per array tile, the stationary one
  /// once.
  func operandWords(_ shape: ProductShape, tiles: Int) -> (left: Int, right: Int) {
    let depth = min(rows, shape.reduction)
    let once = (
      left: shape.groups * shape.reduction * shape.rows, right: shape.groups * shape.reduction * shape.columns
    )
    guard case .systolic(let array) = array else { return (tiles * shape.rows * depth, once.right) }
    switch array.dataflow {
    case .weightStationary: return (tiles * shape.rows * depth, once.right)
    case .inputStationary: return (once.left, tiles * shape.columns * depth)
    case .outputStationary:
      return (
        tiles * shape.reduction * min(rows, shape.rows), tiles * shape.reduction * min(columns, shape.columns)
      )
    }
  }
}

/// What the words of a product are in the scratchpad, and what is done to them on their way to the PEs.
private struct OperandBytes {
  /// For a sparse product every word of the left operand is a share of a group of activations.
  let left: Int
  /// Packed weights come with the indices of their places.
  let right: Int
  /// Bits through multiplexers: weights are shifted into place by as many levels as they may lie at different places of a
  /// byte, and of a group's M activations M - 1 multiplexers select one for every product.
  let unpackedBits: Int
  let selectedBitsPerProduct: Int

  init(_ words: (left: Int, right: Int), element: ElementType, _ packing: WeightPacking?) {
    let width = element.bitWidth
    let sparsity = packing?.sparsity
    left = words.left * width * (sparsity?.of ?? 1) / (sparsity?.kept ?? 1) / 8
    right = (words.right * (packing?.storedBits ?? width) + 7) / 8
    let isNarrow = packing.map { $0.valueBits % 8 != 0 } ?? false
    unpackedBits = isNarrow ? words.right * width * Self.levels(packing?.valueBits ?? 8) : 0
    selectedBitsPerProduct = sparsity.map { ($0.of - 1) * width } ?? 0
  }

  /// log₂ of the places that a value may have in a byte.
  private static func levels(_ bits: Int) -> Int { bits == 4 ? 1 : bits == 2 || bits == 6 ? 2 : 3 }
}
