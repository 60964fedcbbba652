import Foundation
import Tensors
import Testing

@testable import Graphs

/// Fourier transforms and windows.
@Suite struct SignalOperatorTests {
  @Test("The transform of any length is the sum of the definition", arguments: [1, 2, 3, 5, 8, 12, 30])
  func transformIsItsDefinition(_ length: Int) {
    let signal = (0..<length).map { Complex(real: sin(Double($0 * $0)), imaginary: cos(Double(3 * $0))) }
    let result = FourierTransform(length: length, isInverse: false)(signal)
    for frequency in 0..<length {
      let sum = signal.indices.reduce(Complex.zero) { sum, index in
        let angle = -2 * Double.pi * Double(index * frequency) / Double(length)
        return sum + signal[index] * Complex(real: cos(angle), imaginary: sin(angle))
      }
      #expect(abs(sum.real - result[frequency].real) < 1e-9)
      #expect(abs(sum.imaginary - result[frequency].imaginary) < 1e-9)
    }
  }

  @Test("There and back again", arguments: [4, 7, 24])
  func inverseUndoesTheTransform(_ length: Int) throws {
    let signal = Given.reals(2, length, 3, 2)
    let axis = Tensor.scalar(Int64(1))
    let there = try OperatorExample(DFT.self, [:], [signal, nil, axis]).evaluate()[0]
    let back = try OperatorExample(DFT.self, ["inverse": .integer(1)], [there, nil, axis]).evaluate()[0]
    #expect(back.shape == signal.shape)
    #expect(relativeDifference(signal, back) < 1e-6)
  }

  @Test("Half of a real signal's transform is the front of the whole, at any stated length")
  func halfIsTheFrontOfTheWhole() throws {
    let signal = Given.reals(1, 6, 1)
    for length in [4, 6, 9] {
      let inputs: [Tensor?] = [signal, .scalar(Int64(length))]
      let whole = try OperatorExample(DFT.self, [:], inputs).evaluate()[0]
      let half = try OperatorExample(DFT.self, ["onesided": .integer(1)], inputs).evaluate()[0]
      #expect(whole.shape == [1, length, 2])
      #expect(half.shape == [1, length / 2 + 1, 2])
      #expect(half.floats == Array(whole.floats.prefix(half.elementCount)))
    }
  }

  @Test("Frames of the short-time transform are transforms of windowed pieces")
  func framesAreTransformsOfPieces() throws {
    let signal = Given.reals(2, 20, 1)
    let window = Given.positives(8)
    let stft = try OperatorExample(
      STFT.self, ["onesided": .integer(0)], [signal, .scalar(Int64(3)), window]
    ).evaluate()[0]
    #expect(stft.shape == [2, 5, 8, 2])
    for (item, frame) in [(0, 0), (1, 3)] {
      let piece = signal.floats[item * 20 + frame * 3..<item * 20 + frame * 3 + 8]
      let weighted = Given.floats([1, 8, 1], zip(piece, window.floats).map { $0 * $1 })
      let expected = try OperatorExample(DFT.self, [:], [weighted]).evaluate()[0]
      let start = (item * 5 + frame) * 16
      let result = Given.floats([1, 8, 2], Array(stft.floats[start..<start + 16]))
      #expect(relativeDifference(expected, result) < 1e-5)
    }
  }

  @Test("Symmetric windows are symmetric; periodic ones are a symmetric one without its last element")
  func windowsAreSymmetricOrPeriodic() throws {
    for type in [HannWindow.self as any Operator.Type, HammingWindow.self, BlackmanWindow.self] {
      let symmetric = try OperatorExample(type, ["periodic": .integer(0)], [.scalar(Int64(9))])
        .evaluate()[0].floats
      let periodic = try OperatorExample(type, [:], [.scalar(Int64(8))]).evaluate()[0].floats
      #expect(zip(symmetric, symmetric.reversed()).allSatisfy { abs($0 - $1) < 1e-6 })
      #expect(zip(periodic, symmetric).allSatisfy { abs($0 - $1) < 1e-6 })
      #expect(abs(symmetric[4] - 1) < 1e-6)
    }
  }

  @Test("Mel bands are triangles of height 1 inside the asked frequencies")
  func melBandsAreTriangles() throws {
    let inputs: [Tensor?] = [
      .scalar(Int64(6)), .scalar(Int64(64)), .scalar(Int64(8000)), .scalar(Float(100)), .scalar(Float(3500)),
    ]
    let matrix = try OperatorExample(MelWeightMatrix.self, [:], inputs).evaluate()[0]
    #expect(matrix.shape == [33, 6])
    for band in 0..<6 {
      let column = (0..<33).map { matrix.floats[$0 * 6 + band] }
      #expect(column.max() == 1)
      let peak = column.firstIndex(of: 1) ?? 0
      #expect(zip(column[..<peak], column[1...]).allSatisfy { $0 <= $1 })
      #expect(zip(column[peak...], column[(peak + 1)...]).allSatisfy { $0 >= $1 })
    }
  }
}
