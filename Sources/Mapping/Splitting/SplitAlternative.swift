/// One way to divide an operator over cores, and what the mapper expected of it: estimates, by closed forms.
public struct SplitAlternative: Sendable, Hashable {
  public var split: Split
  /// In words: cores, axes, parts.
  public var summary: String
  public var cores: Int
  /// Of the slowest core.
  public var computeCycles: Double
  /// What comes from DRAM, at the rate that it can give the slowest core.
  public var trafficCycles: Double
  /// Bringing one core what others have.
  public var exchangeCycles: Double
  /// What the choice is made by: computation and traffic, weighed as `SplitChoice.basis` says, and the exposed
  /// part of the exchange.
  public var cost: Double
  public var isChosen: Bool
}

/// Why an operator is divided as it is.
public struct SplitChoice: Sendable, Hashable {
  /// The cheapest way of every kind, the cheapest first; empty for operators that are not divided.
  public var alternatives: [SplitAlternative] = []
  /// What the cost consists of, in words.
  public var basis = ""
  /// Why it was not chosen by cost, in words.
  public var wish: String?

  public init() {}

  public var chosen: SplitAlternative? { alternatives.first(where: \.isChosen) }
}
