import Documents
import Mapping
import Testing

@Suite("Optimisations by name")
struct OptimisationTests {
  @Test func `are one, several, all or none`() throws {
    #expect(try Optimisation.set("layout") == [.layout])
    #expect(try Optimisation.set("stream,layout") == [.stream, .layout])
    #expect(try Optimisation.set("all") == Set(Optimisation.allCases))
    #expect(try Optimisation.set("none").isEmpty)
  }

  @Test(arguments: [
    ("layuot", "did you mean “layout”?"), ("aut", "did you mean “auto”?"),
    ("layout,none", "valid: depth-first, layout, stream"), ("layout,", "valid: depth-first, layout, stream"),
  ]) func `are told where one is not known`(_ text: String, _ remedy: String) {
    let error = #expect(throws: InputError.self) { try Optimisation.set(text, otherWords: ["auto"]) }
    #expect(error?.remedy == remedy)
  }
}
