import Documents

/// The trace event format, written event by event through a buffer.
struct TraceWriter<Sink: ByteSink> {
  private static var flushBytes: Int { 1 << 18 }

  private(set) var sink: Sink
  private var buffer: [UInt8] = []
  private var hasEvent = false

  init(_ sink: Sink) {
    self.sink = sink
    buffer.reserveCapacity(Self.flushBytes + 4096)
  }

  mutating func begin() throws { append("{\"displayTimeUnit\":\"ns\",\"traceEvents\":[\n") }

  mutating func end() throws {
    append("\n]}\n")
    try sink.write(buffer)
    buffer.removeAll()
  }

  mutating func processName(_ process: Int, _ name: String) {
    metadata("process_name", process: process, thread: 0, name)
  }

  mutating func threadName(process: Int, thread: Int, _ name: String) {
    metadata("thread_name", process: process, thread: thread, name)
    separate()
    append("{\"ph\":\"M\",\"name\":\"thread_sort_index\",\"pid\":")
    buffer.appendDigits(process)
    append(",\"tid\":")
    buffer.appendDigits(thread)
    append(",\"args\":{\"sort_index\":")
    buffer.appendDigits(thread)
    append("}}")
  }

  private mutating func metadata(_ kind: String, process: Int, thread: Int, _ name: String) {
    separate()
    append("{\"ph\":\"M\",\"name\":\"\(kind)\",\"pid\":")
    buffer.appendDigits(process)
    append(",\"tid\":")
    buffer.appendDigits(thread)
    append(",\"args\":{\"name\":")
    appendString(name)
    append("}}")
  }

  /// - Parameters:
  ///   - start, end: nanoseconds.
  mutating func slice(
    name: String, category: String, process: Int, thread: Int, start: UInt64, end: UInt64,
    arguments: [(String, Int)]
  ) throws {
    separate()
    append("{\"ph\":\"X\",\"name\":")
    appendString(name)
    append(",\"cat\":\"\(category)\",\"pid\":")
    buffer.appendDigits(process)
    append(",\"tid\":")
    buffer.appendDigits(thread)
    append(",\"ts\":")
    appendMicroseconds(start)
    append(",\"dur\":")
    appendMicroseconds(end - start)
    append(",\"args\":{")
    for (index, argument) in arguments.enumerated() {
      append(index == 0 ? "\"" : ",\"")
      append(argument.0)
      append("\":")
      buffer.appendDigits(argument.1)
    }
    append("}}")
    guard buffer.count >= Self.flushBytes else { return }
    try sink.write(buffer)
    buffer.removeAll(keepingCapacity: true)
  }

  private mutating func separate() {
    if hasEvent { append(",\n") }
    hasEvent = true
  }

  private mutating func append(_ text: String) { buffer.append(contentsOf: text.utf8) }

  private mutating func appendMicroseconds(_ nanoseconds: UInt64) {
    buffer.appendDigits(Int(nanoseconds / 1000))
    let decimals = Int(nanoseconds % 1000)
    buffer.append(UInt8(ascii: "."))
    for divisor in [100, 10, 1] { buffer.append(UInt8(ascii: "0") + UInt8(decimals / divisor % 10)) }
  }

  private mutating func appendString(_ text: String) {
    buffer.append(UInt8(ascii: "\""))
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"):
        buffer.append(UInt8(ascii: "\\"))
        buffer.append(byte)
      case 0..<0x20:
        let hexadecimal = String(byte, radix: 16)
        append("\\u" + String(repeating: "0", count: 4 - hexadecimal.count) + hexadecimal)
      default: buffer.append(byte)
      }
    }
    buffer.append(UInt8(ascii: "\""))
  }
}
