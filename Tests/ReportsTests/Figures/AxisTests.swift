import Foundation
import Testing

@testable import Reports

@Suite struct AxisTests {
  @Test(arguments: [
    [0.0], [1], [5, 5, 5], [0, 1], [1, 1e9], [3e5, 9e7], [0.001, 0.0011], [-3, 4], [99, 101], [1e-9, 2e-9],
  ])
  func anAxisHoldsWhatItIsGivenAndHasMarksInside(_ values: [Double]) {
    let axis = NumberAxis(toHold: values)
    for value in values { #expect((0...1).contains(axis.fraction(value))) }
    #expect((1...16).contains(axis.marks.count))
    for mark in axis.marks { #expect((-1e-9...1 + 1e-9).contains(axis.fraction(mark))) }
    #expect(axis.marks == axis.marks.sorted())
  }

  @Test(arguments: [[1.0], [0.3, 700], [1e3, 1e3], [2e9, 3e12]])
  func aLogarithmicScaleHoldsItsValuesBetweenPowersOfTen(_ values: [Double]) {
    let scale = LogScale(toHold: values)
    for value in values { #expect((0...1).contains(scale.fraction(value))) }
    for decade in scale.decades { #expect(abs(log10(decade) - log10(decade).rounded()) < 1e-9) }
  }

  @Test(arguments: [1e3, 1.2e6, 7.4e8, 1.42e9, 2.5e11])
  func timeHasAUnitOfFewDigits(_ picoseconds: Double) {
    let axis = TimeAxis(endPicoseconds: picoseconds, marks: 10)
    #expect(axis.marks.count > 2 && axis.marks.count < 13)
    #expect(axis.marks.allSatisfy { axis.label($0).count <= 5 })
  }

  @Test func labelsCoverNeitherEachOtherNorWhatIsBlocked() {
    var placer = LabelPlacer(within: .init(left: 0, top: 0, right: 200, bottom: 100))
    placer.block(.init(left: 90, top: 40, right: 110, bottom: 60))
    var boxes: [LabelPlacer.Box] = []
    for _ in 0..<20 {
      guard let place = placer.place("label", size: 10, besideX: 100, y: 50, radius: 8) else { break }
      let top = place.y - 8.2
      boxes.append(
        .init(
          left: place.x, top: top, right: place.x + LabelPlacer.width("label", size: 10), bottom: top + 10))
    }
    #expect((2...8).contains(boxes.count))
    for (index, box) in boxes.enumerated() {
      #expect(!boxes[..<index].contains(where: box.meets))
    }
  }
}
