import Documents
import Testing

@testable import Chips

@Suite("Sweeping a chip")
struct ChipSweepTests {
  @Test("A figure set by its path is the chip's figure")
  func setting() throws {
    let document = try Presets.document("soc").setting(path: "cores[*].matrix.rows", to: 16)
      .setting(path: "dram.bandwidth", to: "34 GB/s")
      .setting(path: "cores[1].count", to: 2, mayAdd: true)
    let chip = try Chip.load(document)
    #expect(chip.cores.map(\.name) == ["npu", "dsp0", "dsp1"])
    #expect(chip.cores.map { $0.matrix?.rows } == [16, nil, nil])
    #expect(chip.dram.bandwidthBytesPerSecond == 34_000_000_000)
  }

  @Test("A figure out of its range is refused at its place, as if it stood in the file")
  func refused() throws {
    let document = try Presets.document("soc").setting(path: "cores[0].matrix.rows", to: 0)
    let error = #expect(throws: InputError.self) { try Chip.load(document) }
    #expect(error?.description.hasSuffix("soc.json: cores[0].matrix.rows: is 0; allowed: 1…4096") == true)
  }
}
