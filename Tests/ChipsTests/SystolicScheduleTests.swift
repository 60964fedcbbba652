import Testing

@testable import Chips

/// Every kind of systolic array there is.
let everySystolicArray: [Systolic] = [false, true].flatMap { trims in
  OutputDrain.allCases.map { Systolic.outputStationary($0, trims: trims) }
    + StationaryLoading.allCases.flatMap {
      [Systolic.weightStationary($0, trims: trims), .inputStationary($0, trims: trims)]
    }
}

/// Small shapes around the edges of small arrays, the same in every run.
let awkwardShapes: [MatrixProductShape] = {
  let extents = [1, 2, 3, 4, 5, 8, 9, 13]
  var shapes: [MatrixProductShape] = []
  for (index, rows) in extents.enumerated() {
    for (offset, columns) in extents.enumerated() {
      let reduction = extents[(index * 2 + offset) % extents.count]
      let groups = 1 + (index + offset) % 3
      shapes.append(
        MatrixProductShape(groups: groups, rows: rows, columns: columns, reduction: reduction))
    }
  }
  return shapes
}()

@Suite("Systolic schedule")
struct SystolicScheduleTests {
  static let sizes = [(4, 4), (3, 5), (8, 2)]

  /// The tiles one after the other: first inputs, and the last result of all.
  private func walk(_ schedule: SystolicSchedule) -> (firstInputs: [Int], lastOutput: Int) {
    var firstInputs: [Int] = []
    var lastOutput = 0
    var now = schedule.preload
    for _ in 0..<schedule.groups {
      for outer in 0..<schedule.outer.count {
        for inner in 0..<schedule.inner.count {
          firstInputs.append(now)
          lastOutput = max(lastOutput, now + schedule.outputs(outer: outer, inner: inner).upperBound)
          let next = inner + 1 < schedule.inner.count ? inner + 1 : 0
          let nextOuter = next > 0 ? outer : (outer + 1) % schedule.outer.count
          now += schedule.period(inner: inner, outer: outer, next: next, nextOuter: nextOuter)
        }
      }
    }
    return (firstInputs, lastOutput)
  }

  @Test("The closed form is the walk from tile to tile", arguments: everySystolicArray)
  func closedForm(array: Systolic) {
    for (rows, columns) in Self.sizes {
      for shape in awkwardShapes {
        let schedule = SystolicSchedule(array, rows: rows, columns: columns, shape: shape)
        let (firstInputs, lastOutput) = walk(schedule)
        let isEqual =
          schedule.tiles == firstInputs.count && schedule.lastTileFirstInput == firstInputs.last
          && schedule.lastOutput == lastOutput
        if !isEqual { Issue.record("\(rows)×\(columns), \(shape)") }
      }
    }
  }

  @Test(
    "No step multiplies more than the array holds, and no input waits for ever", arguments: everySystolicArray
  )
  func utilisation(array: Systolic) throws {
    for (rows, columns) in Self.sizes {
      for shape in awkwardShapes {
        let timing = SystolicSchedule(array, rows: rows, columns: columns, shape: shape).timing
        let work = try #require(shape.multiplyAccumulates)
        let isSound =
          work <= timing.totalCycles * rows * columns && timing.preloadCycles >= 0 && timing.drainCycles >= 0
          && (0...timing.streamCycles).contains(timing.lastTileCycles)
        if !isSound { Issue.record("\(rows)×\(columns), \(shape): \(timing)") }
      }
    }
  }

