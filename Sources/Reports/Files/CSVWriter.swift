import Documents

/// Rows of comma-separated values as RFC 4180 has them: CRLF, quotes only where they are needed. Bytes are gathered
/// and handed on in large pieces.
public struct CSVWriter<Sink: ByteSink> {
  private static var flushBytes: Int { 1 << 18 }

  public private(set) var sink: Sink
  private var buffer: [UInt8] = []
  private var rowHasField = false

  public init(_ sink: Sink) {
    self.sink = sink
    buffer.reserveCapacity(Self.flushBytes + 4096)
  }

  public mutating func field(_ text: String) {
    separate()
    let needsQuotes = text.utf8.contains {
      $0 == comma || $0 == quote || $0 == newline || $0 == carriageReturn
    }
    guard needsQuotes else {
      buffer.append(contentsOf: text.utf8)
      return
    }
    buffer.append(quote)
    for byte in text.utf8 {
      if byte == quote { buffer.append(quote) }
      buffer.append(byte)
    }
    buffer.append(quote)
  }

  public mutating func field(_ number: Int) {
    separate()
    buffer.appendDigits(number)
  }

  public mutating func field(_ cell: Cell) {
    if case .integer(let number) = cell { field(number) } else { field(cell.plainText) }
  }

  public mutating func endRow() throws {
    buffer.append(carriageReturn)
    buffer.append(newline)
    rowHasField = false
    if buffer.count >= Self.flushBytes { try flush() }
  }

  /// Call once after the last row.
  public mutating func flush() throws {
    try sink.write(buffer)
    buffer.removeAll(keepingCapacity: true)
  }

  private mutating func separate() {
    if rowHasField { buffer.append(comma) }
    rowHasField = true
  }
}

extension CSVWriter {
  /// A header row of metric names and one row per element.
  public static func write<Row>(
    _ metrics: [Metric<Row>], of rows: [Row], to sink: inout Sink
  ) throws {
    var writer = CSVWriter(sink)
    for metric in metrics { writer.field(metric.name) }
    try writer.endRow()
    for row in rows {
      for metric in metrics { writer.field(metric.value(row)) }
      try writer.endRow()
    }
    try writer.flush()
    sink = writer.sink
  }
}

private let comma = UInt8(ascii: ",")
private let quote = UInt8(ascii: "\"")
private let newline = UInt8(ascii: "\n")
private let carriageReturn = UInt8(ascii: "\r")

extension [UInt8] {
  /// Decimal digits without a detour over `String`.
  mutating func appendDigits(_ number: Int) {
    if number < 0 { append(UInt8(ascii: "-")) }
    var magnitude = number.magnitude
    let start = count
    repeat {
      append(UInt8(ascii: "0") + UInt8(magnitude % 10))
      magnitude /= 10
    } while magnitude > 0
    self[start...].reverse()
  }
}
