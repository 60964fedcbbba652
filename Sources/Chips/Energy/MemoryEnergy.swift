import Foundation

/// Energy of reading or writing an SRAM: an estimate.
///
/// The published rows are accesses of 64 bits to memories of 8 KiB, 32 KiB and 1 MiB (Horowitz, ISSCC 2014, Figure 1.1.9
/// at 45 nm; Jouppi et al., ISCA 2021, Table 2 at 7 nm). Between them energy goes with a power of the capacity that passes
/// through both neighbours, beyond them with the power of the nearest pair and from 8 KiB downwards with the square root
/// (bit lines and word lines both shorten), which is the form of CACTI's results. It is proportional to the width.
///
/// A memory of several banks costs the access to one bank, and the wires across the whole memory.
public enum MemoryEnergy {
  /// Capacities of the published rows, and their energies for 64 bits.
  static let rows: [(bytes: Int, figure: AnchoredFigure)] = [
    (8 << 10, AnchoredFigure(at45: 10, at7: 7.5)),
    (32 << 10, AnchoredFigure(at45: 20, at7: 8.5)),
    (1 << 20, AnchoredFigure(at45: 100, at7: 14)),
  ]

  /// Picojoules of an access of `bits` to one array of `capacityBytes`.
  public static func access(bits: Int, capacityBytes: Int, at node: TechnologyNode) -> Double {
    let energies = rows.map { $0.figure.picojoules(at: node) }
    let size = Double(max(1, capacityBytes))
    guard size > Double(rows[0].bytes) else {
      return Double(bits) / 64 * energies[0] * (size / Double(rows[0].bytes)).squareRoot()
    }
    let upper = rows.firstIndex { size <= Double($0.bytes) } ?? rows.count - 1
    let (from, to) = (Double(rows[upper - 1].bytes), Double(rows[upper].bytes))
    let exponent = log(energies[upper] / energies[upper - 1]) / log(to / from)
    return Double(bits) / 64 * energies[upper] * pow(size / to, exponent)
  }

  /// Picojoules of a byte of a memory of equal banks, spread over `squareMillimetres`: the bank, and half the way round
  /// the memory in wire.
  public static func byte(
    capacityBytes: Int, banks: Int, squareMillimetres: Double, at node: TechnologyNode
  ) -> Double {
    let bank = access(bits: 8, capacityBytes: capacityBytes / max(1, banks), at: node)
    guard banks > 1 else { return bank }
    return bank + 8 * WireEnergy.bit(millimetres: squareMillimetres.squareRoot(), at: node)
  }
}

/// Energy of driving a wire on the chip: an estimate.
public enum WireEnergy {
  /// A transition: 240 fJ per bit and millimetre at 40 nm, 150 at 10 nm (Keckler et al., IEEE Micro 31(5), 2011, Table 1).
  private static let transition = AnchoredFigure(0.24, .nm40, 0.15, .nm10)

  /// Picojoules of a bit over a distance, when every second bit differs from the one before it.
  public static func bit(millimetres: Double, at node: TechnologyNode) -> Double {
    0.5 * transition.picojoules(at: node) * millimetres
  }

  /// Picojoules of a bit through a router: buffers, switch and arbiter. 924 mW for five ports of 39 bits at 5.1 GHz, 65 nm
  /// and 1.2 V (Hoskote et al., IEEE Micro 27(5), 2007), brought to the nominal supply by its square; other generations as a
  /// sum of integers. Half of it grows with the ports, as the wires of the switch do: our choice, as for its area.
  public static func routerBit(ports: Int, at node: TechnologyNode) -> Double {
    let measured = 924e-3 / (5 * 39 * 5.1e9) * 1e12 * (1.1 * 1.1) / (1.2 * 1.2)
    return measured * (1 + Double(ports) / 5) / 2 * OperationEnergy.accumulate(.int8, at: node)
      / OperationEnergy.accumulate(.int8, at: .nm65)
  }
}
