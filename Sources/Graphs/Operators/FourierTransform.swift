import Foundation

/// A complex number of double precision.
struct Complex: Sendable {
  var real: Double
  var imaginary: Double

  static let zero = Complex(real: 0, imaginary: 0)

  static func + (left: Complex, right: Complex) -> Complex {
    Complex(real: left.real + right.real, imaginary: left.imaginary + right.imaginary)
  }

  static func - (left: Complex, right: Complex) -> Complex {
    Complex(real: left.real - right.real, imaginary: left.imaginary - right.imaginary)
  }

  static func * (left: Complex, right: Complex) -> Complex {
    Complex(
      real: left.real * right.real - left.imaginary * right.imaginary,
      imaginary: left.real * right.imaginary + left.imaginary * right.real)
  }
}

/// Discrete Fourier transforms of one length: halved as long as the length is even (Cooley and Tukey 1965), by the
/// definition from there on.
struct FourierTransform: Sendable {
  let length: Int
  let isInverse: Bool
  /// `e^(∓2πi k / length)`
  private let roots: [Complex]

  init(length: Int, isInverse: Bool) {
    self.length = length
    self.isInverse = isInverse
    let step = (isInverse ? 2 : -2) * Double.pi / Double(max(1, length))
    roots = (0..<length).map { Complex(real: cos(step * Double($0)), imaginary: sin(step * Double($0))) }
  }

  /// The transform of `signal`, which has `length` elements; the inverse one is divided by their number.
  func callAsFunction(_ signal: [Complex]) -> [Complex] {
    let result = transform(signal, first: 0, step: 1, count: length)
    guard isInverse else { return result }
    return result.map {
      Complex(real: $0.real / Double(length), imaginary: $0.imaginary / Double(length))
    }
  }

  /// Of the elements `first`, `first + step`, … of the signal.
  private func transform(_ signal: [Complex], first: Int, step: Int, count: Int) -> [Complex] {
    guard count > 1, count % 2 == 0 else {
      return (0..<count).map { frequency in
        (0..<count).reduce(Complex.zero) { sum, index in
          sum + signal[first + index * step] * roots[frequency * index % count * step]
        }
      }
    }
    let half = count / 2
    let even = transform(signal, first: first, step: 2 * step, count: half)
    let odd = transform(signal, first: first + step, step: 2 * step, count: half)
    var result = even + even
    for index in 0..<half {
      let turned = odd[index] * roots[index * step]
      result[index] = even[index] + turned
      result[index + half] = even[index] - turned
    }
    return result
  }

  /// Multiply-accumulates of one transform: four for each complex product.
  static func multiplyAccumulates(length: Int) -> Int {
    guard length > 0 else { return 0 }
    let halvings = length.trailingZeroBitCount
    return 4 * length * (halvings + (length >> halvings))
  }
}
