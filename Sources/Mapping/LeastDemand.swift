import Chips
import Graphs
import Tensors

/// What a graph asks of a chip under every schedule: products of the matrix engines, operations of the vector engines
/// and the host, and bytes that must cross the pins of the DRAM once.
///
/// Engines work beside each other, so that a run takes at least as long as the busiest of them at its peak. Nothing is
/// counted that a schedule might avoid: sums that are finished elsewhere, values that stay on the chip, second reads.
public struct LeastDemand: Sendable {
  /// By the element type that is multiplied.
  public private(set) var multiplyAccumulates: [ElementType: Int] = [:]
  public private(set) var vectorOperations = 0
  public private(set) var hostOperations = 0
  /// Of inputs and constants that matrix and vector engines read, and of outputs that they make.
  public private(set) var dramBytes = 0

  /// - Throws: `InputError` for a node that the chip has no engine for.
  public init(_ graph: Graph, on chip: Chip) throws {
    let graph = try graph.leavingOutZeros(for: chip)
    let producer = graph.producer
    var read: [ValueIndex: Int] = [:]
    let leaving = Set(graph.outputs)
    for index in graph.nodes.indices {
      let task = try NodeTask(index, of: graph, on: chip)
      let whole = Box(shape: task.outputType.shape)
      switch task.kind {
      case .alias: continue
      case .host:
        hostOperations += task.work.hostOperations
        continue
      case .contraction:
        let element = graph.values[task.operands[0]!].type.element
        multiplyAccumulates[element, default: 0] += task.work.multiplyAccumulates
      case .tiled: if !task.isPlainMove { vectorOperations += task.vectorOperations(for: whole) }
      }
      for position in task.operands.indices {
        guard let value = task.operands[position], producer[value] == nil,
          let box = task.operandBox(position, for: whole, in: graph)
        else { continue }
        let bytes = graph.values[value].type.element.byteCount(of: box.elementCount)
        read[value] = max(read[value] ?? 0, bytes)
      }
      if leaving.contains(task.output) { dramBytes += task.outputType.byteCount }
    }
    dramBytes += read.values.reduce(0, +)
  }

  /// The least time on a chip: a lower bound, with nothing in the way of anything.
  public func seconds(on chip: Chip) -> Double {
    let products = multiplyAccumulates.reduce(0.0) { sum, entry in
      sum + Double(entry.value) / chip.peakMultiplyAccumulatesPerSecond(entry.key)
    }
    let lanes = chip.cores.reduce(0.0) { $0 + Double(($1.vector?.lanes ?? 0) * $1.clockHertz) }
    let host = chip.host.operationsPerCycle * Double(chip.host.clockHertz)
    return max(
      products, lanes > 0 ? Double(vectorOperations) / lanes : 0, Double(hostOperations) / host,
      Double(dramBytes) / Double(chip.dram.bandwidthBytesPerSecond))
  }
}
