import Testing

@testable import Graphs

@Suite struct UniqueNamesTests {
  @Test func aNameThatIsTakenGetsTheFirstFreeNumber() {
    var names = UniqueNames()
    #expect(
      ["a", "a", "a_3", "a", "a", "", ""].map { names.take($0) } == [
        "a", "a_2", "a_3", "a_4", "a_5", "unnamed", "unnamed_2",
      ])
  }

  @Test(.timeLimit(.minutes(1))) func manyOfOneNameAreNotSlowerThanOthers() {
    var names = UniqueNames()
    let taken = (0..<100_000).map { _ in names.take("constant") }
    #expect(Set(taken).count == 100_000)
  }
}
