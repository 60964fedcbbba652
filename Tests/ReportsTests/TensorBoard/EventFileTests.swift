import Foundation
import Testing
import Tilewright

@testable import Reports

@Suite("Event files of TensorBoard")
struct EventFileTests {
  /// RFC 3720, appendix B.4.
  @Test func checksumsAreThoseOfTheStandard() {
    #expect(Checksum.crc32c([UInt8](repeating: 0, count: 32)) == 0x8A91_36AA)
    #expect(Checksum.crc32c([UInt8](repeating: 0xFF, count: 32)) == 0x62A8_AB43)
    #expect(Checksum.crc32c(0..<32) == 0x46DD_794E)
    #expect(Checksum.crc32c("123456789".utf8) == 0xE306_9283)
  }

  @Test func fieldsAreLaidOutAsProtocolBuffersHaveThem() {
    var message = ProtobufMessage()
    message.integer(1, 150)
    message.text(2, "testing")
    message.message(3) { $0.integer(1, 150) }
    // The examples of the encoding's own documentation.
    #expect(
      message.bytes == [0x08, 0x96, 0x01, 0x12, 0x07] + Array("testing".utf8) + [
        0x1A, 0x03, 0x08, 0x96, 0x01,
      ])
    var negative = ProtobufMessage()
    negative.integer(1, -1)
    #expect(negative.bytes == [0x08] + [UInt8](repeating: 0xFF, count: 9) + [0x01])
  }

  @Test func recordsFollowEachOtherToTheEndOfTheFile() throws {
    let log = TensorBoardLog(try SmallRun.verified.get())
    #expect(log.files.count == 1)
    let bytes = log.files[0].bytes
    var (place, records) = (0, 0)
    while place < bytes.count {
      let length = bytes[place..<place + 8].enumerated().reduce(0) { $0 | Int($1.element) << (8 * $1.offset) }
      let sum = bytes[place + 8..<place + 12].enumerated().reduce(UInt32(0)) {
        $0 | UInt32($1.element) << (8 * UInt32($1.offset))
      }
      #expect(Checksum.masked(bytes[place..<place + 8]) == sum)
      place += 12 + length + 4
      records += 1
    }
    #expect(place == bytes.count)
    #expect(records > 100)
  }

  @Test func everyPointOfASweepIsARun() throws {
    let log = try TensorBoardLog(SmallSweep.table, name: "small")
    #expect(log.files.count == 25)
    #expect(log.files[1].path == "point-01/\(EventFile.name)")
    #expect(Set(log.files.map(\.path)).count == 25)
  }
}
