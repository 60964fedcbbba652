import Chips
import Graphs
import Tensors

/// SCALE-Sim's count of a topology beside what the chip's array takes for it.
public struct ScaleSimDifference: Sendable, Hashable {
  public var scaleSimCycles: Int
  /// The array alone, operands always ready.
  public var arrayCycles: Int
  /// Layers that the rows after them show to be padded.
  public var paddedLayers: Int
  /// Layers whose weights SCALE-Sim would count as sparse; they are dense here.
  public var sparseLayers: Int

  /// nil for chips of several cores, and those without a systolic array.
  /// - Throws: `InputError` when the engine does not multiply `element`.
  public init?(_ topology: ScaleSimTopology, on chip: Chip, element: ElementType) throws {
    guard chip.cores.count == 1, let engine = chip.cores[0].matrix, let array = ScaleSimArray(engine) else {
      return nil
    }
    (scaleSimCycles, arrayCycles, paddedLayers, sparseLayers) = (0, 0, 0, 0)
    for (index, layer) in topology.layers.enumerated() {
      scaleSimCycles += ScaleSimCount(layer, on: array, usesSparsity: false).totalCycles * layer.copies
      if layer.sparsity != nil { sparseLayers += 1 }
      var rows = layer.product.rows
      if case .convolution(let convolution) = layer.work {
        let following = index + 1 < topology.layers.count ? topology.layers[index + 1] : nil
        let padding = ScaleSimPadding(convolution, before: following)
        if padding.isInferred { paddedLayers += 1 }
        rows = padding.outputPositions(convolution)
      }
      let shape = MatrixProductShape(
        groups: layer.copies, rows: rows, columns: layer.product.columns, reduction: layer.product.reduction)
      arrayCycles += try engine.timing(of: shape, element: element).totalCycles
    }
  }
}
