import Foundation

/// A CMOS generation, and what figures of one generation become in another.
///
/// Energies follow the factors of Stillmaker and Baas (Integration 58, 2017, Table 5: polynomials of the supply fitted to
/// SPICE with predictive models, high-performance transistors), areas those of their Table 3. Generations that they do not
/// have lie between their neighbours, evenly in the logarithms; 5 nm follows 7 nm by TSMC's figures for N5 against N7
/// (IEDM 2019: 30 % less power, 1.84 times the logic density).
public enum TechnologyNode: String, Sendable, Hashable, CaseIterable {
  case nm65 = "65 nm"
  case nm45 = "45 nm"
  case nm40 = "40 nm"
  case nm32 = "32 nm"
  case nm28 = "28 nm"
  case nm22 = "22 nm"
  case nm20 = "20 nm"
  case nm16 = "16 nm"
  case nm14 = "14 nm"
  case nm12 = "12 nm"
  case nm10 = "10 nm"
  case nm7 = "7 nm"
  case nm5 = "5 nm"

  public var nanometres: Int { Int(rawValue.dropLast(3)) ?? 0 }

  /// The supply that figures of the generation are for.
  public var nominalMicrovolts: Int {
    switch self {
    case .nm65: 1_100_000
    case .nm45, .nm40, .nm32, .nm28, .nm20: 900_000
    case .nm22, .nm16, .nm14, .nm12: 800_000
    case .nm10: 750_000
    case .nm7, .nm5: 700_000
    }
  }

  /// A transistor's threshold for the law of the highest clock: our choice, typical of standard-threshold cells.
  public var thresholdMicrovolts: Int { nanometres >= 40 ? 400_000 : nanometres >= 20 ? 370_000 : 320_000 }

  /// Energy of a gate's switching at the nominal supply, 45 nm being 1.
  public var energyFactor: Double { Self.factors[self]!.energy / Self.factors[.nm45]!.energy }

  /// Area of logic, 45 nm being 1.
  public var logicAreaFactor: Double { Self.factors[self]!.area }

  /// Six-transistor cell of SRAM. Published cells of the foundries (IEDM and VLSI symposia; high-density ones).
  public var memoryCellSquareMicrometres: Double {
    switch self {
    case .nm65: 0.525
    case .nm45: 0.299
    case .nm40: 0.242
    case .nm32: 0.149
    case .nm28: 0.127
    case .nm22: 0.110
    case .nm20: 0.081
    case .nm16: 0.070
    case .nm14, .nm12: 0.064
    case .nm10: 0.042
    case .nm7: 0.027
    case .nm5: 0.021
    }
  }

  /// Of every generation, worked out once.
  private static let factors = Dictionary(
    uniqueKeysWithValues: allCases.map { node in
      (node, NodeFactors(energy: node.factor(at: \.energy), area: node.factor(at: \.area)))
    })

  private func factor(at figure: KeyPath<NodeFactors, Double>) -> Double {
    let published = NodeFactors.published
    if let own = published[self] { return own[keyPath: figure] }
    let size = Double(nanometres)
    let nodes = published.keys.sorted { $0.nanometres > $1.nanometres }
    guard let smaller = nodes.first(where: { $0.nanometres < nanometres }),
      let larger = nodes.last(where: { $0.nanometres > nanometres })
    else { return 1 }
    let part =
      log(Double(larger.nanometres) / size) / log(Double(larger.nanometres) / Double(smaller.nanometres))
    let (from, to) = (published[larger]![keyPath: figure], published[smaller]![keyPath: figure])
    return from * pow(to / from, part)
  }
}

/// What Stillmaker and Baas give for a generation, at its nominal supply.
private struct NodeFactors {
  var energy: Double
  var area: Double

  static let published: [TechnologyNode: NodeFactors] = [
    .nm65: NodeFactors((3.755, -4.398, 1.975), volts: 1.1, area: 1.5),
    .nm45: NodeFactors((1.018, -0.3107, 0.1539), volts: 0.9, area: 1),
    .nm32: NodeFactors((0.8367, -0.4341, 0.1701), volts: 0.9, area: 0.46),
    .nm20: NodeFactors((0.373, -0.1582, 0.04104), volts: 0.9, area: 0.21),
    .nm16: NodeFactors((0.2958, -0.1241, 0.03024), volts: 0.8, area: 0.19),
    .nm14: NodeFactors((0.2363, -0.09675, 0.02239), volts: 0.8, area: 0.17),
    .nm10: NodeFactors((0.2068, -0.09311, 0.02375), volts: 0.75, area: 0.10),
    .nm7: sevenNanometres,
    .nm5: NodeFactors(energy: 0.7 * sevenNanometres.energy, area: sevenNanometres.area / 1.84),
  ]

  private static let sevenNanometres = NodeFactors((0.1776, -0.09097, 0.02447), volts: 0.7, area: 0.059)

  fileprivate init(energy: Double, area: Double) {
    self.energy = energy
    self.area = area
  }

  private init(_ coefficients: (Double, Double, Double), volts: Double, area: Double) {
    self.init(
      energy: (coefficients.0 * volts + coefficients.1) * volts + coefficients.2, area: area)
  }
}

extension TechnologyNode {
  /// Whether its transistors are fins: the foundries' generations from 16 nm on, and Intel's from 22 nm.
  var hasFins: Bool { nanometres <= 22 && self != .nm20 }
}
