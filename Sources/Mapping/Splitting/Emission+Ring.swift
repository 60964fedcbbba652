import Graphs
import Tensors

/// A contraction whose reduction is divided over cores.
///
/// Every core finishes a part of the output and sums some units of the reduction for all parts. The partial sums of a
/// tile travel round the cores, each adding its own to what arrives, and end at the core that finishes them; all cores
/// work on different parts at the same time, so that what moves is what a ring reduce-scatter moves.
extension Emission {
  /// A tile's partial sums on the core that has them now.
  private struct TravellingSum {
    var view: View
    var space: AddressSpace.Range
    /// Whom the first product that adds to it waits for.
    var waitFor: CommandSet
  }

  /// - Parameter tilings: by part.
  mutating func emitRing(
    _ task: NodeTask, _ contraction: any Contraction, _ partition: Partition, _ tilings: [ContractionTiling]
  ) throws {
    let parts = partition.parts
    let tiles = zip(parts, tilings).map {
      outputTiles(of: $0.box, $1, columnAxis: contraction.columnAxis)
    }
    var sums = [TravellingSum?](repeating: nil, count: parts.count)
    for round in 0..<(tiles.map(\.count).max() ?? 0) {
      for step in parts.indices {
        for (place, part) in parts.enumerated() {
          let owner = (place + 2 * parts.count - 1 - step) % parts.count
          guard tiles[owner].indices.contains(round) else { continue }
          let box = tiles[owner][round]
          let number = round * parts.count + owner
          let sum = try sums[owner] ?? freshSum(task, box, core: part.core)
          let contracts = try emitSteps(
            task, contraction, sum, part, isFirst: step == 0, stepUnits: tilings[owner].reductionUnits,
            tile: number)
          if step == parts.count - 1 {
            let finish = try emitFinish(task, part, sum.view, box, after: contracts, tile: number)
            var users = CommandSet()
            users.insert(finish, on: .vector(core: part.core))
            cores[part.core].accumulator.free(sum.space, lastUsers: users)
            sums[owner] = nil
          } else {
            let next = parts[(place + 1) % parts.count].core
            sums[owner] = try emitPassing(
              task, sum, from: part.core, to: next, after: contracts, tile: number)
          }
        }
      }
    }
  }

  private mutating func freshSum(_ task: NodeTask, _ box: Box, core: Int) throws -> TravellingSum {
    let (view, space) = try allocateSum(task, box, core: core)
    return TravellingSum(view: view, space: space.range, waitFor: space.waitFor)
  }

  /// What one core adds.
  private mutating func emitSteps(
    _ task: NodeTask, _ contraction: any Contraction, _ sum: TravellingSum, _ part: Partition.Part,
    isFirst: Bool, stepUnits: Int, tile: Int
  ) throws -> CommandSet {
    var last = CommandSet()
    let own = part.reduction!
    for lower in stride(from: own.lowerBound, to: own.upperBound, by: stepUnits) {
      let units = lower..<min(own.upperBound, lower + stepUnits)
      let isOpening = lower == own.lowerBound
      let command = try emitProduct(
        task, contraction, sum.view, units, core: part.core, clears: isFirst && isOpening,
        waitFor: isOpening ? sum.waitFor : CommandSet(), tile: tile)
      last.insert(command, on: .matrix(core: part.core))
    }
    return last
  }

  private mutating func emitPassing(
    _ task: NodeTask, _ sum: TravellingSum, from core: Int, to next: Int, after contracts: CommandSet,
    tile: Int
  ) throws -> TravellingSum {
    let (view, space) = try allocateSum(task, sum.view.box, core: next)
    var waitFor = contracts
    waitFor.formUnion(space.waitFor)
    let engine = EngineIdentifier.copy(core: core)
    let push = builder.emit(
      .transfer(from: sum.view, to: view), on: engine, node: task.index, tile: tile, waitFor: waitFor)
    var arrival = CommandSet()
    arrival.insert(push, on: engine)
    cores[core].accumulator.free(sum.space, lastUsers: arrival)
    return TravellingSum(view: view, space: space.range, waitFor: arrival)
  }
}
