import Documents
import Foundation
import Testing

@testable import DRAM

@Suite("Memories that come with Tilewright")
struct PresetTests {
  /// What their makers and standards print of them, to be found in none of the figures of our files.
  struct Known {
    var name: String
    var gigabytesPerSecond: Double
    var rowBytes: Int
    var capacityBytes: Int
    /// From the last data of a refresh's wait to its end, in nanoseconds: tRFC of the density.
    var refreshNanoseconds: Double
  }

  static let known = [
    Known(
      name: "ddr3-2000", gigabytesPerSecond: 16, rowBytes: 8_192, capacityBytes: 16 << 30,
      refreshNanoseconds: 260),
    Known(
      name: "ddr3-2133", gigabytesPerSecond: 17.067, rowBytes: 8_192, capacityBytes: 4 << 30,
      refreshNanoseconds: 260),
    Known(
      name: "ddr4-2400", gigabytesPerSecond: 19.2, rowBytes: 8_192, capacityBytes: 8 << 30,
      refreshNanoseconds: 350),
    Known(
      name: "ddr4-3200", gigabytesPerSecond: 25.6, rowBytes: 8_192, capacityBytes: 8 << 30,
      refreshNanoseconds: 350),
    Known(
      name: "ddr5-4800", gigabytesPerSecond: 19.2, rowBytes: 8_192, capacityBytes: 16 << 30,
      refreshNanoseconds: 295),
    Known(
      name: "gddr6-14", gigabytesPerSecond: 28, rowBytes: 2_048, capacityBytes: 512 << 20,
      refreshNanoseconds: 120),
    Known(
      name: "hbm2", gigabytesPerSecond: 32, rowBytes: 2_048, capacityBytes: 1 << 30, refreshNanoseconds: 260),
    Known(
      name: "hbm2-2400", gigabytesPerSecond: 38.4, rowBytes: 1_024, capacityBytes: 1 << 30,
      refreshNanoseconds: 260),
    Known(
      name: "hbm2-8ch", gigabytesPerSecond: 256, rowBytes: 2_048, capacityBytes: 8 << 30,
      refreshNanoseconds: 260),
    Known(
      name: "hbm2e", gigabytesPerSecond: 25.6, rowBytes: 1_024, capacityBytes: 512 << 20,
      refreshNanoseconds: 350),
    Known(
      name: "hbm2e-3186", gigabytesPerSecond: 50.975, rowBytes: 1_024, capacityBytes: 2 << 30,
      refreshNanoseconds: 350),
    Known(
      name: "hbm3", gigabytesPerSecond: 20.8, rowBytes: 1_024, capacityBytes: 512 << 20,
      refreshNanoseconds: 350),
    Known(
      name: "lpddr4-3200", gigabytesPerSecond: 12.8, rowBytes: 4_096, capacityBytes: 1 << 30,
      refreshNanoseconds: 180),
    Known(
      name: "lpddr4x-4266", gigabytesPerSecond: 8.532, rowBytes: 2_048, capacityBytes: 2 << 30,
      refreshNanoseconds: 280),
    Known(
      name: "lpddr5-6400", gigabytesPerSecond: 12.8, rowBytes: 2_048, capacityBytes: 1 << 30,
      refreshNanoseconds: 210),
  ]

  @Test("Peak bandwidth, row, capacity and refresh are those of the data sheets", arguments: known)
  func derived(_ known: Known) throws {
    let standard = try DRAMConfiguration.read(TestMemory.file(known.name)).standard
    #expect(abs(standard.peakBytesPerSecond / (known.gigabytesPerSecond * 1e9) - 1) < 0.002)
    #expect(standard.organisation.rowBytes == known.rowBytes)
    #expect(standard.organisation.capacityBytes == known.capacityBytes)
    let cycles = try Double(#require(standard.timing["tRFC"]))
    #expect(abs(cycles * standard.clockPicoseconds / 1_000 / known.refreshNanoseconds - 1) < 0.005)
  }

  @Test("Every figure says where it is from, and every source what it is of", arguments: known.map(\.name))
  func sources(_ name: String) throws {
    let document = try Document.read(TestMemory.file(name))
    let configuration = try DRAMConfiguration(document)
    var paths: Set<String> = []
    var object = try document.object()
    for section in ["clock_ps", "organisation", "address_map", "timing", "constraints", "currents"] {
      guard let member = object.optional(section) else { continue }
      paths.insert(section)
      if let keys = try? member.object().keys { paths.formUnion(keys.map { "\(section).\($0)" }) }
    }
    for path in paths {
      #expect(configuration.source(of: path)?.isEmpty == false, "\(path) has no source")
    }
    for path in configuration.sources.keys { #expect(paths.contains(path), "a source of nothing: \(path)") }
  }

  @Test("The shelf holds no memory that is not known here")
  func complete() throws {
    let folder = URL(fileURLWithPath: TestMemory.file("ddr4-2400")).deletingLastPathComponent()
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    let names = files.filter { !$0.hasSuffix(".schema.json") }.map { $0.replacing(".json", with: "") }
    #expect(Set(names) == Set(Self.known.map(\.name)))
  }

  @Test("A timing that the schema tells of is read, and a misspelt one names the nearest")
  func names() throws {
    let text = try String(contentsOfFile: TestMemory.file("ddr4-2400"), encoding: .utf8)
    for (name, _) in DRAMTimings.meanings {
      let misspelt = text.replacing("\"BL\": 4", with: "\"BL\": 4, \"\(name)x\": 1")
      do {
        _ = try DRAMConfiguration(Document.parse(Data(misspelt.utf8), file: "memory.json"))
        Issue.record("\(name)x was read")
      } catch let error as InputError {
        #expect("\(error)".contains(name), "\(error)")
      }
    }
  }
}
