import Foundation
import Testing

@testable import Tensors

@Suite("Narrow floating point")
struct NarrowFloatTests {
  static let all: [(ElementType, NarrowFloat)] = [
    (.float16, .float16), (.bfloat16, .bfloat16), (.float8e4m3, .float8e4m3), (.float8e5m2, .float8e5m2),
    (.float8e4m3fnuz, .float8e4m3fnuz), (.float8e5m2fnuz, .float8e5m2fnuz), (.float4e2m1, .float4e2m1),
  ]

  private static func codes(_ element: ElementType) -> ClosedRange<UInt16> {
    0...UInt16((1 << element.bitWidth) - 1)
  }

  @Test("every code that is a number or infinity survives the way to fp32 and back", arguments: all)
  func roundTrip(element: ElementType, format: NarrowFloat) {
    var wrong: [UInt16] = []
    for code in Self.codes(element) {
      let value = format.decode(code)
      if value.isNaN || (value.isInfinite && format.saturates) { continue }
      if format.encode(value) != code { wrong.append(code) }
    }
    #expect(wrong.isEmpty)
  }

  @Test("NaN stays NaN and infinity becomes what the format says", arguments: all)
  func specials(element: ElementType, format: NarrowFloat) {
    for sign: Float in [1, -1] {
      let largest: [ElementType: Float] = [
        .float8e4m3: 448, .float8e5m2: 57344, .float8e4m3fnuz: 240, .float8e5m2fnuz: 57344, .float4e2m1: 6,
      ]
      // Four bits have no NaN; ONNX makes it the largest number.
      let coded = format.decode(format.encode(.nan * sign))
      #expect(element == .float4e2m1 ? coded == 6 : coded.isNaN)
      let infinite = format.decode(format.encode(.infinity * sign))
      #expect(infinite == (largest[element] ?? .infinity) * sign)
      let zero = format.decode(format.encode(Float.leastNonzeroMagnitude * sign))
      #expect(zero.sign == (sign < 0 && format.specials != .negativeZeroIsNaN ? .minus : .plus))
    }
  }

  @Test(
    "numbers too large become infinity, or NaN without one, when they do not saturate",
    arguments: [ElementType.float8e4m3, .float8e5m2, .float8e4m3fnuz, .float8e5m2fnuz])
  func overflowWithoutSaturation(element: ElementType) {
    let values: [Float] = [1e6, .infinity, -1e6, -.infinity, 1]
    let result = Tensor(overflowing: TensorType(element, [5]), floats: values).floats
    if element == .float8e5m2 {
      #expect(result == [.infinity, .infinity, -.infinity, -.infinity, 1])
    } else {
      #expect(result.dropLast().allSatisfy { $0.isNaN })
      #expect(result.last == 1)
    }
  }

  #if !(os(macOS) && arch(x86_64))
    @Test("fp16 agrees with the language's Float16 for every code")
    func float16AgainstStandardLibrary() {
      var wrong: [UInt16] = []
      for code in UInt16.min...UInt16.max {
        let expected = Float(Float16(bitPattern: code))
        let value = NarrowFloat.float16.decode(code)
        if expected.isNaN ? !value.isNaN : value != expected { wrong.append(code) }
      }
      #expect(wrong.isEmpty)
    }

    @Test("fp16 rounds as the language does, at and beside every midpoint")
    func float16Rounding() {
      var wrong: [Float] = []
      for code in UInt16(0)..<0x7C00 {
        let below = NarrowFloat.float16.decode(code)
        let middle = code == 0x7BFF ? 65520 : (below + NarrowFloat.float16.decode(code + 1)) / 2
        for value in [middle, middle.nextUp, middle.nextDown, -middle, below.nextUp] {
          if NarrowFloat.float16.encode(value) != Float16(value).bitPattern { wrong.append(value) }
        }
      }
      #expect(wrong.isEmpty)
    }
  #endif

  @Test("rounds midpoints to the even code and everything else to the nearer", arguments: all)
  func nearestEven(element: ElementType, format: NarrowFloat) {
    var wrong: [Float] = []
    let last = format.encode(.greatestFiniteMagnitude)
    for code in 0..<(last & ((1 << (element.bitWidth - 1)) - 1)) {
      let below = format.decode(code)
      let above = format.decode(code + 1)
      if above.isNaN || above.isInfinite { break }
      let middle = Float((Double(below) + Double(above)) / 2)
      guard Double(middle) * 2 == Double(below) + Double(above) else { continue }
      if format.encode(middle) != (code % 2 == 0 ? code : code + 1) { wrong.append(middle) }
      if middle.nextDown > below, format.encode(middle.nextDown) != code { wrong.append(middle.nextDown) }
      if middle.nextUp < above, format.encode(middle.nextUp) != code + 1 { wrong.append(middle.nextUp) }
    }
    #expect(wrong.isEmpty)
  }

  @Test(
    "known codes",
    arguments: [
      (ElementType.float8e4m3, UInt16(0x7E), Float(448)), (.float8e4m3, 0x01, 0.001953125),
      (.float8e4m3, 0x38, 1), (.float8e5m2, 0x7B, 57344), (.float8e5m2, 0x01, 0.0000152587890625),
      (.float8e5m2, 0x3C, 1), (.float8e4m3fnuz, 0x7F, 240), (.float8e4m3fnuz, 0x01, 0.0009765625),
      (.float8e5m2fnuz, 0x7F, 57344), (.float8e5m2fnuz, 0x40, 1), (.float4e2m1, 0x1, 0.5),
      (.float4e2m1, 0xD, -3), (.bfloat16, 0x3F80, 1), (.bfloat16, 0x4049, 3.140625),
      (.float16, 0x3555, 0.33325195),
      (.float16, 0x0001, 5.9604645e-08),
    ])
  func knownCodes(element: ElementType, code: UInt16, value: Float) throws {
    let format = try #require(NarrowFloat(element))
    #expect(format.decode(code) == value)
    #expect(format.encode(value) == code)
  }

  @Test("numbers too large saturate in 8 bits and overflow in 16")
  func overflow() {
    #expect(NarrowFloat.float8e4m3.encode(465) == 0x7E)
    #expect(NarrowFloat.float8e4m3.encode(-1e30) == 0xFE)
    #expect(NarrowFloat.float8e5m2.encode(1e30) == 0x7B)
    #expect(NarrowFloat.float16.encode(65519.996) == 0x7BFF)
    #expect(NarrowFloat.float16.encode(65520) == 0x7C00)
    #expect(NarrowFloat.bfloat16.encode(.greatestFiniteMagnitude) == 0x7F80)
  }

  @Test("arrays convert as single numbers do, over all codes and awkward numbers", arguments: all)
  func arrays(element: ElementType, format: NarrowFloat) {
    var values = Self.codes(element).map(format.decode)
    let scattered = SeededFill(seed: 5, scale: 1, offset: 0).values(count: 3001)
    values +=
      scattered + scattered.map { $0 * 1e-5 } + scattered.map { $0 * 1e5 } + scattered.map { $0 * 1e-35 }
    values += [.infinity, -.infinity, .nan, 0, -0.0]
    let tensor = Tensor(TensorType(element, [values.count]), floats: values)
    let codes = values.map(format.encode)
    let stored =
      switch element.bitWidth {
      case 16: tensor.withElements(as: UInt16.self) { Array($0) }
      case 8: tensor.bytes.map(UInt16.init)
      default: tensor.storedNibbles.map { UInt16($0) }
      }
    #expect(stored == codes)
    #expect(tensor.floats.map(\.bitPattern) == codes.map { format.decode($0).bitPattern })
  }
}
