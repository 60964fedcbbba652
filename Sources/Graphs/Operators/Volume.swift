import Tensors

/// Depth, height and width: one-, two- and three-dimensional windows all run as three-dimensional ones, with
/// length 1 in front.
struct Volume: Sendable {
  var depth: Int
  var height: Int
  var width: Int

  init(_ lengths: [Int], filler: Int = 1) {
    precondition(lengths.count <= 3)
    let padded = [Int](repeating: filler, count: 3 - lengths.count) + lengths
    depth = padded[0]
    height = padded[1]
    width = padded[2]
  }

  var count: Int { depth * height * width }
}

/// A box's spatial part: what a window kernel sees of a tensor.
struct VolumeRange: Sendable {
  var lower: Volume
  var extent: Volume

  /// - Parameter box: batch, channel, then one to three spatial axes.
  init(_ box: Box) {
    lower = Volume(Array(box.lowerBounds.dropFirst(2)), filler: 0)
    extent = Volume(Array(box.shape.dropFirst(2)))
  }
}

/// A `WindowGeometry` with its axes as depth, height and width.
struct VolumeWindow: Sendable {
  let kernel: Volume
  let strides: Volume
  let dilations: Volume
  let padsBefore: Volume
  let input: Volume

  init(_ geometry: WindowGeometry) {
    kernel = Volume(geometry.kernel)
    strides = Volume(geometry.strides)
    dilations = Volume(geometry.dilations)
    padsBefore = Volume(geometry.padsBefore, filler: 0)
    input = Volume(geometry.input)
  }

  /// The kernel positions of an axis that fall on input elements, for an output position.
  @inline(__always)
  static func inside(output: Int, kernel: Int, stride: Int, dilation: Int, pad: Int, input: Int) -> Range<Int>
  {
    let start = output * stride - pad
    let first = start >= 0 ? 0 : (-start + dilation - 1) / dilation
    let last = start >= input ? 0 : min(kernel, (input - start + dilation - 1) / dilation)
    return min(first, kernel)..<max(min(first, kernel), last)
  }

  /// The output positions, within `range`, whose kernel position `tap` falls on input elements along an axis.
  @inline(__always)
  static func outputs(in range: Range<Int>, tap: Int, stride: Int, dilation: Int, pad: Int, input: Int)
    -> Range<Int>
  {
    let shift = pad - tap * dilation
    let first = shift <= 0 ? 0 : (shift + stride - 1) / stride
    let end = input - 1 + shift < 0 ? 0 : (input - 1 + shift) / stride + 1
    let low = min(max(range.lowerBound, first), range.upperBound)
    return low..<max(low, min(range.upperBound, end))
  }
}
