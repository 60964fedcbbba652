import Testing

@testable import Chips

@Suite("Cost of a die")
struct DieCostTests {
  /// Hennessy and Patterson, Computer Architecture, 6th edition, section 1.6: a wafer of 300 mm holds 640 dies of 1 cm by
  /// 1 cm and 270 of 1.5 cm by 1.5 cm.
  @Test("Dies on a wafer as in the textbook", arguments: [(100.0, 640), (225, 270)])
  func dies(area: Double, expected: Int) {
    let dies = DieCost(squareMillimetres: area, wafer: Wafer(), node: .nm16).diesPerWafer
    #expect(abs(dies - expected) <= 1, "whole dies; the book rounds")
  }

  @Test("Yield falls with area, and is whole without defects")
  func yield() {
    var wafer = Wafer()
    let areas = [1.0, 10, 100, 800]
    let yields = areas.map { DieCost(squareMillimetres: $0, wafer: wafer, node: .nm7).yield }
    #expect(zip(yields, yields.dropFirst()).allSatisfy { $0 > $1 })
    #expect(abs(yields[2] - 1 / ((1 + 0.1 / 3) * (1 + 0.1 / 3) * (1 + 0.1 / 3))) < 1e-12)
    wafer.defectsPerSquareCentimetre = 0
    #expect(DieCost(squareMillimetres: 800, wafer: wafer, node: .nm7).yield == 1)
  }

  @Test("A die that no wafer has room for has no price")
  func tooLarge() {
    #expect(DieCost(squareMillimetres: 200_000, wafer: Wafer(), node: .nm7).dollars == nil)
  }
}
