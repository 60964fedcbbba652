import Tensors

/// ONNX `AveragePool`: the mean of each window; padding counts only with `count_include_pad`.
struct AveragePool: PoolingOperator {
  static let name = "AveragePool"
  var window: WindowAttributes
  var countsPadding: Bool

  init(attributes: inout AttributeReader) throws {
    window = try WindowAttributes(attributes: &attributes)
    window.roundsUp = try attributes.integer("ceil_mode") == 1
    countsPadding = try attributes.integer("count_include_pad") == 1
  }

  func pool(_ input: Tensor, geometry: WindowGeometry, inputBox: Box, output: Box) -> Tensor {
    let window = VolumeWindow(geometry)
    let source = VolumeRange(inputBox)
    let target = VolumeRange(output)
    let counts = windowCounts(geometry, output)
    return input.readingFloats { values in
      .buildingFloats(output.shape) { results in
        for channel in 0..<output.extent(0) * output.extent(1) {
          let plane = results + channel * target.extent.count
          plane.update(repeating: 0, count: target.extent.count)
          WindowLoop.accumulate(
            window, source: values + channel * source.extent.count, input: source, target: plane,
            output: target
          ) { running, value, _ in running += value }
          for index in 0..<target.extent.count { plane[index] /= counts[index] }
        }
      }
    }
  }

  /// How many elements the mean of each output position counts.
  private func windowCounts(_ geometry: WindowGeometry, _ output: Box) -> [Float] {
    var counts: [Float] = [1]
    for axis in 0..<geometry.rank {
      let line = output.range(axis + 2).map { Float(count(geometry, axis, $0)) }
      counts = counts.flatMap { outer in line.map { outer * $0 } }
    }
    return counts
  }

  private func count(_ geometry: WindowGeometry, _ axis: Int, _ position: Int) -> Int {
    let start = position * geometry.strides[axis] - geometry.padsBefore[axis]
    let low = countsPadding ? -geometry.padsBefore[axis] : 0
    let high = geometry.input[axis] + (countsPadding ? geometry.padsAfter[axis] : 0)
    let inside = (0..<geometry.kernel[axis]).lazy.filter {
      (low..<high).contains(start + $0 * geometry.dilations[axis])
    }
    return max(1, inside.count)
  }
}
