import Foundation

/// The step between an axis's marks: 1, 2 or 5 times a power of ten, so that `marks` of them or fewer cover `extent`.
func roundStep(covering extent: Double, marks: Int) -> Double {
  let power = pow(10, floor(log10(extent / Double(marks))))
  return [1, 2, 5, 10].map { $0 * power }.first { $0 * Double(marks) >= extent } ?? 10 * power
}
