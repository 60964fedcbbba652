import Testing

@testable import Search

@Suite struct DesignSpaceTests {
  @Test func numbersAndPointsAreInverse() throws {
    let space = try DesignSpace(valueCounts: [3, 1, 4, 5])
    #expect(space.pointCount == 60)
    for number in 0..<60 { #expect(space.number(of: space.point(number)) == number) }
  }

  @Test func spacesThatCannotBeSearchedAreRefused() {
    #expect(throws: DesignSpaceError.withoutValues(parameter: 1)) { try DesignSpace(valueCounts: [2, 0]) }
    #expect(throws: DesignSpaceError.tooManyPoints) { try DesignSpace(valueCounts: [1 << 40, 1 << 40]) }
  }
}
