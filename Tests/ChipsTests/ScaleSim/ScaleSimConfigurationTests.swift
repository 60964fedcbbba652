import Documents
import Testing

@testable import Chips

/// As version 2 writes it: no key that only version 3 knows.
private let secondVersion = """
  [general]
  run_name = eight
  [architecture_presets]
  ArrayHeight:    8
  ArrayWidth:     4
  IfmapSramSzkB:    64
  FilterSramSzkB:   32
  OfmapSramSzkB:    16
  IfmapOffset:    0
  FilterOffset:   10000000
  OfmapOffset:    20000000
  Dataflow : ws
  Bandwidth : 10
  MemoryBanks: 1
  [run_presets]
  InterfaceBandwidth: CALC
  """

@Suite struct ScaleSimConfigurationTests {
  private func configuration(_ changes: (old: String, new: String)...) throws -> ScaleSimConfiguration {
    var text = secondVersion
    for change in changes {
      #expect(text.contains(change.old))
      text.replace(change.old, with: change.new)
    }
    return try ScaleSimConfiguration(parsing: text, file: "eight.cfg")
  }

  @Test func theSecondVersionNeedsNoKeysOfTheThird() throws {
    let read = try configuration()
    #expect(read.runName == "eight")
    #expect(read.rows == 8 && read.columns == 4 && read.dataflow == .weightStationary)
    #expect(read.inputKibibytes == 64 && read.filterKibibytes == 32 && read.outputKibibytes == 16)
    #expect(read.wordsPerCycle.isEmpty && !read.usesSparsity)
  }

  @Test func theThirdVersionSaysMore() throws {
    let read = try configuration(
      ("CALC", "USER\nUseRamulatorTrace: False\n[sparsity]\nSparsitySupport : true\nSparseRep : csr"),
      ("Bandwidth : 10", "Bandwidth : 10, 20,30"))
    #expect(read.wordsPerCycle == [10, 20, 30])
    #expect(read.usesSparsity && read.sparseFormat == .csr)
  }

  @Test(arguments: [
    ("ArrayHeight:    8", "ArrayHeight: 0", "line 4"), ("ArrayWidth:     4", "ArrayWidth: 4x", "line 5"),
    ("Dataflow : ws", "Dataflow : rs", "line 12"), ("CALC", "FREE", "line 16"),
    ("CALC", "USER\n[sparsity]\nSparsitySupport = maybe", "line 18"),
  ]) func aWrongValueIsRefusedWithItsLine(_ old: String, _ new: String, _ line: String) {
    let error = #expect(throws: InputError.self) { try configuration((old, new)) }
    #expect(error?.place == "eight.cfg, \(line)")
  }

  @Test func theChipIsThatArrayWithWhatARealOneNeeds() throws {
    let chip = try Chip(configuration(("CALC", "USER")))
    let core = chip.cores[0]
    #expect(chip.name == "eight" && chip.cores.count == 1)
    #expect(core.matrix?.rows == 8 && core.matrix?.columns == 4)
    #expect(
      core.matrix?.array
        == .systolic(
          Systolic(
            dataflow: .weightStationary, outputDrain: .block, stationaryLoading: .shadowTagged,
            trimsEdgeTiles: true)))
    #expect(core.scratchpad.capacityBytes == 96 << 10 && core.accumulator?.capacityBytes == 16 << 10)
    #expect(chip.dram.bandwidthBytesPerSecond == 10 * core.clockHertz)
  }

  @Test func memoryFeedsEveryEdgeWhereTheBandwidthIsToBeFound() throws {
    let chip = try Chip(configuration())
    #expect(chip.dram.bandwidthBytesPerSecond == (8 + 2 * 4) * chip.cores[0].clockHertz)
  }

  @Test func anArrayBeyondAChipsIsCountedButNotBuilt() throws {
    let large = try configuration(("ArrayHeight:    8", "ArrayHeight: 16384"))
    let error = #expect(throws: InputError.self) { try Chip(large) }
    #expect(error?.place == "eight.cfg")
  }
}
