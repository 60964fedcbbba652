import Foundation

/// What a die costs to make: an estimate without design, masks, test and package.
///
/// Dies on a round wafer: π(d/2)²/A − πd/√(2A), as in Hennessy and Patterson. Yield: the negative binomial (1 + A·D/α)^−α
/// (Stapper, IBM J. Res. Dev. 27(6), 1983). Wafer prices by generation: Khan and Mann, “AI Chips: What They Are and Why
/// They Matter” (CSET 2020), Table 9; generations that it does not have stand with the nearest that it has.
public struct DieCost: Sendable, Hashable {
  public var wafer: Wafer
  public var diesPerWafer: Int
  public var yield: Double
  /// nil when the die does not fit on the wafer.
  public var dollars: Double?

  public init(squareMillimetres: Double, wafer: Wafer, node: TechnologyNode) {
    self.wafer = wafer
    let diameter = wafer.diameterMillimetres
    let area = max(squareMillimetres, 1e-6)
    let dies = .pi * diameter * diameter / 4 / area - .pi * diameter / (2 * area).squareRoot()
    diesPerWafer = max(0, Int(min(dies, 1e12)))
    yield = pow(1 + area / 100 * wafer.defectsPerSquareCentimetre / wafer.clustering, -wafer.clustering)
    let good = Double(diesPerWafer) * yield
    dollars = good > 0 ? (wafer.priceDollars ?? node.waferPriceDollars) / good : nil
  }
}

/// What dies are cut from.
public struct Wafer: Sendable, Hashable {
  public var diameterMillimetres = 300.0
  /// Our choice; TSMC stated 0.09 for N7 in volume (2019).
  public var defectsPerSquareCentimetre = 0.1
  /// α of the negative binomial; 3 is usual for logic of many masks.
  public var clustering = 3.0
  /// nil for the generation's price.
  public var priceDollars: Double?
}

extension TechnologyNode {
  /// Of a wafer of 300 mm.
  public var waferPriceDollars: Double {
    switch self {
    case .nm65: 1937
    case .nm45, .nm40, .nm32: 2274
    case .nm28, .nm22: 2891
    case .nm20: 3677
    case .nm16, .nm14, .nm12: 3984
    case .nm10: 5992
    case .nm7: 9346
    case .nm5: 16988
    }
  }
}
