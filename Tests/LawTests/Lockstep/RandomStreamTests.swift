import Mapping
import Testing

@Suite("Random programs, computed in slices where that pays")
struct RandomStreamTests {
  @Test(arguments: 0..<60) func `compute what the reference computes`(_ number: Int) throws {
    var options = MappingOptions()
    options.optimisations = Set(Optimisation.allCases)
    try RandomCase(number).verify(options)
  }
}
