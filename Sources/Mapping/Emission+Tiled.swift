import Graphs
import Tensors

extension Emission {
  /// Bytes of operands and result that a vector command works on at most; smaller tiles start earlier, larger ones
  /// cost fewer commands.
  static let tiledCommandBytes = 128 << 10

  /// Emits one core's share of an operator on the vector engine (movements without arithmetic: on the DMA engine).
  mutating func emitTiled(
    _ task: NodeTask, _ part: Partition.Part, firstTile: Int
  ) throws -> Int {
    let core = part.core
    let engine: EngineIdentifier = task.isPlainMove ? .copy(core: core) : .vector(core: core)
    let extents = try tiledExtents(task, part)
    var tile = firstTile
    for box in tiles(of: part.box, extents, axes: Array(0..<part.box.rank)) {
      beginTile(on: core)
      var waitFor = CommandSet()
      let operands = try fetchOperands(
        of: task, 0..<task.operands.count, for: box, part: part, tile: tile, &waitFor)
      let target = try destination(for: task.output, box, core: core, node: task.index)
      waitFor.formUnion(target.waitFor)
      let command = builder.emit(
        .compute(inputs: operands.map { $0?.view }, output: target.view), on: engine, node: task.index,
        tile: tile, waitFor: waitFor)
      for operand in operands { operand.map { noteUse($0, by: command, on: engine) } }
      unpinTiles(of: core)
      deliver(
        target, of: task.output, writtenBy: command, on: engine, core: core, node: task.index, tile: tile)
      tile += 1
    }
    return tile
  }

  /// Largest tile extents whose operands and result fit, cut along the outermost axes first.
  private func tiledExtents(_ task: NodeTask, _ part: Partition.Part) throws -> [Int] {
    let area = workingArea(part.core, task.index).count
    let limit = min(area / 4, Emission.tiledCommandBytes)
    let axes = task.splittableAxes.filter { part.box.extent($0) > 1 }
    var extents = part.box.shape
    for axis in axes {
      while extents[axis] > 1, bytesInFlight(task, part, extents) > limit {
        extents[axis] = (extents[axis] + 1) / 2
      }
    }
    let need = bytesInFlight(task, part, extents)
    guard need <= area else {
      throw MappingError.doesNotFit(
        memory: .scratchpad(core: part.core), neededBytes: need, availableBytes: area)
    }
    return extents
  }

  private func bytesInFlight(_ task: NodeTask, _ part: Partition.Part, _ extents: [Int]) -> Int {
    let box = Box(lower: part.box.lowerBounds, extent: extents)
    var bytes = task.outputType.element.byteCount(of: box.elementCount)
    for position in task.operands.indices {
      guard let value = task.operands[position], let needed = task.operandBox(position, for: box, in: graph)
      else { continue }
      bytes += AddressSpace.aligned(graph.values[value].type.element.byteCount(of: needed.elementCount))
    }
    return bytes
  }

  /// What the host reads or writes lies row-major.
  private func rowMajorView(of value: ValueIndex) -> View {
    let views = homes.views(of: value, Box(shape: graph.values[value].type.shape))
    precondition(views.count == 1, "no value of the host lies in blocks")
    return views[0]
  }

  /// Emits a host operator: it reads and writes tensors in their homes.
  mutating func emitHost(_ task: NodeTask) {
    let node = graph.nodes[task.index]
    var waitFor = CommandSet()
    var inputs: [View?] = []
    for value in task.operands {
      guard let value else {
        inputs.append(nil)
        continue
      }
      let whole = Box(shape: graph.values[value].type.shape)
      waitFor.formUnion(homes.writers(of: value, whole))
      inputs.append(rowMajorView(of: value))
    }
    for output in node.outputs { waitFor.formUnion(homes.claim(of: output)) }
    let outputs = node.outputs.map { rowMajorView(of: $0) }
    let command = builder.emit(
      .host(inputs: inputs, outputs: outputs), on: .host, node: task.index, tile: 0, waitFor: waitFor)
    for value in task.operands { value.map { homes.noteReader(of: $0, command, on: .host) } }
    for output in node.outputs {
      let whole = Box(shape: graph.values[output].type.shape)
      homes.noteWriter(of: output, Writer(box: whole, command: command, engine: .host))
    }
  }
}
