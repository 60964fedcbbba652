import Foundation
import Testing
import Tilewright

@Suite struct ScaleSimCountTests {
  private func table() throws -> CSVTable {
    let package = URL(fileURLWithPath: #filePath).appendingPathComponent("../../../..").standardizedFileURL
    return try ScaleSimValidation.table(package.appendingPathComponent("results/scalesim").path)
  }

  @Test func everyRowOfTheReferenceIsEqual() throws {
    let rows = try ScaleSimValidation.rows(table())
    #expect(rows.count > 400)
    for row in rows {
      #expect(row.holds, "\(row.subject), \(row.quantity): \(row.ours) for \(row.reference)")
    }
  }

  @Test func aWrongReferenceIsFound() throws {
    let table = try table()
    let total = try table.rows[0].text("total_cycles")
    let url = URL(fileURLWithPath: table.file)
    let text = try String(contentsOf: url, encoding: .utf8).replacing(",\(total),", with: ",\(total)0,")
    let broken = try ScaleSimValidation.rows(CSVTable(parsing: text, file: "changed.csv")).filter {
      !$0.holds
    }
    #expect(broken.map(\.quantity) == ["total cycles"])
  }

  @Test func aDepthwiseRowCountsForEachChannel() throws {
    let array = ScaleSimArray(rows: 4, columns: 4, dataflow: .weightStationary)
    let topology = try ScaleSimTopology(parsing: "h\nDP, 6, 6, 3, 3, 5, 1, 1,\n", file: "net.csv")
    let layer = topology.layers[0]
    let count = ScaleSimCount(layer, on: array, usesSparsity: false)
    // 9 rows and 1 column in 3 folds of 2·4 + 4 + 16 − 2 cycles.
    #expect(count.folds == 3 && count.cyclesPerFold == 26 && count.totalCycles == 77)
    #expect(layer.copies == 5)
  }

  @Test func onePEThatMultipliesOnceHasAFiniteUtilisation() {
    let array = ScaleSimArray(rows: 1, columns: 1, dataflow: .outputStationary)
    let count = ScaleSimCount(rows: 1, columns: 1, reduction: 1, on: array)
    #expect(count.totalCycles == 0 && count.overallUtilisationPercent == 100)
  }
}
