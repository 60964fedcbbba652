import Chips
import Graphs
import Tensors

/// What a graph asks of a chip under every schedule: work of the engines, bytes through the memories next to them, and bytes
/// that must cross the pins of the DRAM once.
///
/// Engines work beside each other, so that a run takes at least as long as the busiest of them. Nothing is counted that a
/// schedule might avoid: values that stay on the chip, second reads, what tiles read twice.
public struct LeastDemand: Sendable {
  /// By the element type that is multiplied.
  public private(set) var multiplyAccumulates: [ElementType: Int] = [:]
  /// Steps of the arrays in cycles, with the rows and columns that products leave empty; 0 where cores differ.
  public private(set) var matrixCycles = 0
  public private(set) var vectorOperations = 0
  /// Of the vector engines, waiting for the ports of their scratchpads; 0 where cores differ.
  public private(set) var vectorCycles = 0.0
  public private(set) var hostOperations = 0
  /// Through the ports of scratchpads: transfers, operands of the arrays, and what the vector engines read and write.
  public private(set) var scratchpadBytes = 0
  /// Sums that arrays add to those that lie there, and that are read to be finished.
  public private(set) var accumulatorBytes = 0
  /// Of inputs and constants that matrix and vector engines read.
  public private(set) var dramReadBytes = 0
  /// Of outputs that they make.
  public private(set) var dramWriteBytes = 0
  /// Whether every product has an operand from DRAM.
  public private(set) var productsWaitForMemory = true

  public var dramBytes: Int { dramReadBytes + dramWriteBytes }

  /// - Throws: `InputError` for a node that the chip has no engine for.
  public init(_ graph: Graph, on chip: Chip) throws {
    let graph = try graph.leavingOutZeros(for: chip)
    let producer = graph.producer
    let core = chip.commonCore
    var read: [ValueIndex: Int] = [:]
    let leaving = Set(graph.outputs)
    for index in graph.nodes.indices {
      let task = try NodeTask(index, of: graph, on: chip)
      switch task.kind {
      case .alias: continue
      case .host:
        hostOperations += task.work.hostOperations
        continue
      case .contraction, .tiled: break
      }
      let bytes = task.leastOperandBytes(in: graph)
      for (position, bytes) in bytes.enumerated() {
        guard let value = task.operands[position], producer[value] == nil else { continue }
        read[value] = max(read[value] ?? 0, bytes)
      }
      if leaving.contains(task.output) { dramWriteBytes += task.outputType.byteCount }
      let isMade = task.operands.map { $0.map { producer[$0] != nil } ?? true }
      count(task, operandBytes: bytes, isMade: isMade, core, graph)
    }
    dramReadBytes = read.values.reduce(0, +)
    scratchpadBytes += dramBytes
  }

  /// - Parameters:
  ///   - operandBytes: by operand.
  ///   - isMade: by operand, whether a node makes it.
  ///   - core: that all cores are like.
  private mutating func count(
    _ task: NodeTask, operandBytes: [Int], isMade: [Bool], _ core: Core?, _ graph: Graph
  ) {
    let output = task.outputType
    var streamed = operandBytes[...]
    if case .contraction(let contraction) = task.kind {
      let element = graph.values[task.operands[0]!].type.element
      multiplyAccumulates[element, default: 0] += task.work.multiplyAccumulates
      productsWaitForMemory = productsWaitForMemory && isMade.prefix(2).contains(false)
      if let matrix = core?.matrix { count(contraction, of: output.shape, element, on: matrix) }
      // The operands go to the array, sums come from the accumulator.
      streamed = operandBytes.dropFirst(task.inputCount)
      accumulatorBytes += output.elementCount * 4
    } else if task.isPlainMove {
      return
    }
    let operations = task.vectorOperations(for: Box(shape: output.shape))
    let ported = streamed.reduce(output.byteCount, +)
    vectorOperations += operations
    scratchpadBytes += ported
    guard let core, let vector = core.vector else { return }
    let pad = core.scratchpad
    let bytesPerCycle = pad.banks * pad.bankWidthBytes * pad.portsPerBank
    vectorCycles += max(Double(operations) / Double(vector.lanes), Double(ported) / Double(bytesPerCycle))
  }

