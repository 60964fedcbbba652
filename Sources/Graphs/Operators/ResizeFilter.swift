/// How `Resize` makes one element of those around its place.
struct ResizeFilter: Sendable {
  enum Mode: String, CaseIterable {
    case nearest, linear, cubic
  }

  var mode: Mode
  /// `a` of the cubic convolution (Keys 1981, equation 4).
  var cubicCoefficient: Float = -0.75
  /// Whether elements outside the input have no weight, the others that much more.
  var excludesOutside = false
  /// Whether the filter is stretched when there are fewer output elements than input elements.
  var antialiases = false

  init(mode: Mode) { self.mode = mode }

  init(attributes: inout AttributeReader) throws {
    mode = try attributes.choice("mode", .nearest)
    cubicCoefficient = try attributes.float("cubic_coeff_a") ?? -0.75
    excludesOutside = try attributes.integer("exclude_outside") == 1
    antialiases = try attributes.integer("antialias") == 1
  }

  /// The input elements that make the output element at `place` of an axis, and their weights.
  func taps(at place: Float, length: Int, scale: Float) -> [InterpolationTile.Tap] {
    let shrinking = antialiases ? min(scale, 1) : 1
    let reach = Int(((mode == .linear ? 1 : 2) / shrinking).rounded(.up))
    let first = Int(place.rounded(.down)) - reach + 1
    var weights = (first..<first + 2 * reach).map { index in
      (index: index, weight: weight(abs(Float(index) - place) * shrinking))
    }
    if excludesOutside { weights = weights.map { 0..<length ~= $0.index ? $0 : ($0.index, 0) } }
    if excludesOutside || shrinking < 1 {
      let total = weights.reduce(0) { $0 + $1.weight }
      weights = weights.map { ($0.index, $0.weight / total) }
    }
    return weights.map { InterpolationTile.Tap(index: min(max($0.index, 0), length - 1), weight: $0.weight) }
  }

  private func weight(_ distance: Float) -> Float {
    let a = cubicCoefficient
    if mode == .linear { return max(0, 1 - distance) }
    if distance <= 1 { return ((a + 2) * distance - (a + 3)) * distance * distance + 1 }
    return distance < 2 ? ((a * distance - 5 * a) * distance + 8 * a) * distance - 4 * a : 0
  }
}
