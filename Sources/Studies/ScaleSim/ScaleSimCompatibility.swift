import Chips
import Graphs

/// A network counted as SCALE-Sim counts it, for its users who compare.
public struct ScaleSimCompatibility: Sendable {
  public struct Layer: Sendable {
    public var layer: ScaleSimLayer
    public var count: ScaleSimCount
    public var accesses: ScaleSimAccesses
    /// Words that tell where the weights that are not zero belong; 0 unless sparsity counts.
    public var metadataWords: Double
  }

  public let configuration: ScaleSimConfiguration
  public let topology: ScaleSimTopology
  /// One for each row; a depthwise row stands for several equal layers (`ScaleSimLayer.copies`).
  public let layers: [Layer]

  public init(_ topology: ScaleSimTopology, on configuration: ScaleSimConfiguration) {
    self.configuration = configuration
    self.topology = topology
    let array = ScaleSimArray(configuration)
    layers = topology.layers.map { layer in
      let count = ScaleSimCount(layer, on: array, usesSparsity: configuration.usesSparsity)
      return Layer(
        layer: layer, count: count, accesses: ScaleSimAccesses(layer, count, configuration),
        metadataWords: configuration.usesSparsity
          ? Self.metadataWords(layer, count, configuration.sparseFormat) : 0)
    }
  }

  /// Over all layers.
  public var totalCycles: Int { layers.reduce(0) { $0 + $1.count.totalCycles * $1.layer.copies } }

  private static func metadataWords(
    _ layer: ScaleSimLayer, _ count: ScaleSimCount, _ format: ScaleSimConfiguration.SparseFormat
  ) -> Double {
    let kept = count.reduction * count.columns
    switch format {
    case .csr: return Double(kept + layer.product.reduction + 1)
    case .csc: return Double(kept + count.columns + 1)
    case .blockedEllpack:
      let blockSize = layer.sparsity?.of ?? 1
      let bits = blockSize == 1 ? 0 : Int.bitWidth - (blockSize - 1).leadingZeroBitCount
      return Double(kept * bits) / 32
    }
  }
}
