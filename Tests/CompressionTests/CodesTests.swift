import Tensors
import Testing

@testable import Compression

@Suite("Codes of a linear quantisation")
struct CodesTests {
  private let values = SeededFill(seed: 5, scale: 3, offset: 0.5).values(count: 1_000)

  @Test(arguments: [2, 3, 4, 6, 8, 16], [true, false])
  func nothingInReachIsFurtherThanHalfAStep(_ bits: Int, _ isSymmetric: Bool) {
    let (lower, upper) = (values.min() ?? 0, values.max() ?? 0)
    let codes =
      isSymmetric ? Codes(symmetric: lower, upper, bits: bits) : Codes(unsigned: lower, upper, bits: bits)
    for value in values where codes.reach.contains(value) {
      #expect(abs(codes.nearest(to: value) - value) <= codes.scale * 0.5001)
      #expect(codes.limits.contains(codes.code(of: value)))
    }
  }

  @Test func zeroHasACodeOfItsOwn() {
    for codes in [
      Codes(unsigned: -1, 3, bits: 4), Codes(unsigned: 2, 3, bits: 8), Codes(symmetric: -2, 1, bits: 3),
    ] {
      #expect(codes.nearest(to: 0) == 0)
    }
  }

  @Test func tiesGoToTheEvenCode() {
    let codes = Codes(symmetric: -127, 127, bits: 8)
    #expect([0.5, 1.5, 2.5, -0.5, -1.5].map { codes.code(of: $0) } == [0, 2, 2, 0, -2])
  }

  @Test func whatIsOutOfReachIsClipped() {
    let codes = Codes(unsigned: -1, 1, bits: 8)
    #expect(
      codes.code(of: 1e30) == 255 && codes.code(of: -1e30) == 0 && codes.code(of: .nan) == codes.zeroPoint)
  }

  @Test func theRuleOfLeastSquaresIsNoWorseThanTheEnds() {
    let spread = values + [40]
    var range = ValueRange(spread)
    range.count(spread)
    let ends = IntegerFormat(activationBits: 4).codes(for: range)
    let least = IntegerFormat(activationBits: 4, range: .meanSquaredError).codes(for: range)
    #expect(range.squaredError(of: least) <= range.squaredError(of: ends))
    #expect(least.scale < ends.scale)
  }

  @Test func aPercentileCutsOffBothEnds() {
    var range = ValueRange(values)
    range.count(values)
    let ends = range.ends(holding: 90)
    let inside = values.count { (ends.lower...ends.upper).contains($0) }
    #expect((890...915).contains(inside))
  }

  @Test func aPowerOfTwoBringsTheLargestWithinReachAndNoMore() {
    for magnitude: Float in [0.01, 1, 447, 448, 449, 5_000] {
      let scale = PowerOfTwo.scale(for: magnitude, in: .float8e4m3)?.scale ?? 0
      #expect(magnitude / scale <= 448 && magnitude / scale > 224)
      #expect(scale.significand == 1)
    }
  }
}
