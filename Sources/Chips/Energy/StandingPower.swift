/// What silicon takes without doing work, by area: an estimate with two constants that were fitted once, to all published
/// machines together (`results/published`), and belong to no single one.
public enum StandingPower {
  /// Clock tree and the flip-flops that it drives, for each cycle in which they are clocked, at the nominal supply.
  /// DianNao's clock network took 132 mW of 3.02 mm² at 0.98 GHz (45 pJ), Eyeriss's about a third of 278 mW of 12.25 mm²
  /// at 200 MHz (38 pJ), both at 65 nm. Energy falls about as fast as area from one generation to the next, so that the
  /// figure by area is taken to stay.
  public static let clockPicojoulesPerSquareMillimetre = 30.0

  /// Leakage at the nominal supply, warm; the same for each generation, as the makers of transistors set it.
  public static let leakageMilliwattsPerSquareMillimetre = 15.0

  /// A flip-flop of the array's pipeline, for each product that passes: operands, a waiting weight and the sum.
  static let flipFlop = AnchoredFigure(0.0015, .nm45, 0.0005, .nm7)
}
