import Foundation

/// An energy that was published for two generations. Between them, and beyond, it goes with a power of the generations'
/// energy factors, so that both published figures stand exactly: circuits of much wire scale less than bare gates do.
struct AnchoredFigure: Sendable, Hashable {
  let picojoules: Double
  let node: TechnologyNode
  let laterPicojoules: Double
  let laterNode: TechnologyNode

  /// 45 nm of Horowitz (ISSCC 2014, Figure 1.1.9, 0.9 V) and 7 nm of Jouppi et al. (ISCA 2021, Table 2).
  init(at45: Double, at7: Double) { self.init(at45, .nm45, at7, .nm7) }

  init(_ picojoules: Double, _ node: TechnologyNode, _ laterPicojoules: Double, _ laterNode: TechnologyNode) {
    self.picojoules = picojoules
    self.node = node
    self.laterPicojoules = laterPicojoules
    self.laterNode = laterNode
  }

  /// At the generation's nominal supply.
  func picojoules(at other: TechnologyNode) -> Double {
    if other == node { return picojoules }
    if other == laterNode { return laterPicojoules }
    let exponent = log(laterPicojoules / picojoules) / log(laterNode.energyFactor / node.energyFactor)
    return picojoules * pow(other.energyFactor / node.energyFactor, exponent)
  }
}
