import Documents
import Machine
import Mapping
import Testing

@Suite("Random programs, divided over cores in every way")
struct RandomSplitTests {
  @Test(arguments: 0..<40, ["batch", "channels", "rows", "reduction"])
  func `compute what the reference computes`(_ number: Int, _ split: String) throws {
    let test = try RandomCase(number)
    var options = MappingOptions()
    options.splits = try SplitPlan([split])
    let program: Program
    do {
      program = try Mapper.map(test.graph, onto: test.chip, options: options)
    } catch let error as InputError where error.kind == .usage || error.reason.contains("short") {
      return
    }
    let record = try Machine.run(program: program, chip: test.chip)
    let verification = try #require(record.verification)
    #expect(verification.passed, "\(verification.hazards.first?.text ?? "") \(split)")
  }
}
