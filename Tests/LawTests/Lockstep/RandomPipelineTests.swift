import Machine
import Mapping
import Testing

@Suite("Random programs, in stages")
struct RandomPipelineTests {
  @Test(arguments: 0..<60) func `compute what the reference computes`(_ number: Int) throws {
    let test = try RandomCase(number)
    var options = MappingOptions()
    options.splits = try SplitPlan(["pipeline"])
    guard let (program, record) = try test.verify(options) else { return }
    #expect(try Machine.run(program: program, chip: test.chip).elapsedCycles == record.elapsedCycles)
  }
}
