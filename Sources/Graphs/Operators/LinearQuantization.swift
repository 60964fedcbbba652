import Tensors

/// What one scale and zero point of a linear quantisation hold for.
enum QuantizationGranularity: Sendable, Hashable {
  case tensor
  /// A scale for each position of an axis.
  case axis(Int)
  /// A scale for each run of `size` positions of an axis, at every position of the other axes.
  case block(axis: Int, size: Int)

  /// - Throws: `GraphError` naming both shapes when the scales fit neither the tensor, an axis nor blocks.
  init(scale: [Int], input: [Int], axis: Int, blockSize: Int) throws {
    if blockSize > 0 {
      let axis = try Axes.normalized(axis, rank: input.count)
      var wanted = input
      wanted[axis] = (input[axis] + blockSize - 1) / blockSize
      guard scale == wanted else {
        throw GraphError(
          "scale \(scale) does not fit blocks of \(blockSize) on axis \(axis) of \(input)",
          remedy: "it needs \(wanted)")
      }
      self = .block(axis: axis, size: blockSize)
    } else if scale.reduce(1, *) == 1, scale.count <= 1 {
      self = .tensor
    } else {
      let axis = try Axes.normalized(axis, rank: input.count)
      guard scale == [input[axis]] else {
        throw GraphError(
          "scale \(scale) does not fit axis \(axis) of \(input)", remedy: "a scalar or [\(input[axis])]")
      }
      self = .axis(axis)
    }
  }

  /// The scales that a box of the tensor needs.
  func parameterBox(for box: Box, shape: [Int]) -> Box {
    switch self {
    case .tensor: return Box(shape: shape)
    case .axis(let axis): return Box(lower: [box.lower(axis)], extent: [box.extent(axis)])
    case .block(let axis, let size):
      let blocks = box.lower(axis) / size..<(max(box.upper(axis), 1) - 1) / size + 1
      return box.replacing(axis, with: blocks)
    }
  }

  /// For each element of a box the place of its scale among those of `parameterBox`.
  func forEachElement(of box: Box, _ body: (_ element: Int, _ parameter: Int) -> Void) {
    switch self {
    case .tensor: for element in 0..<box.elementCount { body(element, 0) }
    case .axis(let axis):
      let inner = box.shape[(axis + 1)...].reduce(1, *)
      for element in 0..<box.elementCount { body(element, element / inner % box.extent(axis)) }
    case .block(let axis, let size):
      let inner = box.shape[(axis + 1)...].reduce(1, *)
      let blocks = parameterBox(for: box, shape: []).extent(axis)
      let first = box.lower(axis) / size
      for element in 0..<box.elementCount {
        let block = (element / inner % box.extent(axis) + box.lower(axis)) / size - first
        let outer = element / (inner * max(1, box.extent(axis)))
        body(element, (outer * blocks + block) * inner + element % inner)
      }
    }
  }
}

/// Boxes of a linear quantisation or its inverse: element by element with the scale and zero point that hold there.
struct LinearScaleTile: TileableOperator {
  enum Result: Sendable {
    /// `saturate(round(x / scale) + zero point)`; the quotient first rounded to a narrower type where one is named.
    case quantized(ElementType, precision: ElementType?, saturates: Bool)
    /// `(x − zero point) · scale`
    case dequantized
  }

  let rank: Int
  /// Of scale and zero point, which may be [] or [1] for the whole tensor.
  let parameterShapes: [[Int]]
  let granularity: QuantizationGranularity
  let result: Result

  var splittableAxes: [Int] { Array(0..<rank) }

  func inputBox(_ index: Int, for output: Box) -> Box? {
    index == 0 ? output : granularity.parameterBox(for: output, shape: parameterShapes[index - 1])
  }

  func evaluateTile(_ inputs: [Tensor?], output: Box) throws -> Tensor {
    let input = try inputs.required(0)
    let scales = try inputs.required(1).floats
    switch result {
    case .dequantized: return dequantized(input, scales, zeroPoint: inputs.optional(2), output)
    case .quantized(let element, let precision, let saturates):
      var quotients = input.floats
      granularity.forEachElement(of: output) { quotients[$0] /= scales[$1] }
      if let precision {
        quotients = Tensor(TensorType(precision, output.shape), floats: quotients).floats
      }
      let zeroPoints = inputs.optional(2)?.floats ?? [Float](repeating: 0, count: scales.count)
      if element.isFloatingPoint {
        granularity.forEachElement(of: output) { quotients[$0] += zeroPoints[$1] }
        if !saturates, element.bitWidth == 8 {
          return Tensor(overflowing: TensorType(element, output.shape), floats: quotients)
        }
        return Tensor(TensorType(.float32, output.shape), floats: quotients)
      }
      granularity.forEachElement(of: output) {
        quotients[$0] = quotients[$0].rounded(.toNearestOrEven) + zeroPoints[$1]
      }
      return Tensor(TensorType(element, output.shape), floats: quotients)
    }
  }

  private func dequantized(_ input: Tensor, _ scales: [Float], zeroPoint: Tensor?, _ box: Box) -> Tensor {
    var results: [Float]
    if input.type.isReal {
      results = input.floats
      let zeroPoints = zeroPoint?.floats
      granularity.forEachElement(of: box) {
        results[$0] = (results[$0] - (zeroPoints?[$1] ?? 0)) * scales[$1]
      }
    } else {
      let stored = input.integers
      let zeroPoints = zeroPoint?.integers
      results = [Float](repeating: 0, count: stored.count)
      granularity.forEachElement(of: box) {
        results[$0] = Float(stored[$0] &- (zeroPoints?[$1] ?? 0)) * scales[$1]
      }
    }
    return Tensor(TensorType(.float32, box.shape), floats: results)
  }

  func scalarOperations(for output: Box) -> Int { 3 * output.elementCount }
}