  /// A product's steps, the words that it streams, and the sums that leave the array.
  private mutating func count(
    _ contraction: any Contraction, of output: [Int], _ element: ElementType, on matrix: MatrixEngine
  ) {
    let product = contraction.productShape(
      of: Box(shape: output), reduction: 0..<contraction.reductionUnits)
    let shape = MatrixProductShape(
      groups: product.groups, rows: product.rows, columns: product.columns, reduction: product.reduction)
    guard let cyclesPerStep = matrix.cyclesPerStep(element), let steps = matrix.leastSteps(of: shape),
      let traffic = try? matrix.traffic(of: shape)
    else { return }
    matrixCycles += steps * cyclesPerStep
    let storedBits = (contraction as? PackedContraction)?.packing.storedBits ?? element.bitWidth
    scratchpadBytes += (traffic.leftWords * element.bitWidth + traffic.rightWords * storedBits) / 8
    accumulatorBytes += traffic.resultWords * 4
  }

  /// The least time on a chip: a lower bound, with nothing in the way of anything.
  /// - Parameters:
  ///   - dramBytesPerSecond: what the DRAM carries at most.
  ///   - dramLatency: in seconds, before the first word of a read comes.
  public func seconds(on chip: Chip, dramBytesPerSecond: Double, dramLatency: Double) -> Double {
    let peak = multiplyAccumulates.reduce(0.0) { sum, entry in
      sum + Double(entry.value) / chip.peakMultiplyAccumulatesPerSecond(entry.key)
    }
    let perSecond = chip.cores.reduce(0.0) { $0 + Double($1.clockHertz) }
    let products = max(peak, Double(matrixCycles) / perSecond)
    let lanes = chip.cores.reduce(0.0) { $0 + Double(($1.vector?.lanes ?? 0) * $1.clockHertz) }
    let vector = max(lanes > 0 ? Double(vectorOperations) / lanes : 0, vectorCycles / perSecond)
    let host = chip.host.operationsPerCycle * Double(chip.host.clockHertz)
    return max(
      products + (products > 0 && productsWaitForMemory ? dramLatency : 0), vector,
      Double(hostOperations) / host, Double(dramBytes) / dramBytesPerSecond,
      dramReadBytes > 0 ? Double(dramReadBytes) / dramBytesPerSecond + dramLatency : 0)
  }
}

extension NodeTask {
  /// By operand: bytes that its tiles read at least, however the output is cut; 0 for what tiles may skip over, such as every
  /// second row of an image.
  fileprivate func leastOperandBytes(in graph: Graph) -> [Int] {
    let whole = Box(shape: outputType.shape)
    return operands.indices.map { position in
      guard let value = operands[position], let box = operandBox(position, for: whole, in: graph),
        readsWithoutGaps(position, in: graph)
      else { return 0 }
      return graph.values[value].type.element.byteCount(of: box.elementCount)
    }
  }

  /// Whether what two neighbouring slices of the output need lies side by side.
  private func readsWithoutGaps(_ position: Int, in graph: Graph) -> Bool {
    let whole = Box(shape: outputType.shape)
    return splittableAxes.allSatisfy { axis in
      guard whole.extent(axis) > 1 else { return true }
      // In the middle, where no padding is.
      let middle = whole.extent(axis) / 2
      let boxes = [middle - 1, middle].map {
        operandBox(position, for: whole.replacing(axis, with: $0..<$0 + 1), in: graph)
      }
      guard let first = boxes[0], let second = boxes[1], !first.isEmpty, !second.isEmpty else { return true }
      return (0..<first.rank).allSatisfy { second.lower($0) <= first.lower($0) + first.extent($0) }
    }
  }
}

extension Chip {
  /// A core, where all are alike in all that work is counted in.
  fileprivate var commonCore: Core? {
    guard let first = cores.first else { return nil }
    let isLikeFirst = { (core: Core) in
      core.matrix == first.matrix && core.vector == first.vector && core.scratchpad == first.scratchpad
    }
    return cores.allSatisfy(isLikeFirst) ? first : nil
  }
}
