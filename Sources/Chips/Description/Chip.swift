import Tensors

/// A chip as its file describes it, validated, units resolved: hertz, bytes, bytes per cycle.
public struct Chip: Sendable {
  public var name: String
  public var summary: String
  /// Source of each figure, keyed by the JSON path it belongs to.
  public var sources: [String: String]
  /// Compute cores, expanded (`"count": 4` in the file gives four).
  public var cores: [Core]
  public var host: HostCore
  /// A memory on the chip that every core reaches through the network, before DRAM. nil when there is none.
  public var sharedBuffer: SharedBuffer?
  public var dram: DRAM
  public var network: Network
  /// For estimates of energy, area and cost.
  public var technology: Technology
}

extension Chip {
  /// Nodes on the network: the cores, the ports of the shared buffer and of the DRAM, and the host.
  public var networkNodeCount: Int {
    cores.count + (sharedBuffer?.networkPorts ?? 0) + dram.networkPorts + 1
  }

  /// Multiply-accumulates per second of all matrix engines together, every PE busy. Zero when no engine takes
  /// the type. (Vendors' operations per second are twice this number.)
  public func peakMultiplyAccumulatesPerSecond(_ element: ElementType) -> Double {
    cores.reduce(0) { sum, core in
      guard let matrix = core.matrix else { return sum }
      return sum + matrix.peakMultiplyAccumulatesPerCycle(element) * Double(core.clockHertz)
    }
  }

  /// Element types that at least one matrix engine multiplies, the preferred one first.
  public var matrixElements: [ElementType] {
    var elements: [ElementType] = []
    for precision in cores.compactMap(\.matrix).flatMap(\.precisions)
    where !elements.contains(precision.element) {
      elements.append(precision.element)
    }
    return elements
  }
}
