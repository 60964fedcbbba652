/// One figure of ours beside the reference's.
public struct ValidationRow: Sendable {
  /// What was measured: a model, a trace, a layer.
  public var subject: String
  /// Which figure of it, with its unit.
  public var quantity: String
  public var ours: Double
  public var reference: Double
  /// How far apart they are, in the measure of `bound`.
  public var difference: Double
  /// The largest difference that holds.
  public var bound: Double
  /// Why there are no figures; nil when there are.
  public var failure: String?

  /// - Parameter scale: what a difference is measured in (1: absolute; |reference|: relative).
  public init(
    _ subject: String, _ quantity: String, ours: Double, reference: Double, scale: Double = 1, bound: Double
  ) {
    self.subject = subject
    self.quantity = quantity
    self.ours = ours
    self.reference = reference
    difference = ours == reference ? 0 : abs(ours - reference) / max(scale, .leastNormalMagnitude)
    self.bound = bound
  }

  /// Something that could not be measured, which counts as a bound that is broken.
  public init(_ subject: String, _ quantity: String, failure: String) {
    self.init(subject, quantity, ours: .nan, reference: .nan, bound: 0)
    self.failure = failure
  }

  public var holds: Bool { failure == nil && difference <= bound }
}
