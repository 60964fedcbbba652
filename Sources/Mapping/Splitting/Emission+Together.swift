import Graphs
import Tensors

/// A contraction whose parts are computed in step, so that what several cores need of an operand comes once for all of
/// them: weights where the rows are divided, inputs where the columns are.
extension Emission {
  /// - Parameter tilings: by part.
  /// - Returns: whether the parts have equally many tiles and steps, and were emitted.
  mutating func emitTogether(
    _ task: NodeTask, _ contraction: any Contraction, _ partition: Partition, _ tilings: [ContractionTiling]
  ) throws -> Bool {
    let parts = partition.parts
    let tiles = zip(parts, tilings).map {
      outputTiles(of: $0.box, $1, columnAxis: contraction.columnAxis)
    }
    guard chip.network.multicast, parts.count > 1, Set(tiles.map(\.count)).count == 1,
      Set(tilings.map(\.reductionUnits)).count == 1
    else { return false }
    let steps = cuts(length: contraction.reductionUnits, by: tilings[0].reductionUnits)
    for round in tiles[0].indices {
      let numbers = parts.indices.map { $0 * tiles[0].count + round }
      for part in parts { beginTile(on: part.core) }
      let sums = try parts.indices.map { try allocateSum(task, tiles[$0][round], core: parts[$0].core) }
      var contracts = [CommandSet](repeating: CommandSet(), count: parts.count)
      for (step, units) in steps.enumerated() {
        for position in 0...1 {
          let boxes = sums.map { contraction.inputBox(position, for: $0.view.box, reduction: units) }
          try bringTogether(
            task.operands[position]!, boxes, cores: parts.map(\.core), node: task.index, tile: round)
        }
        for (place, part) in parts.enumerated() {
          let command = try emitProduct(
            task, contraction, sums[place].view, units, core: part.core, clears: step == 0,
            waitFor: step == 0 ? sums[place].space.waitFor : CommandSet(), tile: numbers[place])
          contracts[place].insert(command, on: .matrix(core: part.core))
        }
      }
      for (place, part) in parts.enumerated() {
        let finish = try emitFinish(
          task, part, sums[place].view, tiles[place][round], after: contracts[place], tile: numbers[place])
        cores[part.core].accumulator.free(
          sums[place].space.range, lastUsers: CommandSet(finish, on: .vector(core: part.core)))
      }
    }
    return true
  }

  /// Loads each box that two or more cores need and do not have, once for all of them; their load engines take turns.
  /// - Parameter boxes: by core.
  private mutating func bringTogether(
    _ value: ValueIndex, _ boxes: [Box], cores wanting: [Int], node: NodeIndex, tile: Int
  ) throws {
    var groups: [(box: Box, cores: [Int])] = []
    for (box, core) in zip(boxes, wanting) {
      let key = TileCache.Key(value: value, box: box)
      if isResident(value, box, core: core) || cores[core].tiles.use(key) != nil { continue }
      if let group = groups.firstIndex(where: { $0.box == box }) {
        groups[group].cores.append(core)
      } else {
        groups.append((box, [core]))
      }
    }
    for group in groups where group.cores.count > 1 {
      let turn = tile % group.cores.count
      let order = Array(group.cores[turn...] + group.cores[..<turn])
      try loadTogether(value, group.box, cores: order, node: node, tile: tile)
    }
  }

  /// - Parameter receivers: the first one's engine loads.
  private mutating func loadTogether(
    _ value: ValueIndex, _ box: Box, cores receivers: [Int], node: NodeIndex, tile: Int
  ) throws {
    let element = graph.values[value].type.element
    var waitFor = homes.writers(of: value, box)
    var spaces: [View] = []
    var ranges: [AddressSpace.Range] = []
    for core in receivers {
      let space = try allocateTile(element.byteCount(of: box.elementCount), core: core, node: node)
      waitFor.formUnion(space.waitFor)
      ranges.append(space.range)
      spaces.append(
        View(
          value: Int32(value), memory: .scratchpad(core: core), address: space.range.lower, layout: box,
          box: box, element: element))
    }
    let engine = EngineIdentifier.load(core: receivers[0])
    var loader = CommandSet()
    for source in homes.views(of: value, box) {
      let targets = spaces.map { space in
        var target = space
        target.box = source.box
        return target
      }
      let command = builder.emit(
        .multicast(from: source, to: targets), on: engine, node: node, tile: tile, waitFor: waitFor)
      homes.noteReader(of: value, command, on: engine)
      loader.insert(command, on: engine)
    }
    for (core, range) in zip(receivers, ranges) {
      _ = cores[core].tiles.insert(TileCache.Key(value: value, box: box), range: range, loader: loader)
    }
  }
}
