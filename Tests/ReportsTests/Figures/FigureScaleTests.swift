import Testing

@testable import Reports

@Suite struct FigureScaleTests {
  @Test(arguments: [0, 1, 7, 99, 100, 101, 40_881, 1_135_653, 3e9])
  func marksAreRoundFewAndReachTheLargestValue(_ largest: Double) {
    let scale = FigureScale(toHold: largest, marks: 5)
    #expect(scale.marks.first == 0)
    #expect(scale.marks.last == scale.end)
    #expect(scale.end >= largest)
    #expect((2...6).contains(scale.marks.count))
    // Not so long that the longest bar would be short.
    #expect(scale.end < 2.5 * max(largest, 5))
    #expect(scale.marks.allSatisfy { $0 == $0.rounded() })
  }

  @Test func thousandsAreMarkedInTens() {
    #expect(FigureScale(toHold: 40_881, marks: 5).marks == [0, 10_000, 20_000, 30_000, 40_000, 50_000])
  }
}
