/// What was fitted once to all published machines together (`results/published`), and to no single one of them.
public enum FittedConstants {
  /// Arithmetic in a finished chip over the bare circuits of the tables: control, clock gating cells, wiring.
  public static let datapath = 1.1
  /// A scratchpad over the caches of the tables: no tags, no ways to choose from, wide rows.
  public static let memory = 0.4
  /// Layout of a processing element over the sum of its cells: registers' enables, control, wiring, unused rows.
  public static let layout = 7.0
  /// Picojoules of clock tree and the flip-flops that it drives, for each square millimetre and cycle in which they are
  /// clocked, at the nominal supply. DianNao's clock network took 132 mW of 3.02 mm² at 0.98 GHz (45 pJ), Eyeriss's about a
  /// third of 278 mW of 12.25 mm² at 200 MHz (38 pJ), both at 65 nm. Energy falls about as fast as area from one generation
  /// to the next, so that the figure by area is taken to stay.
  public static let clockPicojoulesPerSquareMillimetre = 30.0
  /// Milliwatts of leakage by square millimetre at the nominal supply, warm, for planar transistors and for fins.
  public static let planarLeakage = 15.0
  public static let finLeakage = 4.0
}

/// What silicon takes without doing work, by area: an estimate.
public enum StandingPower {
  /// Milliwatts of a square millimetre at the nominal supply.
  public static func leakage(at node: TechnologyNode) -> Double {
    node.hasFins ? FittedConstants.finLeakage : FittedConstants.planarLeakage
  }

  /// Picojoules of a flip-flop of the array's pipeline, for each product that passes: operands, a waiting weight and the sum
  /// (about what the smallest flip-flop of FreePDK45 takes when a third of its values change).
  static let flipFlop = AnchoredFigure(0.0015, .nm45, 0.0005, .nm7)
}

extension TechnologyNode {
  /// Whether its transistors are fins: the foundries' generations from 16 nm on, and Intel's from 22 nm.
  var hasFins: Bool { nanometres <= 22 && self != .nm20 }
}
