import Testing
import Tilewright

@Suite struct ScaleSimDifferenceTests {
  private let topology = "header\na, 128, 70, 50,\nb, 32, 33, 33,\n"

  private func difference(
    _ chipName: String, _ change: (inout Systolic) -> Void = { _ in }
  ) throws -> ScaleSimDifference {
    var chip = try Chip.read(Shelf.chips.file(named: chipName))
    guard case .systolic(var systolic)? = chip.cores[0].matrix?.array else {
      throw InputError(at: chipName, "has no systolic array")
    }
    change(&systolic)
    chip.cores[0].matrix?.array = .systolic(systolic)
    let network = try ScaleSimTopology(parsing: topology, file: "net.csv")
    return try #require(try ScaleSimDifference(network, on: chip, element: .int8))
  }

  @Test func anOutputStationaryArrayMustDrainEveryFold() throws {
    let difference = try difference("scale-32x32-os")
    let folds = 4 * 3 + 1 * 2
    // Two layers, each of whose counts is an index from 0.
    #expect(difference.arrayCycles == difference.scaleSimCycles + folds * 32 + 2)
  }

  @Test func shadowWeightsAndTrimmedEdgesTakeLess() throws {
    let honest = try difference("scale-32x32-ws")
    let quick = try difference("scale-32x32-ws") { $0.stationaryLoading = .shadowTagged }
    let trimmed = try difference("scale-32x32-ws") { $0.trimsEdgeTiles = true }
    #expect(honest.arrayCycles > quick.arrayCycles && honest.arrayCycles > trimmed.arrayCycles)
    #expect(honest.scaleSimCycles == trimmed.scaleSimCycles)
  }

  @Test func lanesOfDotProductsAndSeveralCoresHaveNoCountThere() throws {
    let network = try ScaleSimTopology(parsing: topology, file: "net.csv")
    for name in ["nvdla-small", "quad-128"] {
      let chip = try Chip.read(Shelf.chips.file(named: name))
      #expect(try ScaleSimDifference(network, on: chip, element: .int8) == nil)
    }
  }
}
