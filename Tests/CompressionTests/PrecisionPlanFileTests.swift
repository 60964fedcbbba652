import Documents
import Foundation
import Testing

@testable import Compression

@Suite("A precision plan is a file")
struct PrecisionPlanFileTests {
  private func plan(_ text: String) throws -> PrecisionPlan {
    try .load(.parse(Data(text.utf8), file: "plan.json"))
  }

  @Test func itReadsBack() throws {
    let plan = try PrecisionPlan(["w8a8,per-channel", "conv1:w4a8,percentile=99.9", "a/b\"c:fp16"])
    #expect(plan.formats.count == 2)
    #expect(try self.plan(plan.text) == plan)
  }

  @Test func productsMayBeLeftOut() throws {
    #expect(try plan(#"{"standard": "fp16"}"#) == PrecisionPlan(["fp16"]))
  }

  @Test(arguments: [
    (#"{"standard": "w8a9000"}"#, "plan.json: standard"),
    (#"{"standard": "fp16", "products": {"conv1": "w8b8"}}"#, "plan.json: products.conv1"),
    (#"{"standard": "fp16", "products": {"conv1": "w8b8"}}"#, "did you mean “w8a8”"),
    (#"{"standart": "fp16"}"#, "“standart” is there"),
    (#"{"standard": "fp16", "product": {}}"#, "did you mean “products”"),
    (#"{"standard": "fp16", "products": ["conv1"]}"#, "expected an object"),
    ("[]", "expected an object"),
  ])
  func aMistakeIsToldWithItsPlace(_ text: String, _ words: String) {
    #expect {
      try plan(text)
    } throws: {
      "\($0)".contains(words)
    }
  }

  @Test func aFileStandsAlone() {
    #expect {
      try PrecisionPlan(["plan.json", "conv1:fp16"])
    } throws: {
      "\($0)".contains("give it alone")
    }
    #expect {
      try PrecisionPlan(["/no/such/plan.json"])
    } throws: {
      "\($0)".contains("no such file")
    }
  }
}
