import Chips

/// A published power, energy or area, and ours as a function of the constants that it stands on.
public struct PublishedEstimate: Sendable {
  /// Whose it is: rows of one machine have their errors in common.
  public var machine: String
  public var isArea: Bool
  public var published: Double
  var chip: Chip
  var figure: @Sendable (Chip) throws -> Double

  /// Ours against the published figure: 0.1 is ten percent more.
  public func error(_ constants: SiliconConstants) throws -> Double {
    var chip = chip
    chip.technology.constants = constants
    return try figure(chip) / published - 1
  }
}
