import Documents
import Testing

@testable import Compression

@Suite("Number formats are written as they are read")
struct NumberFormatTests {
  @Test(arguments: [
    "fp32", "tf32", "fp16", "bf16", "fp8-e4m3", "fp8-e5m2", "fp8-e4m3,scaled", "w8a8", "w4a8,per-channel",
    "w2a8,per-channel,symmetric", "w8a6,percentile=99.9", "w16a16,mse", "w8a8,asymmetric-weights",
  ])
  func aNameReadsBack(_ name: String) throws {
    #expect(try NumberFormat(name).name == name)
  }

  @Test(arguments: [
    ("fp8-e4m4", "fp8-e4m3"), ("w8a8,per-chanel", "per-channel"), ("fp16,scaled", "has no option"),
    ("w1a8", "2 to 16"), ("w8a8,percentile=20", "more than 50"), ("", "unknown format"),
    ("w8a8,per-channel,asymmetric-weights", "one scale a tensor"),
  ])
  func aMistakeIsToldWithWhatWouldBeRight(_ text: String, _ words: String) {
    #expect {
      try NumberFormat(text)
    } throws: {
      "\($0)".contains(words)
    }
  }
}
