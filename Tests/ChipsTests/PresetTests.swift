import Documents
import Foundation
import Tensors
import Testing

@testable import Chips

/// The chips that come with Tilewright.
struct Presets {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "chips")

  static func document(_ name: String) throws -> Document {
    try Document.read(folder.appending(path: "\(name).json").path)
  }

  static func load(_ name: String) throws -> Chip { try Chip.load(document(name)) }

  static let names: [String] = {
    let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return files.filter { $0.hasSuffix(".json") && !$0.hasSuffix(".schema.json") }.map {
      String($0.dropLast(5))
    }
    .sorted()
  }()
}

@Suite("Preset chips")
struct PresetTests {
  @Test("The chips that people know are there")
  func complete() {
    let expected = [
      "a100-like", "edge-npu", "edge-npu-sparse", "eyeriss-like", "gemmini-16x16", "nvdla-large",
      "nvdla-small", "quad-128",
      "quad-128-mesh", "scale-32x32-is", "scale-32x32-os", "scale-32x32-ws", "soc", "teaching-4x4", "tpu-v1",
      "tpu-v4i-like",
    ]
    #expect(Presets.names == expected)
  }

  @Test("The page beside the chips lists every one")
  func page() throws {
    let page = try String(contentsOf: Presets.folder.appending(path: "README.md"), encoding: .utf8)
    for name in Presets.names {
      let summary = try Presets.load(name).summary
      #expect(page.contains("| [`\(name)`](\(name).json) | \(summary) |"))
    }
  }

  @Test("Every preset loads under its own name and multiplies int8", arguments: Presets.names)
  func loads(name: String) throws {
    let chip = try Presets.load(name)
    #expect(chip.name == name)
    #expect(chip.matrixElements.contains(.int8))
  }

  @Test("The chips for models in every precision have it", arguments: ["edge-npu", "gemmini-16x16", "soc"])
  func precisions(name: String) throws {
    #expect(Set(try Presets.load(name).matrixElements) == [.int8, .float16, .bfloat16, .float32])
  }

  @Test("Every figure has a source, or is owned up to", arguments: Presets.names)
  func sources(name: String) throws {
    let document = try Presets.document(name)
    let paths = try Set(Presets.load(name).sources.keys)
    guard case .object(let members) = document.value else { return }
    for part in members.keys where !["$schema", "name", "summary", "sources"].contains(part) {
      #expect(paths.contains(part), "\(name) says nowhere where its \(part) is from")
    }
    #expect(try Presets.load(name).sources.values.allSatisfy { $0.count > 10 })
  }

  /// Peak tera-operations per second, two for a multiply-accumulate, as published.
  static let published: [(chip: String, element: ElementType, tera: Double, decimals: Int)] = [
    // Jouppi et al., ISCA 2017, abstract.
    ("tpu-v1", .int8, 92, 0),
    // Jouppi et al., ISCA 2021, Table 1.
    ("tpu-v4i-like", .bfloat16, 138, 0),
    ("tpu-v4i-like", .int8, 138, 0),
    // Genc et al., DAC 2021: 256 multipliers at 1 GHz.
    ("gemmini-16x16", .int8, 0.512, 3),
    // Chen et al., JSSC 2017, Table III: 33.6 billion multiply-accumulates per second.
    ("eyeriss-like", .int16, 0.0672, 4),
    // NVDLA primer: 64 and 2,048 multipliers at 1 GHz.
    ("nvdla-small", .int8, 0.128, 3),
    ("nvdla-large", .int8, 4.096, 3),
    // NVIDIA A100 whitepaper.
    ("a100-like", .float16, 312, 0),
    ("a100-like", .bfloat16, 312, 0),
    ("a100-like", .int8, 624, 0),
    ("a100-like", .float32, 19.5, 1),
    // ONNXim, server configuration: 65,536 multipliers at 1 GHz.
    ("quad-128", .float16, 131.072, 3),
  ]

  @Test("Peak operations per second are the published ones", arguments: published.indices)
  func peak(index: Int) throws {
    let (name, element, tera, decimals) = Self.published[index]
    let peak = try Presets.load(name).peakMultiplyAccumulatesPerSecond(element) * 2 / 1e12
    let digits = pow(10, Double(decimals))
    #expect((peak * digits).rounded() / digits == tera, "\(name) \(element.rawValue): \(peak)")
  }

  @Test("Only the heterogeneous chip has a core without matrix engine")
  func heterogeneous() throws {
    for name in Presets.names {
      let dsps = try Presets.load(name).cores.filter { $0.matrix == nil }
      #expect(dsps.map(\.name) == (name == "soc" ? ["dsp"] : []))
    }
  }
}
