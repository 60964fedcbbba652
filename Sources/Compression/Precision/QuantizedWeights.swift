import Graphs
import Tensors

/// Weights as codes, with one scale or one for each output channel.
struct QuantizedWeights: Sendable {
  /// The codes, in the narrowest bytes.
  var codes: Tensor
  /// One, or one for each output channel.
  var scales: [Float]
  var zeroPoint: Int32

  /// - Parameter axis: along which output channels run.
  init(_ weights: Tensor, format: IntegerFormat, axis: Int) {
    let values = weights.floats
    guard format.isPerChannel else {
      let codes = format.codes(forWeights: values)
      self.init(weights.shape, values.map { Int64(codes.code(of: $0)) }, codes)
      scales = [codes.scale]
      return
    }
    let walk = AxisWalk(shape: weights.shape, axis: axis)
    var slices = [[Float]](repeating: [], count: walk.length)
    for (element, value) in values.enumerated() { slices[walk.position(of: element)].append(value) }
    let codes = slices.map { format.codes(forWeights: $0) }
    let integers = values.enumerated().map { element, value in
      Int64(codes[walk.position(of: element)].code(of: value))
    }
    self.init(weights.shape, integers, codes[0])
    scales = codes.map(\.scale)
  }

  private init(_ shape: [Int], _ integers: [Int64], _ codes: Codes) {
    self.codes = Tensor(TensorType(codes.element, shape), integers: integers)
    zeroPoint = codes.zeroPoint
    scales = []
  }

  /// The real numbers that the codes stand for.
  func dequantized(axis: Int) -> Tensor {
    let walk = AxisWalk(shape: codes.shape, axis: axis)
    let floats = codes.integers.enumerated().map { element, code in
      Float(code - Int64(zeroPoint)) * scales[scales.count == 1 ? 0 : walk.position(of: element)]
    }
    return Tensor(codes.shape, floats)
  }
}
