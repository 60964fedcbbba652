import Mapping
import Testing

@Suite("Random programs, with values in blocks in DRAM")
struct RandomLayoutTests {
  private static func options(_ split: String) throws -> MappingOptions {
    var options = MappingOptions()
    options.optimisations = [.layout]
    options.splits = try SplitPlan([split])
    return options
  }

  /// By themselves, in stages, and divided in ways that cut runs short.
  @Test(arguments: 0..<40, ["auto", "pipeline", "channels", "rows"])
  func `compute what the reference computes`(_ number: Int, _ split: String) throws {
    try RandomCase(number).verify(Self.options(split))
  }

  @Test func `are often some that have such values`() throws {
    let having = try (0..<40).filter { number in
      try RandomCase(number).program(Self.options("auto")).map { !$0.layouts.isEmpty } ?? false
    }
    #expect(having.count >= 4)
  }
}
