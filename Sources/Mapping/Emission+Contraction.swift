import Graphs
import Tensors

extension Emission {
  /// Constants up to this size are loaded once for a core's whole share instead of tile by tile.
  static let smallConstantBytes = 16 << 10

  /// Emits one core's share of a contraction.
  mutating func emitContraction(
    _ task: NodeTask, _ contraction: any Contraction, _ part: Partition.Part, tiling: ContractionTiling,
    firstTile: Int
  ) throws -> Int {
    let units = cuts(length: contraction.reductionUnits, by: tiling.reductionUnits)
    var tile = firstTile
    for box in outputTiles(of: part.box, tiling, columnAxis: contraction.columnAxis) {
      beginTile(on: part.core)
      try emitOutputTile(task, contraction, part, box, units, tile: tile)
      tile += 1
    }
    return tile
  }

  /// One output tile: all steps of its reduction, the finish, and the delivery.
  private mutating func emitOutputTile(
    _ task: NodeTask, _ contraction: any Contraction, _ part: Partition.Part, _ box: Box,
    _ units: [Range<Int>],
    tile: Int
  ) throws {
    let core = part.core
    let (accumulator, space) = try allocateSum(task, box, core: core)
    var lastContract = CommandSet()
    for (step, range) in units.enumerated() {
      let command = try emitProduct(
        task, contraction, accumulator, range, core: core, clears: step == 0,
        waitFor: step == 0 ? space.waitFor : CommandSet(), tile: tile)
      lastContract.insert(command, on: .matrix(core: core))
    }
    let finish = try emitFinish(task, part, accumulator, box, after: lastContract, tile: tile)
    var users = CommandSet()
    users.insert(finish, on: .vector(core: core))
    cores[core].accumulator.free(space.range, lastUsers: users)
  }

  /// Room for the partial sums of a box.
  mutating func allocateSum(
    _ task: NodeTask, _ box: Box, core: Int
  ) throws -> (view: View, space: (range: AddressSpace.Range, waitFor: CommandSet)) {
    let partialSum = accumulatorElement(for: graph.values[task.operands[0]!].type)
    let bytes = partialSum.byteCount(of: box.elementCount)
    let area = AddressSpace.Range(lower: 0, upper: chip.cores[core].accumulator!.capacityBytes)
    guard let space = cores[core].accumulator.allocate(bytes, within: area) else {
      throw MappingError.doesNotFit(
        memory: .accumulator(core: core), neededBytes: bytes, availableBytes: area.count)
    }
    let view = View(
      value: Int32(task.output), memory: .accumulator(core: core), address: space.range.lower, layout: box,
      box: box, element: partialSum)
    return (view, space)
  }

  /// One product of some units of the reduction, with its operands brought.
  mutating func emitProduct(
    _ task: NodeTask, _ contraction: any Contraction, _ sum: View, _ units: Range<Int>, core: Int,
    clears: Bool, waitFor others: CommandSet, tile: Int
  ) throws -> Int32 {
    let matrix = EngineIdentifier.matrix(core: core)
    let operands = try [0, 1].map { position in
      try fetch(
        task.operands[position]!, contraction.inputBox(position, for: sum.box, reduction: units), core: core,
        node: task.index, tile: tile)
    }
    var waitFor = others
    for operand in operands { waitFor.formUnion(operand.waitFor) }
    let command = builder.emit(
      .contract(
        a: operands[0].view, b: operands[1].view, accumulator: sum,
        reduction: Int32(units.lowerBound)..<Int32(units.upperBound), clears: clears),
      on: matrix, node: task.index, tile: tile, waitFor: waitFor)
    for operand in operands { noteUse(operand, by: command, on: matrix) }
    unpinTiles(of: core)
    return command
  }

  mutating func emitFinish(
    _ task: NodeTask, _ part: Partition.Part, _ accumulator: View, _ box: Box, after contracts: CommandSet,
    tile: Int
  ) throws -> Int32 {
    let core = part.core
    let vector = EngineIdentifier.vector(core: core)
    var waitFor = contracts
    let operands = try fetchOperands(
      of: task, task.inputCount..<task.operands.count, for: box, part: part, tile: tile, &waitFor)
    let target = try destination(for: task.output, box, core: core, node: task.index)
    waitFor.formUnion(target.waitFor)
    let command = builder.emit(
      .finish(accumulator: accumulator, operands: operands.map { $0?.view }, output: target.view),
      on: vector, node: task.index, tile: tile, waitFor: waitFor)
    for operand in operands { operand.map { noteUse($0, by: command, on: vector) } }
    unpinTiles(of: core)
    deliver(
      target, of: task.output, writtenBy: command, on: vector, core: core, node: task.index, tile: tile)
    return command
  }

  /// Some operands of a node for a box of its output, on the core that computes it.
  mutating func fetchOperands(
    of task: NodeTask, _ positions: Range<Int>, for box: Box, part: Partition.Part, tile: Int,
    _ waitFor: inout CommandSet
  ) throws -> [Operand?] {
    var result: [Operand?] = []
    for position in positions {
      guard let value = task.operands[position],
        let needed = task.operandBox(position, for: box, in: graph)
      else {
        result.append(nil)
        continue
      }
      let operand = try fetch(
        value, needed, wider: widerBox(task, position, part), core: part.core, node: task.index, tile: tile)
      waitFor.formUnion(operand.waitFor)
      result.append(operand)
    }
    return result
  }

  /// What to load of a small constant: what the core's whole share needs.
  private func widerBox(_ task: NodeTask, _ position: Int, _ part: Partition.Part) -> Box? {
    guard let value = task.operands[position], graph.values[value].initializer != nil,
      let whole = task.operandBox(position, for: part.whole ?? part.box, in: graph)
    else { return nil }
    let bytes = graph.values[value].type.element.byteCount(of: whole.elementCount)
    let room = workingArea(part.core, task.index).count / 8
    return bytes <= min(room, Emission.smallConstantBytes) ? whole : nil
  }

  private func accumulatorElement(for type: TensorType) -> ElementType {
    type.element.isFloatingPoint ? .float32 : .int32
  }

  func outputTiles(of box: Box, _ tiling: ContractionTiling, columnAxis: Int) -> [Box] {
    let rowAxes = (0..<box.rank).filter { $0 != columnAxis }
    let columns = [columnAxis]
    switch tiling.order {
    case .columnsOuter: return tiles(of: box, tiling.tileExtents, axes: columns + rowAxes)
    case .rowsOuter: return tiles(of: box, tiling.tileExtents, axes: rowAxes + columns)
    }
  }

  /// All tiles of a box, the first of `axes` varying slowest.
  func tiles(of box: Box, _ extents: [Int], axes: [Int]) -> [Box] {
    var result = [box]
    for axis in axes {
      let ranges = cuts(length: box.extent(axis), by: extents[axis])
      result = result.flatMap { part in
        ranges.map {
          part.replacing(axis, with: $0.lowerBound + box.lower(axis)..<$0.upperBound + box.lower(axis))
        }
      }
    }
    return result
  }

  func cuts(length: Int, by step: Int) -> [Range<Int>] {
    stride(from: 0, to: length, by: step).map { $0..<min($0 + step, length) }
  }
}
