/// A row of a SCALE-Sim topology.
public struct ScaleSimLayer: Sendable, Hashable {
  public var name: String
  /// Of the file, from 1.
  public var line: Int
  public var work: Work
  /// Of every `of` weights along the reduction, `kept` are not zero; nil where all count.
  public var sparsity: Sparsity?

  public enum Work: Sendable, Hashable {
    case convolution(Convolution)
    case product(rows: Int, columns: Int, reduction: Int)
  }

  public struct Convolution: Sendable, Hashable {
    public var inputHeight: Int
    public var inputWidth: Int
    public var filterHeight: Int
    public var filterWidth: Int
    /// Input channels that every filter spans.
    public var channels: Int
    public var filters: Int
    /// Along both axes.
    public var stride: Int
    /// A row of a depthwise convolution stands for as many layers of one channel; nil otherwise.
    public var depthwiseChannels: Int?
  }

  public struct Sparsity: Sendable, Hashable {
    public var kept: Int
    public var of: Int
  }
}

extension ScaleSimLayer.Convolution {
  /// Output extent as SCALE-Sim has it: no padding, and a last window that may hang over the edge.
  static func outputs(_ input: Int, _ filter: Int, _ stride: Int) -> Int {
    max(1, (input - filter + stride + stride - 1) / stride)
  }

  public var outputHeight: Int { Self.outputs(inputHeight, filterHeight, stride) }
  public var outputWidth: Int { Self.outputs(inputWidth, filterWidth, stride) }
}

extension ScaleSimLayer {
  /// Layers that the row stands for.
  public var copies: Int {
    guard case .convolution(let convolution) = work else { return 1 }
    return convolution.depthwiseChannels ?? 1
  }

  /// The names of those layers.
  public var copyNames: [String] {
    guard case .convolution(let convolution) = work, let channels = convolution.depthwiseChannels else {
      return [name]
    }
    return (0..<channels).map { "\(name)Channel_\($0)" }
  }

  /// One copy as a matrix product: output positions, filters, and what is summed.
  public var product: (rows: Int, columns: Int, reduction: Int) {
    switch work {
    case .product(let rows, let columns, let reduction): (rows, columns, reduction)
    case .convolution(let layer):
      (
        layer.outputHeight * layer.outputWidth, layer.filters,
        layer.filterHeight * layer.filterWidth * layer.channels
      )
    }
  }

  /// Elements of the input that one copy reads at least once.
  public var touchedInputs: Int {
    guard case .convolution(let layer) = work else { return product.rows * product.reduction }
    func touched(_ input: Int, _ filter: Int, _ outputs: Int) -> Int {
      min(input, layer.stride >= filter ? outputs * filter : (outputs - 1) * layer.stride + filter)
    }
    return touched(layer.inputHeight, layer.filterHeight, layer.outputHeight)
      * touched(layer.inputWidth, layer.filterWidth, layer.outputWidth) * layer.channels
  }

  /// Terms of every sum that are left where sparsity counts.
  public var sparseReduction: Int {
    let reduction = product.reduction
    guard let sparsity else { return reduction }
    return reduction / sparsity.of * sparsity.kept + min(sparsity.kept, reduction % sparsity.of)
  }
}
