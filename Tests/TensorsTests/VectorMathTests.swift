import Foundation
import Testing

@testable import Tensors

@Suite("Vector mathematics")
struct VectorMathTests {
  struct Function: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var ours: @Sendable (inout [Float]) -> Void
    var exact: @Sendable (Double) -> Double
    /// The stated bound, in units in the last place.
    var bound: Double
  }

  static let functions = [
    Function(testDescription: "exp", ours: { VectorMath.exp(&$0) }, exact: { exp($0) }, bound: 1),
    Function(testDescription: "tanh", ours: { VectorMath.tanh(&$0) }, exact: { tanh($0) }, bound: 1.4),
    Function(testDescription: "erf", ours: { VectorMath.erf(&$0) }, exact: { erf($0) }, bound: 1.4),
    Function(
      testDescription: "sigmoid", ours: { VectorMath.sigmoid(&$0) }, exact: { 1 / (1 + exp(-$0)) },
      bound: 2.3),
  ]

  /// Many magnitudes of both signs, and the ends of the ranges.
  static let operands: [Float] = {
    let steps = (1..<4000).map { Float($0) }
    let ends: [Float] = [
      0, -0.0, 0.625, 0.99999994, 1, 88.72283, 88.72284, -87.33655, -103.97, -104, 4, -4, 1000, -1000,
    ]
    return steps.map { $0 * 0.0257 } + steps.map { $0 * -0.0257 } + steps.map { exp2($0 / 40 - 95) } + ends
  }()

  @Test("is within the stated units in the last place", arguments: functions)
  func accuracy(function: Function) {
    var results = Self.operands
    function.ours(&results)
    var worst = (error: 0.0, at: Float(0))
    for (operand, result) in zip(Self.operands, results) {
      let exact = function.exact(Double(operand))
      if Double(Float(exact)) == Double(result) { continue }
      let error = abs(Double(result) - exact) / Double(Float(exact).ulp)
      if error > worst.error { worst = (error, operand) }
    }
    #expect(worst.error <= function.bound, "at \(worst.at)")
  }

  @Test("gives a value the same bits wherever it stands", arguments: functions)
  func position(function: Function) {
    let operands = Array(Self.operands.prefix(67))
    var whole = operands
    function.ours(&whole)
    for (index, operand) in operands.enumerated() {
      var alone = [operand]
      function.ours(&alone)
      #expect(alone[0].bitPattern == whole[index].bitPattern)
    }
  }

  @Test("keeps NaN, and has the right limits")
  func limits() {
    for function in Self.functions {
      var values: [Float] = [.nan]
      function.ours(&values)
      #expect(values[0].isNaN)
    }
    var exponentials: [Float] = [.infinity, -.infinity, 0]
    VectorMath.exp(&exponentials)
    #expect(exponentials == [.infinity, 0, 1])
    var tangents: [Float] = [.infinity, -.infinity, 0]
    VectorMath.tanh(&tangents)
    #expect(tangents == [1, -1, 0])
    var errors: [Float] = [.infinity, -.infinity, 0]
    VectorMath.erf(&errors)
    #expect(errors == [1, -1, 0])
    var sigmoids: [Float] = [.infinity, -.infinity, 0]
    VectorMath.sigmoid(&sigmoids)
    #expect(sigmoids == [1, 0, 0.5])
  }
}
