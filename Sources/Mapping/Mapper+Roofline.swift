import Graphs
import Tensors

/// The least cycles that an operator can take, whatever the schedule.
extension Mapper {
  /// Its useful work at the peak of all engines of the kind it runs on.
  func computeBoundCycles(_ task: NodeTask) -> Double {
    let whole = Box(shape: task.outputType.shape)
    switch task.kind {
    case .contraction:
      let element = graph.values[task.operands[0]!].type.element
      return Double(task.work.multiplyAccumulates) / cost.peakMultiplyAccumulatesPerCycle(element)
    case .tiled where task.isPlainMove:
      let bytes = task.operands.indices.reduce(task.outputType.byteCount) {
        $0 + operandBytes(task, $1, whole)
      }
      return Double(bytes) / cost.scratchpadBytesPerCycle
    case .tiled:
      return Double(task.vectorOperations(for: whole)) / max(1, cost.peakVectorOperationsPerCycle)
    case .host:
      let perCycle = chip.host.operationsPerCycle * Double(chip.host.clockHertz) / Double(cost.clockHertz)
      return Double(task.work.hostOperations) / perCycle
    case .alias:
      return 0
    }
  }

  /// Each byte that must come from or go to DRAM, once, at peak bandwidth.
  func memoryBoundCycles(_ task: NodeTask, _ homes: HomeDirectory) -> Double {
    if case .alias = task.kind { return 0 }
    let whole = Box(shape: task.outputType.shape)
    var bytes = 0
    for value in Set(task.operands.compactMap { $0 })
    where plan.residents[plan.root[value]] == nil && homes.isInDRAM(value) {
      bytes += operandBytes(task, task.operands.firstIndex(of: value)!, whole)
    }
    for value in graph.nodes[task.index].outputs where homes.isInDRAM(value) {
      bytes += graph.values[value].type.byteCount
    }
    return Double(bytes) / cost.dramBytesPerCycle
  }

  /// Bytes of an operand that a box of the output needs.
  private func operandBytes(_ task: NodeTask, _ position: Int, _ output: Box) -> Int {
    guard let value = task.operands[position], let needed = task.operandBox(position, for: output, in: graph)
    else { return 0 }
    return graph.values[value].type.element.byteCount(of: needed.elementCount)
  }
}
