import Testing
import Tilewright

/// RFC 4180.
@Suite struct CSVWriterTests {
  private func row(_ write: (inout CSVWriter<MemorySink>) -> Void) throws -> String {
    var writer = CSVWriter(MemorySink())
    write(&writer)
    try writer.endRow()
    try writer.flush()
    return writer.sink.text
  }

  @Test func fieldsAreSeparatedByCommasAndRowsEndInCarriageReturnAndNewline() throws {
    #expect(
      try row {
        $0.field("a")
        $0.field(-12)
        $0.field("")
        $0.field(0)
      } == "a,-12,,0\r\n")
  }

  @Test(arguments: [("a,b", "\"a,b\""), ("a\"b", "\"a\"\"b\""), ("a\nb", "\"a\nb\""), ("a\rb", "\"a\rb\"")])
  func onlyFieldsThatNeedItAreQuoted(_ field: String, _ written: String) throws {
    #expect(try row { $0.field(field) } == written + "\r\n")
    #expect(try row { $0.field("a b’c") } == "a b’c\r\n")
  }

  @Test(arguments: [
    (Int.max, "9223372036854775807"), (Int.min, "-9223372036854775808"), (0, "0"), (1_000_000, "1000000"),
  ])
  func integersKeepEveryDigit(_ number: Int, _ text: String) throws {
    #expect(try row { $0.field(number) } == text + "\r\n")
  }

  @Test(arguments: [
    (Cell.decimal(0.5), "0.5"), (.decimal(1), "1"), (.decimal(0), "0"), (.decimal(-2.25), "-2.25"),
    (.decimal(1234567.125), "1234567.125"), (.decimal(2.0 / 3), "0.666667"), (.decimal(1.25e-7), "1.25e-07"),
    (.decimal(.nan), ""), (.decimal(.infinity), ""), (.unknown, ""), (.integer(7), "7"), (.text("x"), "x"),
  ])
  func cellsAreWrittenPlainly(_ cell: Cell, _ text: String) throws {
    #expect(try row { $0.field(cell) } == text + "\r\n")
  }

  @Test func manyRowsArriveInOrderThroughAnyNumberOfFlushes() throws {
    var writer = CSVWriter(MemorySink())
    for index in 0..<100_000 {
      writer.field(index)
      writer.field("row")
      try writer.endRow()
    }
    try writer.flush()
    let lines = writer.sink.text.split(separator: "\r\n")
    #expect(lines.count == 100_000)
    #expect(lines[77_777] == "77777,row")
  }
}
