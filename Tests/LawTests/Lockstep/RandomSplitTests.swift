import Mapping
import Testing

@Suite("Random programs, divided over cores in every way")
struct RandomSplitTests {
  @Test(arguments: 0..<40, ["batch", "channels", "rows", "reduction"])
  func `compute what the reference computes`(_ number: Int, _ split: String) throws {
    var options = MappingOptions()
    options.splits = try SplitPlan([split])
    try RandomCase(number).verify(options)
  }
}
