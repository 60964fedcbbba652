import Chips
import DRAM
import Documents
import Testing

@testable import Studies

@Suite("Memories of the chips that come with Tilewright")
struct ChipMemoryTests {
  static let chips: [String] = Shelf.chips.entries().map(\.name)

  @Test(
    "The rate at bandwidth level is the peak of the memory that is played at command level", arguments: chips)
  func rate(_ name: String) throws {
    let chip = try Chip.load(Document.read(Shelf.chips.file(named: name)))
    guard chip.dram.preset != nil else { return }
    let memory = try chip.memoryPreset().standard
    let peak = memory.peakBytesPerSecond * Double(chip.dram.channels)
    // Data sheets round: 34 GB/s for two channels of 17.067.
    #expect(abs(Double(chip.dram.bandwidthBytesPerSecond) / peak - 1) < 0.005)
    #expect(chip.dram.capacityBytes <= memory.organisation.capacityBytes * chip.dram.channels)
  }

  @Test("A chip has a memory to play, or its file says why not", arguments: chips)
  func preset(_ name: String) throws {
    let document = try Document.read(Shelf.chips.file(named: name))
    if try Chip.load(document).dram.preset != nil { return }
    var chip = try document.object()
    var sources = try chip.required("sources").object()
    #expect(try sources.required("dram").string().contains("no preset"))
  }

  @Test("A chip under a trace is all channels of its memory", arguments: ["edge-npu", "a100-like", "tpu-v1"])
  func wholeMemory(_ name: String) throws {
    let chip = try Chip.load(Document.read(Shelf.chips.file(named: name)))
    let report = try DRAMStudy(memory: name, trace: nil, requests: 40_000).run().report
    let preset = try chip.memoryPreset().standard
    #expect(report.peakBytesPerSecond == preset.peakBytesPerSecond * Double(chip.dram.channels))
    #expect(report.fractionOfPeak > 0.75)
    let busy = report.result.channels.map { $0.count(of: .read) }
    #expect(busy.reduce(0, +) == 40_000 && busy.allSatisfy { $0 > 20_000 / busy.count })
  }

  @Test("A chip without a memory to play says so")
  func noMemory() {
    #expect(throws: InputError.self) { try DRAMStudy(memory: "teaching-4x4", trace: nil) }
    #expect(throws: InputError.self) { try DRAMStudy(memory: "ddr4-24000", trace: nil) }
  }
}
