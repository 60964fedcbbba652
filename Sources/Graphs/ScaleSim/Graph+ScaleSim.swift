import Documents
import Tensors

extension Graph {
  /// The layers of a topology side by side: it does not say how they are joined, so each has an input and an output of
  /// its own. Convolutions are padded to the positions that `ScaleSimPadding` finds.
  /// - Throws: `InputError` with the line.
  public init(_ topology: ScaleSimTopology) throws {
    var builder = GraphBuilder(name: topology.name, file: topology.file)
    var names: Set<String> = []
    for (index, layer) in topology.layers.enumerated() {
      var name = layer.name.isEmpty ? "layer" : layer.name
      if !names.insert(name).inserted { name += "@\(layer.line)" }
      names.insert(name)
      builder.addInput("\(name).input", type: TensorType(.float32, layer.inputShape))
      builder.addConstant(layer.weights(named: "\(name).weights"))
      let following = index + 1 < topology.layers.count ? topology.layers[index + 1] : nil
      let inputs = ["\(name).input", "\(name).weights"]
      switch layer.work {
      case .product: try builder.addNode(NodeDescription(name: name, operation: "MatMul", inputs: inputs))
      case .convolution(let convolution):
        let padding = ScaleSimPadding(convolution, before: following)
        try builder.addNode(
          NodeDescription(
            name: name, operation: "Conv",
            attributes: [
              "strides": .integers([convolution.stride, convolution.stride]), "pads": .integers(padding.pads),
              "group": .integer(convolution.depthwiseChannels ?? 1),
            ], inputs: inputs))
      }
      builder.addOutput(name)
    }
    self = try builder.build()
  }
}

extension ScaleSimLayer {
  fileprivate var inputShape: [Int] {
    switch work {
    case .product(let rows, _, let reduction): [rows, reduction]
    case .convolution(let layer): [1, layer.channels * copies, layer.inputHeight, layer.inputWidth]
    }
  }

  /// Uniform, so wide that results are about as large as inputs.
  fileprivate func weights(named name: String) -> Value {
    let shape: [Int]
    switch work {
    case .product(_, let columns, let reduction): shape = [reduction, columns]
    case .convolution(let layer):
      shape = [layer.filters * copies, layer.channels, layer.filterHeight, layer.filterWidth]
    }
    let scale = (3 / Double(product.reduction)).squareRoot()
    return Value(
      name: name, type: TensorType(.float32, shape),
      initializer: .fill(seed: fillSeed(of: name, root: 0), scale: Float(scale), offset: 0))
  }
}

/// Zeros around a convolution's input, which topologies do not know.
///
/// Where the row after it takes as many channels as this one has filters, at the size that the stride alone would leave,
/// the layer is a padded one. Otherwise only the last window is filled up, as SCALE-Sim's count of windows needs.
public struct ScaleSimPadding: Sendable, Hashable {
  /// As ONNX has them: top, left, bottom, right.
  public var pads: [Int]
  /// Whether the row after it told.
  public var isInferred: Bool

  public init(_ layer: ScaleSimLayer.Convolution, before following: ScaleSimLayer?) {
    let height = (layer.inputHeight + layer.stride - 1) / layer.stride
    let width = (layer.inputWidth + layer.stride - 1) / layer.stride
    var follows = false
    if case .convolution(let next)? = following?.work {
      let channels = next.depthwiseChannels ?? next.channels
      follows =
        channels == layer.filters * (layer.depthwiseChannels ?? 1) && next.inputHeight == height
        && next.inputWidth == width && (layer.outputHeight, layer.outputWidth) != (height, width)
    }
    let isLarger = layer.filterHeight > layer.inputHeight || layer.filterWidth > layer.inputWidth
    isInferred = follows || isLarger
    let outputs = isInferred ? (height, width) : (layer.outputHeight, layer.outputWidth)
    func missing(_ outputs: Int, _ filter: Int, _ input: Int) -> Int {
      max(0, (outputs - 1) * layer.stride + filter - input)
    }
    let vertical = missing(outputs.0, layer.filterHeight, layer.inputHeight)
    let horizontal = missing(outputs.1, layer.filterWidth, layer.inputWidth)
    pads =
      isInferred
      ? [vertical / 2, horizontal / 2, vertical - vertical / 2, horizontal - horizontal / 2]
      : [0, 0, vertical, horizontal]
  }

  /// Positions of the filter with these zeros around.
  public func outputPositions(_ layer: ScaleSimLayer.Convolution) -> Int {
    let height = (layer.inputHeight + pads[0] + pads[2] - layer.filterHeight) / layer.stride + 1
    let width = (layer.inputWidth + pads[1] + pads[3] - layer.filterWidth) / layer.stride + 1
    return height * width
  }
}
