import Documents
import Tensors
import Testing

@testable import Chips

@Suite("Energy table of a chip")
struct EnergyTableTests {
  private func chip(_ changes: [(String, JSONValue)]) throws -> Chip {
    let technology: JSONValue = ["node": "28 nm"]
    let document = try Presets.document("soc").setting(path: "technology", to: technology)
    return try Chip.load(
      changes.reduce(document) { try $0.setting(path: "technology.\($1.0)", to: $1.1, mayAdd: true) })
  }

  @Test("A figure of the user's own stands instead of the estimate, at the rated supply")
  func ownFigures() throws {
    let own: JSONValue = [
      "multiplyAccumulate": ["int8": "0.5 pJ"], "scratchpadByte": "2 pJ", "dramByte": "30 pJ",
      "flitHop": "64 pJ", "leakage": "10 mW",
    ]
    let chip = try chip([("energy", own), ("voltage", "1 V")])
    let table = EnergyTable(chip)
    #expect(table.cores[0].multiplyAccumulate[.int8] == 500_000)
    #expect(table.cores[0].multiplyAccumulate[.uint8] == 500_000)
    #expect(table.cores[1].scratchpadByte == 2_000_000)
    #expect(table.dramByte == 30_000_000)
    #expect(table.linkByte == 2_000_000)
    #expect(table.leakageNanowatts == 10_000_000)
  }

  @Test("Dynamic energy goes with the square of the supply, leakage with the supply; DRAM keeps its own")
  func supply() throws {
    let full = EnergyTable(try chip([("voltage", "1 V"), ("networkVoltage", "1 V")]))
    let half = EnergyTable(try chip([("voltage", "500 mV"), ("networkVoltage", "500 mV")]))
    func quarter(_ one: Int, _ other: Int) -> Bool { abs(Double(one) / Double(other) - 4) < 1e-3 }
    for (one, other) in zip(full.cores, half.cores) {
      #expect(quarter(one.multiplyAccumulate[.float16] ?? 0, other.multiplyAccumulate[.float16] ?? 1))
      #expect(quarter(one.scratchpadByte, other.scratchpadByte))
      #expect(quarter(one.standingCycle, other.standingCycle))
    }
    #expect(quarter(full.linkByte, half.linkByte))
    #expect(abs(full.leakageNanowatts - 2 * half.leakageNanowatts) <= 2)
    #expect(full.dramByte == half.dramByte)
  }

  @Test("A chip without a technology is taken for the stated generation")
  func assumed() throws {
    let chip = try Chip.load(Presets.document("soc").removing("technology").removing("sources"))
    #expect(chip.technology.isAssumed)
    #expect(chip.technology.node == .nm28)
    #expect(EnergyTable(chip) == EnergyTable(try self.chip([])))
  }

  @Test("Every preset has a generation, and all its figures are positive", arguments: Presets.names)
  func presets(name: String) throws {
    let chip = try Presets.load(name)
    #expect(!chip.technology.isAssumed)
    let table = EnergyTable(chip)
    let counts =
      table.cores.flatMap { [$0.vectorOperation, $0.scratchpadByte, $0.accumulatorByte, $0.standingCycle] }
      + [table.hostOperation, table.linkByte, table.dramByte, table.leakageNanowatts]
    for (core, energy) in zip(chip.cores, table.cores) where core.accumulator != nil {
      #expect(energy.accumulatorByte > 0 && energy.matrixCycle > 0)
    }
    #expect(counts.filter { $0 == 0 }.count == chip.cores.count { $0.accumulator == nil })
    #expect(ChipArea(chip).squareMillimetres > 0)
  }
}
