import Chips
import Documents
import Graphs
import Machine
import Mapping
import RandomCases
import Testing

@Suite("Random programs, in stages")
struct RandomPipelineTests {
  @Test(arguments: 0..<60) func `compute what the reference computes`(_ number: Int) throws {
    let test = try RandomCase(number)
    var options = MappingOptions()
    options.splits = try SplitPlan(["pipeline"])
    let program: Program
    do {
      program = try Mapper.map(test.graph, onto: test.chip, options: options)
    } catch let error as InputError where error.kind == .usage || error.reason.contains("short") {
      return
    }
    let record = try Machine.run(program: program, chip: test.chip)
    let verification = try #require(record.verification)
    #expect(verification.passed, "\(verification.hazards.first?.text ?? "")")
    #expect(try Machine.run(program: program, chip: test.chip).elapsedCycles == record.elapsedCycles)
  }
}
