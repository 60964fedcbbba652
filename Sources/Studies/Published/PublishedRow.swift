/// A figure of ours beside one that was published.
public struct PublishedRow: Sendable {
  /// The machine, and how it was measured.
  public var machine: String
  public var subject: String
  /// With its unit.
  public var quantity: String
  public var ours: Double
  public var published: Double
  public var kind: Kind
  /// Paper and table.
  public var source: String
  /// What the paper leaves open or the model lacks; nil where nothing was written down.
  public var remark: String?

  /// What a figure tells of a machine.
  public enum Kind: String, Sendable, CaseIterable {
    /// Times, rates and how many units work: what the simulation of a run is held by.
    case performance
    /// Power, energy and area: estimates from tables.
    case powerAndArea = "power and area"
  }

  public init(
    machine: String, subject: String, quantity: String, ours: Double, published: Double, kind: Kind,
    source: String, remark: String? = nil
  ) {
    self.machine = machine
    self.subject = subject
    self.quantity = quantity
    self.ours = ours
    self.published = published
    self.kind = kind
    self.source = source
    self.remark = remark
  }

  /// Ours against the published figure: 0.1 is ten percent more.
  public var error: Double { ours / published - 1 }

  /// Beyond this an error needs a sentence.
  public static let unremarkableError = 0.10

  public var isRemarkable: Bool { !(abs(error) <= Self.unremarkableError) }

  /// Whether nobody has said why the figures differ.
  public var isUnexplained: Bool { isRemarkable && remark == nil }
}

extension [PublishedRow] {
  /// Of the errors' magnitudes; nil without rows.
  public var medianError: Double? { map { abs($0.error) }.median }
}
