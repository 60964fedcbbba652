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
  /// Why it was left out on purpose, which breaks no bound and passes none; nil for everything that was measured.
  public var omission: String?

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

  /// Something that is not measured, and why.
  public init(_ subject: String, _ quantity: String, notRun reason: String) {
    self.init(subject, quantity, ours: .nan, reference: .nan, bound: 0)
    omission = reason
  }

  /// Whether there are figures.
  public var isMeasured: Bool { failure == nil && omission == nil }

  public var holds: Bool { isMeasured && difference <= bound }

  /// Whether a bound is broken, or what should have been measured could not be.
  public var isBroken: Bool { omission == nil && !holds }

  /// In a word: pass, FAIL, or why there are no figures.
  public var verdict: String { failure ?? omission.map { "not run: \($0)" } ?? (holds ? "pass" : "FAIL") }
}
