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
  /// Refreshes go on while nobody asks: beyond that, a trace would take minutes for nothing.
  private static let maximumCycle = 100_000_000_000

  /// - Throws: `InputError` with the line that is malformed.
  public static func read(_ file: String) throws -> [DRAMTraceRecord] {
    guard let data = FileManager.default.contents(atPath: file) else {
      throw InputError(.notFound, at: file, "cannot be read")
    }
    var records: [DRAMTraceRecord] = []
    try data.withUnsafeBytes { bytes in
      var start = 0
      var line = 0
      while start < bytes.count {
        let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
        let text = UnsafeRawBufferPointer(rebasing: bytes[start..<end])
        line += 1
        start = end + 1
        if text.allSatisfy(isSpace) { continue }
        guard let record = record(text) else {
          throw InputError(
            at: "\(file), line \(line)",
            "“\(String(decoding: text.prefix(60), as: UTF8.self))” is no request",
            remedy: "expected CYCLE STREAM R|W HEX-ADDRESS, such as 0 0 R 1fc0, with a cycle up to "
              + "\(maximumCycle), a stream below \(maximumStreams) and an address below 2^63")
        }
        records.append(record)
        guard records.count <= maximumRecords else {
          throw InputError(at: file, "has more than \(maximumRecords) records")
        }
      }
    }
    guard !records.isEmpty else {
      throw InputError(at: file, "has no request", remedy: "a line each: CYCLE STREAM R|W HEX-ADDRESS")
    }
    return records
  }

  private static func isSpace(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\r")
  }

  private static func record(_ text: UnsafeRawBufferPointer) -> DRAMTraceRecord? {
    var rest = text[...]
    guard let cycle = number(&rest, radix: 10), cycle <= maximumCycle, let stream = number(&rest, radix: 10),
      stream < maximumStreams, let isWrite = direction(&rest), let address = number(&rest, radix: 16),
      rest.allSatisfy(isSpace)
    else { return nil }
    return DRAMTraceRecord(cycle: cycle, stream: stream, isWrite: isWrite, address: address)
  }

  /// The next word; nil at the end.
  private static func word(
    _ rest: inout Slice<UnsafeRawBufferPointer>
  ) -> Slice<UnsafeRawBufferPointer>? {
    guard let start = rest.firstIndex(where: { !isSpace($0) }) else { return nil }
    let end = rest[start...].firstIndex(where: isSpace) ?? rest.endIndex
    defer { rest = rest[end...] }
    return rest[start..<end]
  }

  private static func direction(_ rest: inout Slice<UnsafeRawBufferPointer>) -> Bool? {
    guard let word = word(&rest), word.count == 1 else { return nil }
    switch word.first {
    case UInt8(ascii: "R"): return false
    case UInt8(ascii: "W"): return true
    default: return nil
    }
  }

  /// A whole number that is not negative; nil where there is none.
  private static func number(_ rest: inout Slice<UnsafeRawBufferPointer>, radix: Int) -> Int? {
    guard let word = word(&rest) else { return nil }
    var value = 0
    for byte in word {
      let digit: Int
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = Int(byte) - 48
      case UInt8(ascii: "a")...UInt8(ascii: "f") where radix == 16: digit = Int(byte) - 87
      case UInt8(ascii: "A")...UInt8(ascii: "F") where radix == 16: digit = Int(byte) - 55
      default: return nil
      }
      let (product, overflows) = value.multipliedReportingOverflow(by: radix)
      let (sum, exceeds) = product.addingReportingOverflow(digit)
      guard !overflows, !exceeds else { return nil }
      value = sum
    }
    return value
  }
}
