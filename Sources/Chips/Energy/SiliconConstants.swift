/// What turns published tables of bare circuits into finished silicon: estimates, each from a source that is none of the
/// chips in `results/published`, which they are judged by.
public struct SiliconConstants: Sendable, Hashable {
  /// Arithmetic in a finished chip over the circuits of the tables: taken as they are, no source adds to them.
  public var datapath = 1.0
  /// A scratchpad over the caches of the tables (no tags, no ways to choose from): 32 bits of a 32 KiB SRAM take 5 pJ at 45 nm
  /// (Han et al., NIPS 2015, Table 1), where half of Horowitz's access of 64 bits to a cache of 32 KiB takes 10.
  public var memory = 0.5
  /// Layout of a processing element over the sum of its cells: an array of 16×16 took 116,000 µm² in Intel's 22 nm (Genc et al.,
  /// DAC 2021, breakdown of Gemmini's area), 2.7 times what `AreaTable` says of its cells there.
  public var layout = 2.7
  /// Of a memory's area, what its cells take; the rest are decoders, sense amplifiers and wires. Likewise: 256 KiB in
  /// 544,000 µm², and 64 KiB in 146,000.
  public var arrayEfficiency = 0.42
  /// Square millimetres at 22 nm of what is neither array nor memory in a core, as sequencers, DMA and bus interfaces.
  /// Likewise: 223,000 µm² beside one array, a small processor with its caches most of it.
  public var controlSquareMillimetres = 0.223
  /// Picojoules of clock tree and the flip-flops that it drives, for each square millimetre and cycle in which they are
  /// clocked, at the nominal supply; energy falls about as fast as area from one generation to the next, so that the figure
  /// stays. The geometric mean of two chips far apart: Piton, clocked and idle, 1.626 W above its leakage over 36 mm² at
  /// 500 MHz, 73 pJ at 0.9 V (McKeown et al., HPCA 2018, 32 nm), and Intel's 80 cores, whose clocks take 11 % of 97 W over
  /// 275 mm² at 3.13 GHz, 10 pJ (Vangal et al., JSSC 43(1), 2008, 65 nm).
  public var clockPicojoulesPerSquareMillimetre = 27.0
  /// Milliwatts of leakage by square millimetre at the nominal supply, for planar transistors: Piton's 389 mW over 36 mm² at
  /// 1 V, brought to 0.9 V.
  public var planarLeakage = 9.7
  /// For fins: the planar figure with the foundry's statement on 16 nm against 28 nm, 55 % less power at the same speed.
  public var finLeakage = 4.4

  public init() {}

  /// Milliwatts of a square millimetre at the nominal supply.
  public func leakage(at node: TechnologyNode) -> Double { node.hasFins ? finLeakage : planarLeakage }
}

extension SiliconConstants {
  /// All of them, for what varies one after the other.
  public static var all: [WritableKeyPath<SiliconConstants, Double> & Sendable] {
    [
      \.datapath, \.memory, \.layout, \.arrayEfficiency, \.controlSquareMillimetres,
      \.clockPicojoulesPerSquareMillimetre, \.planarLeakage, \.finLeakage,
    ]
  }
}
