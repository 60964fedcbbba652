import Testing

@testable import Arrays
@testable import Chips

@Suite("Stepping an array")
struct SteppingTests {
  private let square = ArrayProduct<IntegerArithmetic>(
    MatrixProductShape(rows: 2, columns: 2, reduction: 2), left: [1, 2, 3, 4], right: [5, 6, 7, 8])

  private func engine(_ systolic: Systolic) -> MatrixEngine {
    MatrixEngine(array: .systolic(systolic), rows: 2, columns: 2, precisions: [])
  }

  private func words(_ array: any SteppedArray<IntegerArithmetic>) -> [[String]] {
    (0..<2).flatMap { row in
      (0..<2).map { column in
        let state = array.processingElement(row: row, column: column)
        return [state.left, state.right, state.sum, state.isBusy ? "busy" : ""]
      }
    }
  }

  @Test("A 2×2 product on an output-stationary array, as on paper")
  func outputStationary() {
    let array = engine(
      Systolic(
        dataflow: .outputStationary, outputDrain: .bus, stationaryLoading: .serial, trimsEdgeTiles: true)
    ).registerLevel(square)
    array.step()
    #expect(
      words(array) == [
        ["1", "5", "5", "busy"], ["0", "0", "0", ""], ["0", "0", "0", ""], ["0", "0", "0", ""],
      ])
    array.step()
    #expect(
      words(array) == [
        ["2", "7", "19", "busy"], ["1", "6", "6", "busy"], ["3", "5", "15", "busy"], ["0", "0", "0", ""],
      ])
    array.step()
    #expect(
      words(array) == [
        ["0", "0", "19", ""], ["2", "8", "22", "busy"], ["4", "7", "43", "busy"], ["3", "6", "18", "busy"],
      ])
    #expect(array.run().totalCycles == 5)
    #expect(array.results == [19, 22, 43, 50])
  }

  @Test("A 2×2 product on a weight-stationary array, as on paper")
  func weightStationary() {
    let array = engine(
      Systolic(
        dataflow: .weightStationary, outputDrain: .block, stationaryLoading: .chain, trimsEdgeTiles: true)
    ).registerLevel(square)
    for _ in 0..<3 { array.step() }
    // Both rows of weights are in; the first row of activations meets the first weights.
    #expect(
      words(array) == [
        ["1", "5", "5", "busy"], ["0", "6", "0", ""], ["0", "7", "0", ""], ["0", "8", "0", ""],
      ])
    array.step()
    #expect(
      words(array) == [
        ["3", "5", "15", "busy"], ["1", "6", "6", "busy"], ["2", "7", "19", "busy"], ["0", "8", "0", ""],
      ])
    #expect(array.run().lastOutput == 6)
    #expect(array.results == [19, 22, 43, 50])
  }

  @Test("An array that is finished stays as it is")
  func finished() {
    let array = engine(
      Systolic(
        dataflow: .inputStationary, outputDrain: .block, stationaryLoading: .shadowTagged,
        trimsEdgeTiles: false)
    ).registerLevel(square)
    let record = array.run()
    array.step()
    #expect(array.record == record)
    #expect(array.cycle == record.totalCycles)
  }

  @Test("What stays in a PE from another tile does not spoil sums that pass it, infinite or not")
  func infinite() {
    // Trimmed: the second tile of the reduction has one row; the first tile's second row holds infinity.
    let shape = MatrixProductShape(rows: 2, columns: 1, reduction: 3)
    let product = ArrayProduct<FloatArithmetic>(shape, left: [1, 0, 2, 0, 1, 2], right: [1, .infinity, 3])
    for loading in StationaryLoading.allCases {
      let run = engine(
        Systolic(
          dataflow: .weightStationary, outputDrain: .block, stationaryLoading: loading, trimsEdgeTiles: true)
      ).runRegisters(product)
      #expect(run.results[0].isNaN)
      #expect(run.results[1] == .infinity)
    }
  }
}
