import Documents
import Machine
import Mapping
import Testing

@Suite("Random programs, with values in blocks in DRAM")
struct RandomLayoutTests {
  /// By themselves, in stages, and divided in ways that cut runs short.
  @Test(arguments: 0..<40, ["auto", "pipeline", "channels", "rows"])
  func `compute what the reference computes`(_ number: Int, _ split: String) throws {
    let test = try RandomCase(number)
    var options = MappingOptions()
    options.optimisations = [.layout]
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
