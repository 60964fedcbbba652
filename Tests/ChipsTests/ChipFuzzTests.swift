import Documents
import Foundation
import Testing

@testable import Chips

@Suite("Chips nobody would write")
struct ChipFuzzTests {
  static let oddities: [JSONValue] = [
    .null, true, 0, -1, .integer(.max), .integer(.min), 1.5, .number(-0.0), .number(1e300), "", "0", "-1 B",
    "0 B", "0 Hz", "1 B", "1 Hz", "9223372036854775807 B", "1024 TiB", "int8", "💥", [], [:], [[:]], [.null],
  ]

  /// Paths of every value in a document.
  private func paths(of value: JSONValue, at path: String = "") -> [String] {
    switch value {
    case .object(let members):
      members.flatMap { key, member in
        let place = path.isEmpty ? key : "\(path).\(key)"
        return [place] + paths(of: member, at: place)
      }
    case .array(let elements):
      elements.enumerated().flatMap { index, element in
        ["\(path)[\(index)]"] + paths(of: element, at: "\(path)[\(index)]")
      }
    default: []
    }
  }

  @Test("Whatever stands in a place, the reader reads it or says what is wrong with the file")
  func oddValues() throws {
    let sound = try MalformedChip.sound()
    var refused = 0
    // Keys under sources are paths themselves.
    for path in paths(of: sound.value).sorted() where !path.hasPrefix("sources.") {
      for oddity in Self.oddities {
        do {
          _ = try Chip.load(sound.setting(path: path, to: oddity))
        } catch let error as InputError {
          refused += 1
          if error.exitCode != 65 || !error.place.hasPrefix("chip.json") { Issue.record("\(error)") }
        }
      }
    }
    #expect(refused > 1000)
  }

  @Test("Whatever is left out, the reader reads the rest or says what is missing")
  func missing() throws {
    let sound = try MalformedChip.sound()
    for path in paths(of: sound.value) where !path.hasPrefix("sources.") && !path.hasSuffix("]") {
      do {
        _ = try Chip.load(sound.removing(path))
      } catch let error as InputError {
        if error.exitCode != 65 { Issue.record("\(error)") }
      }
    }
  }
}
