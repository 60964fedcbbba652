import Foundation
import Testing

@testable import Arrays
@testable import Chips

@Suite("The tile level is the register level")
struct TileLevelTests {
  /// Random cases of a test run; more when the environment asks for them.
  static let cases = ProcessInfo.processInfo.environment["ARRAY_CASES"].flatMap { Int($0) } ?? 10_000
  static let chunks = 20

  /// What the closed forms say of every tile.
  static func tiles(_ schedule: SystolicSchedule) -> [TileRecord] {
    (0..<schedule.groups).flatMap { group in
      (0..<schedule.outer.count).flatMap { outer in
        (0..<schedule.inner.count).map { inner in
          let first = schedule.firstInput(group: group, outer: outer, inner: inner)
          let outputs = schedule.outputs(outer: outer, inner: inner)
          return TileRecord(
            group: group, outer: outer, inner: inner,
            stationaryWords: group == 0 ? schedule.stationaryWords(outer: outer, inner: inner) : nil,
            inputs: first...first + schedule.streamed - 1,
            outputs: first + outputs.lowerBound...first + outputs.upperBound)
        }
      }
    }
  }

  /// Runs a product through all registers and compares every cycle and every word.
  private func check<Arithmetic>(_ test: ArrayCase, _ product: ArrayProduct<Arithmetic>) throws {
    let engine = MatrixEngine(
      array: .systolic(test.systolic), rows: test.rows, columns: test.columns,
      precisions: [MatrixPrecision(element: .int8, cyclesPerStep: 1)])
    let array = engine.registerLevel(product)
    var record = array.run()
    for index in record.tiles.indices where record.tiles[index].group > 0 {
      record.tiles[index].stationaryWords = nil
    }
    let schedule = SystolicSchedule(test.systolic, rows: test.rows, columns: test.columns, shape: test.shape)
    let timing = try engine.timing(of: test.shape, element: .int8)
    #expect(record.tiles == Self.tiles(schedule), "\(test)")
    #expect(record.lastOutput == schedule.lastOutput, "\(test)")
    #expect(record.totalCycles == timing.totalCycles, "\(test)")
    #expect(record.tiles.count == timing.tiles, "\(test)")
    #expect(try record.traffic == engine.traffic(of: test.shape), "\(test)")
    #expect(record.multipliers.occupied == test.shape.multiplyAccumulates, "\(test)")
    #expect(record.multipliers.zeroGated == product.zeroProducts, "\(test)")
    let part = test.systolic.dataflow == .outputStationary ? test.shape.reduction : test.rows
    #expect(array.results == product.results(part: part), "\(test)")
  }

  @Test("Every tile, word and sum, over random products, arrays and dataflows", arguments: 0..<chunks)
  func randomCases(chunk: Int) throws {
    for seed in stride(from: chunk, to: Self.cases, by: Self.chunks) {
      let test = ArrayCase(seed: seed)
      if seed % 4 == 0 { try check(test, test.floats()) } else { try check(test, test.integers()) }
    }
  }
}
