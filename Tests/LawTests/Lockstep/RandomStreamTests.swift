import Documents
import Machine
import Mapping
import Testing

@Suite("Random programs, computed in slices where that pays")
struct RandomStreamTests {
  @Test(arguments: 0..<60) func `compute what the reference computes`(_ number: Int) throws {
    let test = try RandomCase(number)
    var options = MappingOptions()
    options.optimisations = Set(Optimisation.allCases)
    let program: Program
    do {
      program = try Mapper.map(test.graph, onto: test.chip, options: options)
    } catch let error as InputError where error.reason.contains("short") {
      return
    }
    let record = try Machine.run(program: program, chip: test.chip)
    let verification = try #require(record.verification)
    #expect(verification.passed, "\(verification.hazards.first?.text ?? "")")
  }
}
