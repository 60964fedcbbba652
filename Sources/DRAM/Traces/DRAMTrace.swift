import Documents
import Foundation

/// One line of a trace: earliest cycle, requester, direction, byte address.
public struct DRAMTraceRecord: Sendable, Hashable {
  public var cycle: Int
  public var stream: Int
  public var isWrite: Bool
  public var address: Int

  public init(cycle: Int, stream: Int, isWrite: Bool, address: Int) {
    self.cycle = cycle
    self.stream = stream
    self.isWrite = isWrite
    self.address = address
  }
}

/// Requests in the order in which they are offered. Text form: `cycle stream R|W address`, the address in hexadecimal.
public enum DRAMTrace {
  public static let maximumRecords = 50_000_000
  private static let maximumStreams = 1 << 16

  /// - Throws: `InputError` with the line that is malformed.
  public static func read(_ file: String) throws -> [DRAMTraceRecord] {
    guard let data = FileManager.default.contents(atPath: file) else {
      throw InputError(.notFound, at: file, "cannot be read")
    }
    var records: [DRAMTraceRecord] = []
    var line = 0
    for text in data.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
      line += 1
      guard text.contains(where: { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\r") }) else { continue }
      records.append(try record(text, at: "\(file), line \(line)"))
      guard records.count <= maximumRecords else {
        throw InputError(at: file, "has more than \(maximumRecords) records")
      }
    }
    return records
  }

  private static func record(_ text: Data, at place: String) throws -> DRAMTraceRecord {
    let words = String(decoding: text, as: UTF8.self).split(whereSeparator: \.isWhitespace)
    guard words.count == 4, let cycle = Int(words[0]), cycle >= 0, let stream = Int(words[1]),
      0..<maximumStreams ~= stream, words[2] == "R" || words[2] == "W",
      let address = Int(words[3], radix: 16),
      address >= 0
    else {
      throw InputError(
        at: place, "“\(String(decoding: text.prefix(60), as: UTF8.self))” is no request",
        remedy: "expected CYCLE STREAM R|W HEX-ADDRESS, such as 0 0 R 1fc0")
    }
    return DRAMTraceRecord(cycle: cycle, stream: stream, isWrite: words[2] == "W", address: address)
  }
}