  @Test("More rows, columns, reduction or groups never take fewer cycles", arguments: everySystolicArray)
  func monotone(array: Systolic) {
    for (rows, columns) in Self.sizes {
      for shape in awkwardShapes {
        let cycles = SystolicSchedule(array, rows: rows, columns: columns, shape: shape).timing.totalCycles
        for dimension in [
          \MatrixProductShape.groups, \MatrixProductShape.rows, \MatrixProductShape.columns,
          \MatrixProductShape.reduction,
        ] {
          var larger = shape
          larger[keyPath: dimension] += 1
          let more = SystolicSchedule(array, rows: rows, columns: columns, shape: larger).timing.totalCycles
          let isWait = dimension == \.rows && Self.waitsForPorts(array, rows: rows, shape)
          if more < cycles - (isWait ? shape.groups : 0) {
            Issue.record("\(rows)×\(columns), \(shape) → \(larger): \(cycles) → \(more)")
          }
        }
      }
    }
  }

  /// Where the law has an exception: second registers give a column's results through one port, at the lowest row
  /// that the tile uses. A tile of T′ rows has its first result there T − T′ cycles sooner than one of T rows, and
  /// behind such a one it must begin that much later: 2T − T′ cycles after it, where its words would have let it
  /// begin sooner. One row more in it then costs nothing, and saves that cycle once in each group.
  private static func waitsForPorts(_ array: Systolic, rows: Int, _ shape: MatrixProductShape) -> Bool {
    let edge = shape.rows % rows
    return array.dataflow == .outputStationary && array.outputDrain == .shadow && array.trimsEdgeTiles
      && shape.rows > rows && edge > 0 && 2 * rows - edge > max(shape.reduction, rows)
  }

  @Test(
    "Input-stationary is weight-stationary with the operands exchanged", arguments: StationaryLoading.allCases
  )
  func mirror(loading: StationaryLoading) {
    for shape in awkwardShapes {
      let mirrored = MatrixProductShape(
        groups: shape.groups, rows: shape.columns, columns: shape.rows, reduction: shape.reduction)
      let inputs = SystolicSchedule(.inputStationary(loading), rows: 4, columns: 3, shape: shape)
      let weights = SystolicSchedule(.weightStationary(loading), rows: 4, columns: 3, shape: mirrored)
      #expect(inputs.timing == weights.timing)
      #expect(inputs.traffic.leftWords == weights.traffic.rightWords)
      #expect(inputs.traffic.rightWords == weights.traffic.leftWords)
      #expect(inputs.traffic.resultWords == weights.traffic.resultWords)
    }
  }

  @Test(
    "A command that follows another takes up where the rule of ProductTiming says",
    arguments: everySystolicArray.filter(\.trimsEdgeTiles))
  func following(array: Systolic) {
    for (rows, columns) in Self.sizes {
      for var shape in awkwardShapes {
        shape.groups = 1
        let alone = SystolicSchedule(array, rows: rows, columns: columns, shape: shape).timing
        shape.groups = 2
        let both = SystolicSchedule(array, rows: rows, columns: columns, shape: shape).timing
        let streamEnd = alone.preloadCycles + alone.streamCycles
        let secondInput = max(streamEnd, streamEnd - alone.lastTileCycles + alone.preloadCycles)
        if secondInput + alone.streamCycles + alone.drainCycles != both.totalCycles {
          Issue.record("\(rows)×\(columns), \(shape)")
        }
      }
    }
  }

  @Test("A shadow register hides loading; each better way of loading is no slower")
  func loading() {
    for shape in awkwardShapes {
      let cycles = StationaryLoading.allCases.map {
        SystolicSchedule(.weightStationary($0), rows: 4, columns: 4, shape: shape).timing.totalCycles
      }
      // serial, chain, tagged, shadow-chain, shadow-tagged
      #expect(cycles[0] >= cycles[1] && cycles[1] >= cycles[2])
      #expect(cycles[1] >= cycles[3] && cycles[3] >= cycles[4] && cycles[2] >= cycles[4])
    }
    let long = MatrixProductShape(rows: 100, columns: 64, reduction: 64)
    let schedule = SystolicSchedule(.weightStationary(.shadowTagged), rows: 16, columns: 16, shape: long)
    #expect(schedule.timing.streamCycles == 16 * 100)
  }
}
