/// What people ask of the mapper; the default leaves every choice to its estimates.
public struct MappingOptions: Sendable, Hashable {
  public var splits = SplitPlan()
  /// The weight of memory traffic against computation in the choice of splits, as an index of `trafficWeights`; nil:
  /// the one that makes the whole graph shortest by estimate.
  public var trafficWeight: Int?

  /// What may be done besides laying out one operator after the other.
  public var optimisations: Set<Optimisation> = []

  public init() {}

  /// Cycles of traffic counted as one of computation; nil: the slower of the two counts alone.
  public static let trafficWeights: [Double?] = [nil, 0.1, 0.3, 0.6]

  /// In one spelling: equal for equal options.
  public var name: String {
    "split=\(splits.name);weight=\(trafficWeight.map { String($0) } ?? "");"
      + "optimize=\(optimisations.map(\.rawValue).sorted().joined(separator: "+"))"
  }
}
