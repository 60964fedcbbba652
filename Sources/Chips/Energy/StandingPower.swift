/// What silicon takes without doing work, by area: an estimate.
public enum StandingPower {
  /// Picojoules of a flip-flop of the array's pipeline, for each product that passes: operands, a waiting weight and the sum
  /// (about what the smallest flip-flop of FreePDK45 takes when a third of its values change).
  static let flipFlop = AnchoredFigure(0.0015, .nm45, 0.0005, .nm7)
}

extension TechnologyNode {
  /// Whether its transistors are fins: the foundries' generations from 16 nm on, and Intel's from 22 nm.
  var hasFins: Bool { nanometres <= 22 && self != .nm20 }
}
