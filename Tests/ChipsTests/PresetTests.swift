import Documents
import Foundation
import Tensors
import Testing

@testable import Chips

/// The chips that come with Tilewright.
struct Presets {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "chips")

  static func load(_ name: String) throws -> Chip {
    try Chip.read(folder.appending(path: "\(name).json").path)
  }

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
  @Test("Every preset loads under its own name", arguments: Presets.names)
  func loads(name: String) throws {
    let chip = try Presets.load(name)
    #expect(chip.name == name)
    #expect(!chip.sources.isEmpty)
  }
}
